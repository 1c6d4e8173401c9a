import type { Rule } from '../reply.ts';
import { refusedSender } from './sender-words.ts';
import { translatedUnknownSender } from './translated-words.ts';

/**
 * Refusals of the sender, whatever their code: `550 5.2.1 Mailbox unavailable. Your IP address is
 * blacklisted` does not mean that the mailbox is dead.
 */
export const aboutUsRules: Rule[] = [
  {
    id: 'blocklist',
    class: 'about-us',
    provider: 'any',
    source:
      'Spamhaus, SpamCop, Barracuda, SORBS, UCEPROTECT and other lists; Postfix: blocked using …',
    fullText:
      /spamhaus|spamcop|barracuda(central|networks)?\.|sorbs\.net|abuseat|uceprotect|mailspike|invaluement|psbl|njabl|senderscore|\bdnsbl|\b(rbl|xbl|sbl|pbl|surbl|uribl|zrbl|rhsbl)s?\b|\b(black|block|white|allow|deny|ban|gr[ae]y)[ -]?list(ed|ing|s)?\b|blocked using|\blisted (in|at|by|on)\b|schwarze liste|liste noire|lista (negra|nera)/,
    except: /\b(not|n't) listed in\b(?!.{0,20}\b(white|allow))/,
  },
  {
    id: 'reputation',
    class: 'about-us',
    provider: 'any',
    source: 'Cisco, Cloudmark, Mimecast, Gmail: poor reputation',
    words: /\breputation\b|sender ?score|senderbase|talos/,
  },
  {
    id: 'spam',
    class: 'about-us',
    provider: 'any',
    source: 'Taken for spam or fraud: Gmail, Mail.ru, QQ, Barracuda, SpamAssassin',
    words:
      /\banti-?spam|\bip profile|\bspam(my|mer|mers|ming|bot|trap|med|assassin)?\b|\bjunk ?-?(e?mail)?\b|unsolicited|\bbulk (e-?)?mail|\b(ube|uce)\b|phish|suspicious|suspected|\bspoof|\bforg(ed|ery)\b|\bhoneypot|\bfraud|\babus(e|ive)\b|looks like|pourriel|indésirable|indesirable|unerwünscht|спам|垃圾/,
    except: /not-?spam-/,
  },
  {
    id: 'policy-reason',
    class: 'about-us',
    provider: 'any',
    source: 'Yahoo, GMX, Comcast: rejected for policy reasons, under any code',
    words:
      /\b(due to|for|because of|under|violates|violation of) ([a-z'-]{1,16} ){0,3}polic(y|ies)\b|\b(mail|e-?mail|message|sender|local|security|spf|dmarc|recipient) policy (violation|reason|restriction)/,
  },
  {
    id: 'sender-authentication',
    class: 'about-us',
    provider: 'any',
    source: 'SPF, DKIM, DMARC (RFC 7208, 6376, 7489), SMTP authentication, TLS',
    words:
      /\b(spf|dkim|dmarc|arc|domainkeys?|srs)\b|authenticat|\bauth (user|required|failed|failure|error)|authori[sz]ation required|not logged in|log ?in to|\bpassword|login (invalid|fail)|(invalid|incorrect|wrong) (login|credential)|pop ?(3 )?before|sending (is |has been |was )?(suspended|disabled|paused|not allowed)|(starttls|encryption|tls|ssl)\b.{0,30}\b(required|first|need|mandatory|not (available|supported)|fail)|must (use|issue|support) (a )?(starttls|tls|encryption)/,
  },
  {
    id: 'sender-host',
    class: 'about-us',
    provider: 'any',
    source: 'Reverse DNS, greeting, dynamic address, open relay: GMX, Gmail, Postfix',
    words:
      /\b(ptr|rdns|fcrdns|iprev)\b|reverse (dns|lookup|hostname|host name|name|ip|record|delegation|mapping|address)|no reverse|\b(helo|ehlo)\b|dynamic (ip|address|host|range|pool)|dial-?up|residential|open (mail )?(relay|proxy)|insecure mail relay|client host (rejected|name|not)|(invalid|unknown|bad) (ip|client|source|host) address|\b(ip|client|source) address(es)? .{0,20}\b(unknown|invalid|not)\b|sending ips?\b|connecting (ip|host)|not (a )?mail exchanger|can not find your (hostname|reverse)|name was rejected/,
  },
  {
    id: 'relaying',
    class: 'about-us',
    provider: 'any',
    source:
      'Postfix: Relay access denied; Exim: relay not permitted; qmail: rcpthosts; Exchange: Unable to relay',
    words:
      /\brelay(ing)?\b.{0,40}\b(denied|not|prohibit|reject|disabled|forbidden|refused|restrict|only|access)|\b(no|not|unable to|refuse to|denied) (to |a |an |open |allowed to |permitted to |configured to )?relay|rcpthosts|allowed rcpt|not (a )?gateway|local users? only|not local host/,
  },
  {
    id: 'sender-address',
    class: 'about-us',
    provider: 'any',
    source: 'Postfix: Sender address rejected; Exim: Sender verify failed; qmail: badmailfrom',
    words: refusedSender,
  },
  {
    id: 'sender-unknown-translated',
    class: 'about-us',
    provider: 'any',
    source: 'Sender unknown, in the languages of translated-words.ts',
    words: translatedUnknownSender,
  },
];

/**
 * Limits on the sender's rate. They follow the rules for mailbox limits, which use the same words.
 */
export const rateRules: Rule[] = [
  {
    id: 'subscription-limit',
    class: 'about-us',
    provider: 'Amazon SES, SendGrid, hosting providers',
    source: 'Throttling, credits, hourly and daily limits of the sender',
    words:
      /throttl|credits? (exceeded|exhausted)|(sending|daily|hourly|outgoing|outbound|relay|sender|send|submission) (rate |sending |user |message ){0,2}(limit|quota|rate|allowance)s?\b.{0,24}\b(exceed|reach|hit|over)|(message|messages|e-?mail|e-?mails|mails|rate|connection|connections|recipients|recipient|session|transaction) (rate |sending |user ){0,2}(limit|rate)s?\b.{0,24}\b(exceed|reach|hit|over)|(exceeded|exceeds|exceeding|reached|over|above)( (the|your|its|his|allowed|maximum|max|configured|limit|limits|number|rate|for|of|on|a)){0,6}( (sending|daily|hourly|outgoing|outbound|relay|messages|e-?mails|mails|send|submission|rate|connections?|recipients?|concurrent|simultaneous|throughput|message rate|message count))\b|rate[- ]?limit|sent (to )?too many|\bper (hour|day|minute|second|connection|session)\b|\b(this|an) hour\b|unusual (sending|rate|volume|activity|traffic|amount)/,
  },
  {
    id: 'too-many',
    class: 'about-us',
    provider: 'any',
    source: 'Too many connections, messages, recipients, errors at once',
    words:
      /excessive|too (many|much) (concurrent |simultaneous |open |bad |invalid |unknown |smtp |mail |e-?mail |parallel ){0,4}(connections?|sessions?|requests?|recipients?|rcpts?|commands?|errors?|traffic|e-?mails?|mails? |messages? (from|sent|per|in|to)|attempts|transactions)|too (fast|frequent|quickly|rapidly)|maximum number of (concurrent|connections|recipients|messages)|concurrent (server )?connections/,
  },
];

/** Words of refusals that are also used for dead mailboxes, whose rules come first. */
export const vagueAboutUsRules: Rule[] = [
  {
    id: 'policy',
    class: 'about-us',
    provider: 'any',
    source: 'Proofpoint: Local Policy Violation; Yahoo: not accepted for policy reasons',
    words:
      /\bpolic(y|ies)\b|\bviolat|\bprohibit|acceptable use|terms of|no permi(t|ssion)|permission denied|administrative(ly)? (prohibit|den|lock|reject|refus)|\bheuristic|protocol error|security (reason|setting|check|risk)|règles|richtlinie/,
  },
  {
    id: 'access-denied',
    class: 'about-us',
    provider: 'any',
    source:
      'Postfix: Client host rejected: Access denied; Mimecast: Host network not allowed; IMail, Symantec',
    words:
      /\bden(y|ied)\b|\bblock(ed|ing|s)?\b|\bbann?ed\b|\bfilter(ed|s|ing)?\b|not (allowed|permitted|authori[sz]ed|accepted from|welcome|accepting connections)|unauthori[sz]ed|\bno access\b|access (is |has been )?(rejected|restricted|refused)|refused to talk|connections? (was |were |has been |have been |will be |will not be |not |is |are )?(refused|rejected|denied|dropped|blocked|closed|accepted)|service (refuse|refus[ée]e?|refused|rejected|denied)|(mail|message|e-?mail|sender|transaction|delivery)( was| has been| is)? (reject|refus|declin)|rejet[ée]|refus[ée]|abgelehnt|verweigert|zurückgewiesen|rechazad|respint|odrzucon|отклонен|заблокирован отправитель|not accept(ed|ing)? (mail|message|e-?mail|connection)s?( from)?/,
    except: /not accept(ed|ing)? (mail|message|e-?mail)s? for/,
  },
  {
    id: 'rejected',
    class: 'about-us',
    provider: 'any',
    source: 'Rejected, without mention of the recipient or a specific code',
    enhanced: /^$|^5\.0\.\d+$/,
    words: /\breject(s|ed)?\b|\bdeclined\b|\bnot accepted\b/,
    except: /recipient|user|mailbox|address|account/,
  },
];
