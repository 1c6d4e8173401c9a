import type { Rule } from '../reply.ts';
import { translatedUnknownMailbox } from './translated-words.ts';

/**
 * Codes too vague to contradict the words: no code, and codes for addresses, disabled mailboxes,
 * routes, protocol errors, 5.7.0 and 5.7.1.
 */
const open = /^$|^[45]\.(0\.\d+|1\.\d+|2\.[01]|3\.0|4\.\d+|5\.\d+|7\.(0|1|13))$/;

const mailbox =
  '(?:user ?(?:name|id)?|e-?mail|mail ?-?(?:box|user|account|drop)|(?:e-?mail |mail )?account|recipients?|addressees?|address(?:es)?|in-?box|alias|local[ -]?part|customer|subscriber|destination(?! system)|rcpt|person|employee|member|login)';

const absent = [
  '(?:unknown|unavailable|invalid|non-?exist(?:e|a)nt|nonexisting|un ?rout(?:e)?able|undeliverable|incorrect|misspelled|ambiguous)',
  '(?:no longer|not|never) (?:be |been |a |an |longer |currently |yet )?(?:exist\\w{0,3}|found|located|known|valid|recogni[sz]ed|listed|registered|here|local|our|on (?:this|the|our|server)|available|unique|present|hosted|deliverable|defined|match\\w{0,3}|with us|at this|a member of domain|verified|ok\\b|in (?:our|the|this)|have an?|existed|provisioned|resolved|identified)',
  '(?:has |have |was |is )?(?:moved|removed|deleted|left|gone|lookup failed|missing)',
].join('|');

const strange =
  '(?:unknown|no such|invalid|non-?existent|bad|un ?recogni[sz]ed|unroutable|unrouteable|undefined|unavailable|wrong|no matching|no valid|not an?|not a valid|not a known|undeliverable)';

const unknownMailbox = new RegExp(
  [
    `\\b${mailbox}\\b.{0,60}?\\b(?:${absent})(?!\\w)`,
    `\\b${strange} (?:(?!system)\\w{1,16} ){0,2}${mailbox}\\b`,
    `\\bno (?:such )?(?:${mailbox}|one|body|entry) (?:\\w{1,12} ){0,3}(?:here|found|named|exists?|by that name|with (?:that|this)|at (?:this|that)|matching|available)`,
    `(?:could|can|did|was|were) not (?:able to )?(?:find|locate|be found|identif|resolve|verify)\\w{0,3} .{0,30}${mailbox}`,
    `unable to (?:find|locate|resolve|verify) .{0,30}${mailbox}`,
    'does not have an? .{0,60}account|non répertorié',
    '@ ?[.:]{0,3} (?:is )?(?:unknown|not found|invalid|does not exist|not exist)|user ?unknown|not handle mail for|no longer an? (?:employee|member|user|customer)|not our customer|not (?:listed|found|defined) in .{0,50}(?:directory|address ?book|table|list)',
    '(?:no longer|not) (?:(?:works?|working|employed) (?:at|for|here|with|in)\\b|with (?:the|this|our) (?:company|organi))|left the (?:company|organi)',
    'no mailbox here|no such (?:name|person|login|local)|addressee unknown|user has moved|mailbox (?:has )?moved|not a valid mailbox',
    'address was not found|address could not be found|was not found at|recipient name is not recogni[sz]ed|as the address does not exist',
  ].join('|'),
);

/** The mailbox is permanently closed. */
const closedWords =
  '(?:closed|terminated|discontinued|cancell?ed|expired|archived|abandoned|retired|expirad[oa]|no longer (?:active|in use|used|available|in service|accept\\w{0,3}|maintained)|unused|out of (?:use|service)|decommissioned|ferm[ée]e?|archiv[ée]e|cerrad[oa]|encerrad[oa]|chius[oa]|stillgelegt|geschlossen|gelöscht|eliminad[oa]|supprim[ée]e?|удален|закрыт|注销|已删除|廃止|閉鎖|退会|삭제|탈퇴)';

/**
 * The mailbox exists but accepts no email (RFC 3463 3.3). Its owner or an operator may enable it
 * again.
 */
const disabledWords =
  '(?:disabled|inactive|de-?activated|dormant|not (?:yet )?activ(?:e|ated)|inattiv[oa]|receiving disabled|not enabled|revoked|non ?actif|d[ée]sactiv[ée]e?|inactiv[oa]|desactivad[oa]|deshabilitad[oa]|desativad[oa]|disattivat[oa]|deaktiviert|inaktiv|отключен|неактивен|停止|禁用|停用|無効|휴면|정지)';

