import type { Rule } from '../reply.ts';
import {
  closedMailbox,
  disabledMailbox,
  suspendedMailbox,
  unknownDomain,
  unknownMailbox,
} from './mailbox-words.ts';
import { translatedRecipientSystem, translatedUnknownMailbox } from './translated-words.ts';

/**
 * Codes too vague to contradict the words: no code, and codes for addresses, disabled mailboxes,
 * routes, protocol errors, 5.7.0 and 5.7.1.
 */
const open = /^$|^[45]\.(0\.\d+|1\.\d+|2\.[01]|3\.0|4\.\d+|5\.\d+|7\.(0|1|13))$/;

/** Refusals of the address. They follow all rules about us, the email, or temporary states. */
export const addressRules: Rule[] = [
  {
    id: 'before-recipient',
    class: 'about-us',
    provider: 'any',
    source:
      'RFC 5321 3.3: the greeting and the reply to MAIL are about the sender; no recipient has been named',
    commands: ['connect', 'mail'],
  },
  {
    id: 'domain-unknown',
    class: 'domain-unknown',
    provider: 'any',
    source:
      'qmail: couldn’t find any host named; Postfix: Host or domain name not found; RFC 7505 null MX; Gmail: NXDOMAIN',
    enhanced: open,
    words: unknownDomain,
    except:
      /(user|mailbox|recipient|address|account) (unknown|not found|not known|does not exist|not exist)|sender/,
  },
  {
    id: 'mailbox-disabled-by-policy-code',
    class: 'mailbox-disabled',
    provider: 'any',
    source:
      'RFC 4954 and 5248 have 5.7.13 for a disabled account, of the sender or of the recipient',
    permanent: false,
    enhanced: /^5\.7\.13$/,
    words: disabledMailbox,
  },
  {
    id: 'mailbox-closed',
    class: 'mailbox-disabled',
    provider: 'any',
    source: 'Yahoo, Orange, AOL: closed, discontinued, terminated, archived, no longer in use',
    enhanced: /^$|^5\.(0\.\d+|1\.0|2\.[01]|3\.0|4\.\d+|5\.\d+|7\.[01])$/,
    words: closedMailbox,
    except: /sender/,
  },
  {
    id: 'mailbox-disabled',
    class: 'mailbox-disabled',
    provider: 'any',
    source:
      'Gmail, Mail.ru, Postfix: disabled, inactive. RFC 3463 3.3: the mailbox exists, it may be enabled again',
    permanent: false,
    enhanced: /^$|^5\.(0\.\d+|1\.0|2\.[01]|3\.0|4\.\d+|5\.\d+|7\.[01])$/,
    words: disabledMailbox,
    except: /sender/,
  },
  {
    id: 'yahoo-no-account',
    class: 'mailbox-unknown',
    provider: 'Yahoo',
    source:
      'Yahoo answers after the data: delivery error: dd This user doesn’t have a yahoo.com account',
    enhanced: open,
    fullText: /delivery error: dd/,
    words: unknownMailbox,
  },
  {
    id: 'unknown-after-data',
    class: 'unknown',
    provider: 'Docomo, m-FILTER, content filters',
    source:
      'Unknown user in reply to the data: recipients’ filters send it for existing mailboxes; 5.1.1 counts',
    enhanced: /^$|^5\.(0\.\d+|2\.0|3\.0|5\.\d+|7\.[01])$/,
    words: unknownMailbox,
    commands: ['data'],
  },
  {
    id: 'no-recipient-left',
    class: 'temporary',
    provider: 'Postfix, Exim',
    source: 'DATA after every RCPT was refused or deferred: no valid recipients, need RCPT',
    permanent: false,
    enhanced: /^$|^5\.(0|5)\.\d+$/,
    words: /\bno valid recipients?\b(?!.{0,4}bye)|\b(need|valid) rcpt|rcpt (command )?first/,
  },
  {
    id: 'mailbox-unknown',
    class: 'mailbox-unknown',
    provider: 'any',
    source:
      'Postfix, Exim, sendmail, qmail, Exchange, Domino, Gmail, Yandex, QQ: user unknown, no such user, does not exist',
    enhanced: open,
    words: unknownMailbox,
  },
  {
    id: 'mailbox-unknown-translated',
    class: 'mailbox-unknown',
    provider: 'Web.de, Orange, Mail.ru, Domino, QQ and others',
    source: 'User unknown, in the languages of translated-words.ts',
    enhanced: open,
    words: translatedUnknownMailbox,
    except: translatedRecipientSystem,
  },
  {
    id: 'address-rejected',
    class: 'mailbox-unknown',
    provider: 'Cisco, Charter, KDDI',
    source: 'Address rejected, Recipient address rejected, without a reason',
    enhanced: /^$|^5\.(0\.\d+|1\.\d+|3\.0|5\.0)$/,
    words:
      /(recipient|address)( address)?( @)? rejected ?@? ?[.:;)']{0,3}$|^[#:.\s]{0,3}(recipient )?(address )?rejected ?@? ?\.?$/,
    exceptCommands: ['data'],
  },
  {
    id: 'address-syntax',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 5321 4.2.3: 501, 553 mailbox name not allowed, syntax incorrect',
    reply: [501, 550, 553],
    enhanced: open,
    except: /\bheader/,
    words:
      /(address|recipient|mailbox|rcpt|local part|user ?name).{0,30}(syntax|malformed|illegal|not allowed)|(syntax|malformed|illegal).{0,30}(address|recipient|mailbox|rcpt|local part|user ?name)/,
    exceptCommands: ['data'],
  },
];

/** These precede the rules for states of mail systems, which use the same words for times. */
export const suspendedRules: Rule[] = [
  {
    id: 'mailbox-suspended',
    class: 'mailbox-disabled',
    provider: 'any',
    source: 'Suspended, locked or on hold: the mailbox may come back',
    permanent: false,
    enhanced: open,
    words: suspendedMailbox,
  },
];
