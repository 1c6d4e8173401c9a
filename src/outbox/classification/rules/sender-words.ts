/** The sender's address; not the person to whom a report is returned. */
const sender =
  "(?<!\\b(?:to|notify|inform|dear) (?:the |its |our )?)\\b(?:sender|originator|reverse[ -]path|(?:return|reply|reply-to|bounce|from:?|originating|sending|greeting)[ -](?:e-?mail )?(?:address|account|mailbox))(?:'s)?\\b";

/** The words between the sender and the refusal, which do not name the recipient. */
const gap = '(?:(?!\\b(?:recipients?|rcpt|user|you|addressee)\\b).){0,40} ';

const refused =
  '(?:rejected|denied|invalid|unknown|failed|failure|blocked|refused|banned|unverified|missing|bad|malformed|exist|found|allowed|accepted|permitted|valid|unauth?ori[sz]ed|authori[sz]ed|resolve\\w?|verified|misformatted|blacklisted|restricted|required|disabled|suspended|deleted|removed|closed|expired|inactive|terminated|registered|listed|known|recogni[sz]ed|match\\w{0,3})\\b';

const strange =
  '\\b(?:invalid|unknown|no such|bad|unverified|unverifiable|rejected|blocked|unauthori[sz]ed|illegal|(?:domain of|verify|verification of|trust)(?: the)?)';

/** Refusals of the sender's address, host or account. */
export const refusedSender = new RegExp(
  [
    sender + gap + refused,
    `${strange} (?:envelope )?(?:sender|return-?path|mail ?from|from|(?:return|reply|reply-to|bounce|greeting) address)\\b`,
    "sender(?:'s)? domain|domain (?:in|of) (?:the )?(?:from|return)\\b|^\\W{0,9}verification failed for|\\bcall-?(?:out|back|ahead)\\b",
    'bad ?mail ?from|mail(?:-| )?from\\b.{0,60}\\b(?:rejected|denied|invalid|unknown|not|must|mismatch|does|bad|domain)',
    'return[- ]path\\b|envelope (?:sender|from)|from address|\\baddress in from\\b|(?:from|reply-to):? header|from:? domain|valid from',
    '(?<!if )your (?:ip|host|server|domain|network|mail server|provider|address(?! ?book)|computer|isp|e-?mail address)\\b|(?<!for )your (?:e-?mail )?(?:account|mailbox)\\b|your sending|you are not an? ',
    '(?:invalid|illegal) domain name',
  ].join('|'),
);