const mailboxOrSuch = `(?:${mailbox}|domain user|it|casilla|usuario|utente|casella|indirizzo|boite|bo[iî]te du destinataire|compte|cuenta|buz[oó]n|conta|caixa|konto|postfach|account|ящик|аккаунт|邮箱|用户|账号|帐号|アカウント|メールアドレス|ユーザー?|계정)`;

const stateOfMailbox = (words: string, ...others: string[]): RegExp =>
  new RegExp(
    [
      `(?<!\\w)${mailboxOrSuch}.{0,60}${words}`,
      `\\b${words} (?:\\w{1,12} ){0,2}${mailbox}\\b`,
      ...others,
    ].join('|'),
  );

const closedMailbox = stateOfMailbox(closedWords);

const disabledMailbox = stateOfMailbox(
  disabledWords,
  '(?:邮箱|用户|账号|帐号).{0,20}(?:停用|禁用|冻结)',
  '(?:@|^\\w{1,64}) is (?:now )?disabled',
  '(?:due to|because of|for) (?:inactivity|lack of use|non-?use)|per inutilizzo|por falta de uso|wegen inaktivität',
);

const suspendedWords =
  '(?:suspended|frozen|(?:temporar(?:il)?y |been |is )locked|(?:temporarily|currently) (?:disabled|inactive|deactivated|blocked|unavailable|suspended|not available)|on hold|over ?due|not paid|quarantined|gesperrt|suspendid[oa]|suspendu|sospes[oa]|заблокирован|冻结)';

const suspendedMailbox = new RegExp(
  `(?<!\\w)(?:${mailboxOrSuch})(?![a-z]).{0,60}${suspendedWords}|\\b(?:suspended|frozen|locked) (?:\\w{1,12} ){0,2}${mailbox}\\b|account (?:has been |is |was )?blocked|vacation hold|not (?:currently )?(?:being )?accepted for`,
);

const unknownDomain =
  /\b(host|domain|mail domain|domain name|host name|hostname|server name|destination domain|site)( or domain name)?\b.{0,50}?\b(unknown|does not exist|not (be )?(found|resolved|exist\w{0,2}|known|valid|reachable|locatable)|non-?existent|invalid|has no (mx|mail|a record|dns)|does not (accept|receive|handle|have|resolve)|cannot be resolved|unresolvable|lookup (error|failure|failed))|\b(unknown|no such|invalid|bad|illegal|non-?existent|unrouteable|unroutable|unresolvable) (mail |destination |recipient |remote |target |host\/)?(host|domain)|(could|can|did) not (find|resolve|locate) (any |the |an? )?(host|domain|mx|mail ?server|mail ?exchanger|dns|ip)|nxdomain|null ?mx|no (valid |usable )?(mx|mail ?exchangers?|mail servers?|a or mx|mx or a|mx\/a)\b.{0,30}(found|record|for|exist|host)|mx (or srv )?record.{0,40}(no smtp service|non-existent|does not|invalid|local ?host|not)|name service error.{0,80}(host not found|not found|malformed|no (address|mx|data)|host found but no data)|all relevant mx|unable to (get|resolve|find) (the )?(mx|host|domain)|dns (error|failure|lookup|resolution).{0,60}(not exist|no such|not found|nxdomain|domain)|no smtp service|does not (accept|receive) (any )?(e-?mail|mail|messages)|unrouteable mail domain|domain (is )?not (reachable|hosted)|(хост|домен).{0,30}(не найден|не существует)|domain existiert nicht|domaine (inconnu|inexistant)|dominio (no existe|inexistente)/;

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
    source:
      'User unknown in German, French, Spanish, Portuguese, Italian, Dutch, Polish, Czech, Swedish, Turkish, Russian, Japanese, Chinese, Korean',
    enhanced: open,
    words: translatedUnknownMailbox,
  },
  {
    id: 'address-rejected',
    class: 'mailbox-unknown',
    provider: 'Cisco, Charter, KDDI',
    source: 'Address rejected, Recipient address rejected, without a reason',
    enhanced: /^$|^5\.(0\.\d+|1\.\d+|5\.0)$/,
    words:
      /(recipient|address)( address)? rejected ?@? ?[.:;)]{0,2}$|^[#:.\s]{0,3}(recipient )?(address )?rejected ?@? ?\.?$/,
    exceptCommands: ['data'],
  },
  {
    id: 'address-syntax',
    class: 'mailbox-unknown',
    provider: 'any',
    source: 'RFC 5321 4.2.3: 501, 553 mailbox name not allowed, syntax incorrect',
    reply: [501, 550, 553],
    enhanced: open,
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
