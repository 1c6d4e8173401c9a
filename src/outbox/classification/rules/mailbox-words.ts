/** What a server calls a mailbox or its owner. */
const mailboxName =
  '(?:user ?(?:name|id)?|mail ?-?(?:box|user|account|drop)|(?:e-?mail |mail )?account|recipients?|addressees?|address(?:es)?|in-?box|alias|local[ -]?part|customer|subscriber|destination(?! system)|rcpt|person|employee|member)';

const mailbox = `(?:e-?mail|${mailboxName})`;

/**
 * The words between a mailbox and its state. A server, a connection or a message between them is
 * what the state is about: `the recipient’s server closed the connection`.
 */
const gap =
  '(?:(?!\\b(?:servers?|system|host|connection|session|transport|database|backend|store|storage|ldap|dns|lookup|certificate|messages?|program|process|service|validation|verification|response|attribute|queue|smtp|polic(?:y|ies)|ip)\\b).){0,60}?';

/** `Unknown` and the like describe what follows them: `mailbox: unknown error`. */
const ofMailbox =
  '(?! (?:error|reason|cause|failure|problem|response|exception|senders?|clients?|sources?|hosts?|servers?|mailer|maildir|path|directory|command|argument|parameter|option|format|content|type|character|charset|header|attachment|certificate|state|status|sequence))';

const absent = [
  `(?:unknown|invalid|non-?exist(?:e|a)nt|nonexisting|un ?rout(?:e)?able|undeliverable|incorrect|misspelled|ambiguous|obsolete)${ofMailbox}`,
  '(?:no longer|not|never) (?:be |been |a |an |longer |currently |yet )?(?:exi\\w{1,5}|found|located|known|valid|recogni[sz]ed|listed|registered|here|local|our|on (?:this|the|our|server)|unique|present|hosted|deliverable|defined|match\\w{0,3}|with us|at this|a member of domain|verified|ok\\b|in (?:our|the|this)|have an?|existed|provisioned|resolved|identified)',
  // A mailbox that is unavailable for a reason of the system, or until later, exists.
  '(?:unavailable|not available)(?!.{0,40}\\b(?:try|retry|later|maintenance|right now|moment|at this time|lock))',
  '(?:has|have|was|were|is|been) (?:moved|removed|deleted|left|gone)',
].join('|');

const strange =
  '(?:unknown|no such|invalid|illegal|non-?exist[ae]nt|inexist(?:ent|ing)|bad|un ?recogni[sz]ed|unresolvable|unroutable|unrouteable|undefined|unavailable|wrong|no matching|no valid|not an?|not a valid|not a known|undeliverable)';

export const unknownMailbox = new RegExp(
  [
    `(?<!\\b(?:ip|source|client|host|remote|network|(?:server|system)(?: (?:for|of))?(?: this| the)?) )\\b${mailbox}\\b${gap}\\b(?:${absent})(?!\\w)`,
    `\\b${mailboxName} (?:moved|removed|deleted)\\b`,
    `\\b${strange} (?:(?!system|ip|source|client|host|remote|relay|from|mx)\\w{1,16} ){0,2}${mailbox}\\b(?! error| in .{0,20}header)`,
    `\\bno (?:such )?(?:${mailbox}|one|body|entry) (?:\\w{1,12} ){0,3}(?:here|found|named|exists?|by that name|with (?:that|this)|at (?:this|that)|matching|available)`,
    `(?:could|can|did|was|were) not (?:able to )?(?:find|locate|be found|identif|resolve|recogni[sz]e)\\w{0,3} [^.]{0,30}${mailbox}`,
    `unable to (?:find|locate|resolve) [^.]{0,30}${mailbox}`,
    'do(?:es)? not have (?:an? .{0,60}(?:account|mailbox|user)|this user)|non répertorié',
    `@ ?[.:]{0,3} (?:is |was |has been )?(?:unknown${ofMailbox}|not found(?! in)|invalid${ofMailbox}|not valid|no longer (?:exists?|(?:an? )?(?:valid|active|existing))|does not exist|not exist|removed|deleted)|@ has (?:moved|changed|left)|user ?unknown|(?:not|un)known here|not handle mail for|no longer an? (?:employee|member|user|customer)|not our customer|(?:not|no user) (?:listed |found |defined )?in .{0,50}(?:directory|address ?book|table|recipient list(?! of))|not exists? that user|not user of this server|not in my valid(?:rcpt|recipient)to|in my bad(?:rcpt|recipient)to|envelope recipient has been denied|server rejected recipients`,
    '(?:no longer|not) (?:(?:works?|working|employed) (?:at|for|here|with|in)\\b|with (?:us\\b|(?:the|this|our) (?:company|organi)))|left the (?:company|organi)',
    'no mailbox here|nobody (?:here|by that name)|no such (?:name|person|login|local)|addressee unknown|user has moved|mailbox (?:has )?moved|not a valid mailbox',
    '(?:address|recipient) (?:has |was )?(?:been )?(?:replaced|changed)\\b|address was not found|address could not be found|was not found at|recipient name is not recogni[sz]ed|as the address does not exist',
  ].join('|'),
);

