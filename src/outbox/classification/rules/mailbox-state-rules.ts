import type { Rule } from '../reply.ts';
import { translatedMailboxFull } from './translated-full.ts';

/** Full mailboxes, messages that are too large or unreadable, and systems with internal errors. */
export const mailboxStateRules: Rule[] = [
  {
    id: 'message-size',
    class: 'content',
    provider: 'any',
    source: 'RFC 1870; Postfix: Message size exceeds fixed limit; IONOS: Mail size limit exceeded',
    words:
      /\b(message|mail|e-?mail|data|attachment|body|content)s?('s)?( file| header| body| data)? (size|length)\b.{0,40}(exceed|limit|too|over|larger|greater|maximum|reject)|(exceed|over|above|larger than|greater than)\w{0,4}.{0,40}\b(message|mail|e-?mail|attachment|allowed|fixed|permitted) (size|length)|\b(message|mail|e-?mail|attachment|header|data|body|line)s?( is| are| was)?( much| far)? too (large|big|long)|(maximum|max|allowed|permitted) (message|mail|e-?mail|attachment|file) size|exceed(s|ed|ing)? (the )?(maximum|max|allowed|fixed) (message )?(mailsize|size)|exceeded mailsize|\bsize (of|limit for) (this|the|your) (message|mail|e-?mail)|message (is )?larger than|taille (du message|maximale)|nachricht.{0,20}zu gro(ß|ss)|(メール|メッセージ)の?サイズ|邮件(大小|过大)|郵件大小/,
    except: /mailbox size limit|mailbox size exceed/,
  },
  {
    id: 'mailbox-full',
    class: 'mailbox-full',
    provider: 'any',
    source: 'Over quota in the words of Dovecot, Exim, Exchange, Gmail, Yahoo, KDDI, IMail, qmail',
    words:
      /\bover ?-?(the |his |her |its |their )?(disk |storage |mail |mailbox |e-?mail )?quota|\b(disk|mail|mailbox|storage|user|account|e-?mail|inbox|folder|hard|soft|domain)('s)? ?-?quota|\bquota\b.{0,30}(exceed|exhaust|full|reach|violat|excee|error|limit)|exceed\w{0,4}.{0,40}\b(storage|quota|disk|space|mailbox|inode|allocation|allotted|mailbox size)|(mail ?box|inbox|in-box|mail ?folder|mail ?drop|account|disk|user'?s? mail|partition|file ?system)('s)?( size| storage| disk| space| limit)?.{0,60}\b(is |are |was |been |almost |currently |too |now )?(full|exceed(ed|s|ing)?|overflow\w*|overfull|out of space|over (size|the size|limit|capacity|storage)|lack of space)\b|\b(full|overfull) (mail ?box|inbox)|mail ?box (storage |size )?(limit|capacity)|(blocks|inode) limit|(insufficient|not enough|no|lack of|out of|run out of|low on) (disk |storage |mailbox |mail |free |available )?(space|storage)\b.{0,30}\b(mailbox|user|account|recipient|left|for|to store)|user (has )?too many messages|has too many (messages|e-?mails|mails)|(number|count) of messages .{0,40}(exceed|limit)|capacity (is )?(exceeded|full)|storage( is)? full|exhausted .{0,20}(storage|space)|exceeds allowed size|storage (limit|allocation|space)|no (more )?room (in|for)/,
    except:
      /(sending|send|daily|hourly|outgoing) (message |mail )?quota|rate ?-?limit|(rate|send|sending) limit|^e-?mail quota exceeded|(message|mail|e-?mail) quota (for|per|of) (sender|outgoing)/,
  },
  {
    id: 'mailbox-full-translated',
    class: 'mailbox-full',
    provider: 'Orange, Mail.ru, KDDI, QQ and others',
    source: 'Mailbox full, in the languages of translated-full.ts',
    words: translatedMailboxFull,
  },
  {
    id: 'content',
    class: 'content',
    provider: 'any',
    source: 'Viruses, attachments, line ends, headers: ClamAV, Postfix, Gmail, Amazon SES, qmail',
    words:
      /\bvirus|malware|infected|\bworm\b|trojan|\b(illegal|prohibited|dangerous|executable|banned|forbidden|blocked|unsafe|disallowed|invalid) (attachment|file|content|extension)|\battachment\b|bare (lf|cr|line ?feed|newline)|line (length|too long)|8-?bit|non-?ascii|smtputf8|\bmime\b|charset|malformed (message|header|mime|mail)|(duplicate|missing|multiple|invalid|illegal|bad|malformed|too many|no|wrong) ['"]?[a-z-]{0,20}['"]? ?headers?\b|\bheaders? (error|line|field|missing|invalid|is|not)|multiple .{0,20}addresses in from|rfc ?-?(822|2822|5322)\b|message (format|content|body|text|header)|data format|duplicate message|message (is )?(empty|blank)|not comply with|not compliant/,
    except: /content-?type: |ube|spam/,
  },
  {
    id: 'failed-lookup',
    class: 'temporary',
    provider: 'any',
    source:
      'The server could not check the address, whatever else it says: a directory or database failed',
    permanent: false,
    words:
      /\b(ldap|sql|mysql|database|directory|backend|back-end|user ?db|mailbox server)( (lookup|server|query|service|database))? (is )?(unknown )?(lookup failed|error|failed|failure|unreachable|not reachable|unavailable|not available|down|timed? ?out)|too many hops|\b(service|server|mailbox|account) migration in progress|when verifying (the )?sender/,
    except:
      /\b(user|recipient|mailbox|address)s? (is )?(unknown|not found|does not exist) in (the |our )?(ldap|sql|database|directory)/,
  },
  {
    id: 'system-state',
    class: 'temporary',
    provider: 'any',
    source:
      'Timeouts, lost connections, full disks, errors of the system, after which a server gave up',
    permanent: false,
    enhanced: /^$|^[45]\.[0-6]\.\d+$/,
    words:
      /time(d)? ?-?out|(connection|session|transport|channel|socket) (was |is |has been )?(unexpectedly )?(refused|reset|lost|timed|failed|failure|closed|terminated|attempts? failed|aborted)|lost connection|closed (the |its )?(connection|session|transmission|channel|transport)|connection to .{0,40}\bclosed|command died|(could|can) not (connect|establish)|unable to (connect|establish|contact|reach)|was not able to establish|did not (accept our requests|respond|answer)|have been failing|connection died|no (route|answer|response) (found )?(to|from)|no route found|network (is )?(unreachable|error|failure)|host (is )?(unreachable|not reachable|down|not responding)|delivery (time|attempts?) (expired|exhausted)|(message|e-?mail|envelope|retry|delivery|queue|retention) (has )?(been )?(\w{1,12} )?(expired|time ?out|timeout|too long)|been in the queue too long|expired (in the|after|before)\b|for the last \d{1,9} (seconds|minutes|hours|days)|too old|(gave|giv(e|en|ing)) up (after|on)|delivery failed \d{1,4} attempts|cannot send (message )?(for|within)|could not be delivered (for|within)|\b(local|system|configuration|internal|server|software|config|program|temporary|unexpected|database|i\/o|ldap|backend|storage|processing|queue|mailer|resource|dns|directory|lookup) ?(configuration |server |system |service |lookup )?(error|failure|failed|problem|outage|unavailable|not available|did not complete)|unable to open database|upstream error|can not create output|\btemporar(y|ily)\b|try(ing)? (again|later|it later)|retry|service (is |was )?(currently |temporarily |not )?(unavailable|available)|(server|system|service) (is )?(too )?(busy|overloaded|down|offline|maintenance|unavailable)|(loop|looping|too many hops|hop count|mail loop|routing loop)|insufficient (system )?(storage|resources|disk|memory|space)|out of memory|no space left|overload|deferred|resources|greylist|not accepting (messages|mail) (at this time|now)|unknown mailer|command output|exit(ed)? (with )?(status|code)|user defined signal/,
    except:
      /(mailbox|user|recipient|account|address) (is |was |does |has |could |be ){0,3}(unknown|not exist|not found|no such|not be found)|mailbox unavailable(?!.{0,40}\b(?:try|retry|later|maintenance)\b)|no such (user|recipient|mailbox)|unknown (user|recipient)|rate ?-?limit|host (or domain name )?(unknown|not found)|domain .{0,40}(not found|not exist|be found|not reachable)|nxdomain|null mx/,
  },
];
