import type { Rule } from '../reply.ts';

/**
 * Codes that say too little to contradict the words: none, those of the address, disabled
 * mailboxes, routes, protocol, 5.7.0 and 5.7.1.
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

/** The same in other languages. */
const unknownMailboxAbroad =
  /(benutzer|empf(ä|ae)nger|postfach|adresse|konto|mailbox|nutzer)\b.{0,40}(nicht bekannt|unbekannt|nicht gefunden|existiert nicht|nicht vorhanden|ungültig|gibt es nicht)|unbekannte[rn]? (benutzer|empf|adress|nutzer)|(adresse|utilisateur|destinataire|bo[iî]te|compte|usager).{0,60}(inconnue?|invalide|inexistante?|introuvable|n'existe (pas|plus)|non trouv|erron)|(usuario|buz[oó]n|cuenta|direcci[oó]n|destinatario|casilla).{0,40}(no existe|desconocid|inexistente|inv[aá]lid|no encontrad|no v[aá]lid)|(usu[aá]rio|caixa( postal)?|conta|endere[cç]o|destinat[aá]rio).{0,40}(n[aã]o existe|desconhecid|inexistente|inv[aá]lid|n[aã]o encontrad)|(utente|casella|indirizzo|destinatario|account).{0,40}(sconosciut|inesistente|non esist|non trovat|non valid)|(gebruiker|ontvanger|mailbox|adres).{0,40}(onbekend|bestaat niet|niet gevonden|ongeldig)|(u[zż]ytkownik|adres|skrzynka|konto|odbiorca).{0,40}(nie istnieje|nieznan|nie znalezion)|brak (takiego )?u[zż]ytkownika|nie ma takiego|(uživatel|adresát|schránka|adresa).{0,40}(neexist|neznám)|(kullanıcı|alıcı|adres).{0,40}(bulunamadı|bilinmiyor|geçersiz|mevcut değil)|(пользовател|ящик|адрес|получател|аккаунт|учетная запись).{0,60}(не существу|не найден|неизвест|не зарегистрирован|отсутству|удал[её]н)|(нет|неизвестный) (такого )?(пользовател|получател|ящик|адрес)|(宛先|あて先|メールアドレス|ユーザー?|受信者|アドレス|メールボックス).{0,60}(見つかりません|存在しません|不明|ありません|見つからない|存在しない)|(用户|收件人|邮箱|邮件地址|帐号|账号).{0,20}(不存在|未找到|无效|不正确)|不存在|ディレクトリ.{0,20}(ありません|見つかりません)/;

const disabledWords =
  '(?:disabled|inactive|de-?activated|discontinued|closed|terminated|cancell?ed|expired|archived|dormant|abandoned|retired|not (?:yet )?activ(?:e|ated)|expirad[oa]|inattiv[oa]|no longer (?:active|in use|used|available|in service|accept\\w{0,3}|maintained)|receiving disabled|not enabled|revoked|unused|out of (?:use|service)|decommissioned|non ?actif|d[ée]sactiv[ée]e?|ferm[ée]|archiv[ée]e|inactiv[oa]|desactivad[oa]|deshabilitad[oa]|desativad[oa]|disattivat[oa]|deaktiviert|stillgelegt|geschlossen|отключен|неактивен|удален|停止|禁用|停用)';

const mailboxOrSuch = `(?:${mailbox}|domain user|it|casilla|usuario|utente|casella|indirizzo|boite|bo[iî]te du destinataire|compte|cuenta|buz[oó]n|conta|caixa|konto|postfach|account|ящик|аккаунт|邮箱|用户|账号)`;

const disabledMailbox = new RegExp(
  `\\b${mailboxOrSuch}.{0,60}${disabledWords}|\\b${disabledWords} (?:\\w{1,12} ){0,2}${mailbox}\\b|(?:邮箱|用户|账号|帐号).{0,20}(?:停用|禁用|冻结)|(?:@|^\\w{1,64}) is (?:now )?disabled|(?:due to|because of|for) (?:inactivity|lack of use|non-?use)|per inutilizzo|por falta de uso|wegen inaktivität`,
);

const suspendedWords =
  '(?:suspended|frozen|(?:temporar(?:il)?y |been |is )locked|(?:temporarily|currently) (?:disabled|inactive|deactivated|blocked|unavailable|suspended|not available)|on hold|over ?due|not paid|quarantined|gesperrt|suspendid[oa]|suspendu|sospes[oa]|заблокирован|冻结)';

const suspendedMailbox = new RegExp(
  `\\b(?:${mailboxOrSuch})\\b.{0,60}${suspendedWords}|\\b(?:suspended|frozen|locked) (?:\\w{1,12} ){0,2}${mailbox}\\b|account (?:has been |is |was )?blocked|vacation hold|not (?:currently )?(?:being )?accepted for`,
);

const unknownDomain =
  /\b(host|domain|mail domain|domain name|host name|hostname|server name|destination domain|site)( or domain name)?\b.{0,50}?\b(unknown|does not exist|not (be )?(found|resolved|exist\w{0,2}|known|valid|reachable|locatable)|non-?existent|invalid|has no (mx|mail|a record|dns)|does not (accept|receive|handle|have|resolve)|cannot be resolved|unresolvable|lookup (error|failure|failed))|\b(unknown|no such|invalid|bad|illegal|non-?existent|unrouteable|unroutable|unresolvable) (mail |destination |recipient |remote |target |host\/)?(host|domain)|(could|can|did) not (find|resolve|locate) (any |the |an? )?(host|domain|mx|mail ?server|mail ?exchanger|dns|ip)|nxdomain|null ?mx|no (valid |usable )?(mx|mail ?exchangers?|mail servers?|a or mx|mx or a|mx\/a)\b.{0,30}(found|record|for|exist|host)|mx (or srv )?record.{0,40}(no smtp service|non-existent|does not|invalid|local ?host|not)|name service error.{0,80}(host not found|not found|malformed|no (address|mx|data)|host found but no data)|all relevant mx|unable to (get|resolve|find) (the )?(mx|host|domain)|dns (error|failure|lookup|resolution).{0,60}(not exist|no such|not found|nxdomain|domain)|no smtp service|does not (accept|receive) (any )?(e-?mail|mail|messages)|unrouteable mail domain|domain (is )?not (reachable|hosted)|(хост|домен).{0,30}(не найден|не существует)|domain existiert nicht|domaine (inconnu|inexistant)|dominio (no existe|inexistente)/;

/** Refusals of the address. Read after all that is about us, the mail or the moment. */
export const addressRules: Rule[] = [
  {
    id: 'before-recipient',
    class: 'about-us',
    provider: 'any',
    source:
      'RFC 5321 3.3: the greeting and the answer to MAIL speak of the sender; no recipient is named yet',
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
    id: 'mailbox-disabled',
    class: 'mailbox-disabled',
    provider: 'any',
    source: 'Gmail, Yahoo, Mail.ru, Postfix: disabled, inactive, discontinued, archived',
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
    mark: /delivery error: dd/,
    words: unknownMailbox,
  },
  {
    id: 'unknown-after-data',
    class: 'unknown',
    provider: 'Docomo, m-FILTER, content filters',
    source:
      'Unknown user in answer to the data: a filter of the recipient says so of living mailboxes; 5.1.1 is believed',
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
      'User unknown in German, French, Spanish, Portuguese, Italian, Dutch, Polish, Czech, Turkish, Russian, Japanese, Chinese',
    enhanced: open,
    words: unknownMailboxAbroad,
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

/** Read before the states of mail systems, which use the same words of time. */
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