/** The mailbox is permanently closed. */
const closedWords =
  '(?:closed|terminated|discontinued|cancell?ed|expired|archived|abandoned|retired|expirad[oa]|not in use|no longer (?:active|in use|used|available|in service|accept\\w{0,3}|maintained)|unused|out of (?:use|service)|decommissioned|ferm[ée]e?|archiv[ée]e|cerrad[oa]|encerrad[oa]|chius[oa]|stillgelegt|geschlossen|gel(?:ö|oe)scht|eliminad[oa]|supprim[ée]e?|удален|закрыт|注销|已删除|廃止|閉鎖|退会|삭제|탈퇴)';

/**
 * The mailbox exists but accepts no email (RFC 3463 3.3). Its owner or an operator may enable it
 * again.
 */
const disabledWords =
  '(?:disabled|inactive|de-?activated|dormant|not (?:yet )?activ(?:e|ated)|in(?:at|att)iv[oa]|nieaktywn|receiving disabled|not enabled|revoked|non ?actif|d[ée]sactiv[ée]e?|inactiv[oa]|desactivad[oa]|deshabilitad[oa]|desativad[oa]|disattivat[oa]|deaktiviert|inaktiv|отключен|неактивен|停止|禁用|停用|無効|휴면|정지)';

const mailboxOrSuch = `(?:${mailboxName}|domain user|casilla|usuario|utente|casella|indirizzo|boite|bo[iî]te du destinataire|compte|cuenta|buz[oó]n|conta|caixa|konto|postfach|account|ящик|аккаунт|邮箱|用户|账号|帐号|アカウント|メールアドレス|ユーザー?|계정)`;

const stateOfMailbox = (words: string, ...others: string[]): RegExp =>
  new RegExp(
    [
      `(?<!\\w|\\b(?:to|for|with) (?:the |this )?)${mailboxOrSuch}s?(?![a-z])${gap}${words}`,
      `\\b${words} (?:\\w{1,12} ){0,2}${mailbox}\\b`,
      ...others,
    ].join('|'),
  );

export const closedMailbox = stateOfMailbox(closedWords);

export const disabledMailbox = stateOfMailbox(
  disabledWords,
  '(?:邮箱|用户|账号|帐号).{0,20}(?:停用|禁用|冻结)',
  '(?:@|^\\w{1,64}) is (?:now )?disabled',
  '(?:due to|because of|for) (?:inactivity|lack of use|non-?use)|per inutilizzo|por falta de uso|wegen inaktivität',
);

const suspendedWords =
  '(?:suspended|frozen|(?:temporar(?:il)?y |been |is )locked|(?:temporarily|currently) (?:disabled|inactive|deactivated|blocked|unavailable|suspended|not available)|on hold|over ?due|not paid|quarantined|gesperrt|suspendid[oa]|suspendu|suspens[oa]|sospes[oa]|bloquead[oa]|bloqu[ée]e?\\b|bloccat[oa]|zablokowan|заблокирован|冻结|锁定)';

export const suspendedMailbox = new RegExp(
  `(?<!\\w)(?:${mailboxOrSuch})(?![a-z]).{0,60}${suspendedWords}|\\b(?:suspended|frozen|locked) (?:\\w{1,12} ){0,2}${mailbox}\\b|(?:account|mailbox|user|recipient) (?:for @ |@ )?(?:has been |is |was )?(?:blocked|locked)\\b(?! (?:by|for|from|due|using|because))|vacation hold|not (?:currently )?(?:being )?accepted for`,
);

export const unknownDomain =
  /\b(host|domain|mail domain|domain name|host name|hostname|server name|destination domain|site)( or domain name)?\b.{0,50}?\b(unknown|does not exist|not (be )?(found|resolved|exist\w{0,2}|known|valid|reachable|locatable)|non-?existent|invalid|has no (mx|mail|a record|dns)|does not (accept|receive|handle|have (an? |any )?(valid )?(mx|mail|a record|dns|record|address)|resolve)|cannot be resolved|unresolvable|lookup (error|failure|failed))|\b(unknown|no such|invalid|bad|illegal|non-?existent|unrouteable|unroutable|unresolvable) (mail |destination |recipient |remote |target |host\/)?(host|domain)|(could|can|did) not (find|resolve|locate) (any |the |an? )?(host|domain|mx|mail ?server|mail ?exchanger|dns|ip)|nxdomain|null ?mx|no (valid |usable )?(mx|mail ?exchangers?|mail servers?|a or mx|mx or a|mx\/a)\b.{0,30}(found|record|for|exist|host)|mx (or srv )?record.{0,40}(no smtp service|non-existent|does not|invalid|local ?host|not)|name service error.{0,80}(host not found|not found|malformed|no (address|mx|data)|host found but no data)|all relevant mx|unable to (get|resolve|find) (the )?(mx|host|domain)|dns (error|failure|lookup|resolution).{0,60}(not exist|no such|not found|nxdomain|domain)|no smtp service|does not (accept|receive) (any )?(e-?mail|mail|messages)|unrouteable mail domain|domain (is )?not (reachable|hosted)|(хост|домен).{0,30}(не найден|не существует)|domain\b.{0,30} existiert nicht|domaine\b.{0,30} (inconnu|inexistant)|dominio\b.{0,30} (no existe|inexistente)/;
