/** Where in the dialogue a reply came. */
export type Stage = 'connect' | 'mail' | 'rcpt' | 'data';

/** A refusal by the relay. */
export interface Reply {
  stage: Stage;
  /** 4xx or 5xx. */
  code: number;
  text: string;
}

/**
 * Whose fault a refusal is: `later` (come back), `address` (the mailbox does not exist: suppress it),
 * `us` (our policy, reputation or credentials: suppress nobody, stop when it goes on), `row` (this mail only).
 */
export type Fault = 'later' | 'address' | 'us' | 'row';

interface Rule {
  fault: Fault;
  stage?: Stage;
  code?: number;
  /** The enhanced status code (RFC 3463) that the reply must carry. */
  enhanced?: RegExp;
  /** Words of the reply; they count where no enhanced code says what happened. */
  text?: RegExp;
  /** The reply or the standard that the rule stands for. */
  source: string;
}

/** Read from the top; the first rule that matches a 5xx decides. */
const rules: Rule[] = [
  { fault: 'us', enhanced: /^5\.7\.\d+$/, source: 'RFC 3463 3.8: security or policy status' },
  {
    fault: 'us',
    stage: 'mail',
    source: 'RFC 5321 3.3: the answer to MAIL speaks of the sender; no recipient is named yet',
  },
  { fault: 'us', enhanced: /^5\.1\.[78]$/, source: 'RFC 3463 3.2: bad sender’s mailbox or system address' },
  { fault: 'address', stage: 'rcpt', enhanced: /^5\.1\.1$/, source: 'RFC 3463: bad destination mailbox address' },
  { fault: 'address', stage: 'rcpt', enhanced: /^5\.1\.2$/, source: 'RFC 3463: bad destination system address' },
  {
    fault: 'address',
    stage: 'rcpt',
    enhanced: /^5\.1\.3$/,
    source: 'RFC 3463: bad destination mailbox address syntax',
  },
  { fault: 'address', stage: 'rcpt', enhanced: /^5\.1\.6$/, source: 'RFC 3463: destination mailbox has moved' },
  { fault: 'address', stage: 'rcpt', enhanced: /^5\.1\.10$/, source: 'RFC 7505: recipient address has null MX' },
  { fault: 'us', code: 530, text: /./, source: 'RFC 4954: authentication required' },
  { fault: 'us', code: 534, text: /./, source: 'RFC 4954: authentication mechanism is too weak' },
  { fault: 'us', code: 535, text: /./, source: 'RFC 4954: authentication credentials invalid' },
  { fault: 'us', code: 538, text: /./, source: 'RFC 4954: encryption required for the mechanism' },
  {
    fault: 'us',
    text: /\b(spam|blocked|block ?list|black ?list|denied|reputation|polic(y|ies)|relay(ing)?\b.*(denied|not))/i,
    source: 'Postfix: "554 5.7.1 Relay access denied"; Spamhaus, Barracuda and Microsoft block lists',
  },
  {
    fault: 'address',
    stage: 'rcpt',
    code: 550,
    text: /user (is )?unknown|unknown (user|recipient|mailbox)|no such (user|recipient|mailbox|person)/i,
    source: 'Postfix: "550 … User unknown in virtual mailbox table"; Exim: "550 Unknown user"',
  },
  {
    fault: 'address',
    stage: 'rcpt',
    // Not "unavailable": RFC 5321 has that word for a mailbox that policy keeps from us as well.
    text: /(mailbox|recipient|account|address|user)\b.{0,60}\b(not found|does not exist|doesn't exist|not exist|invalid)/i,
    source: 'Gmail: "550-5.1.1 The email account that you tried to reach does not exist"; Yahoo: "554 … not found"',
  },
  { fault: 'us', code: 554, text: /./, source: 'RFC 5321 4.2.2: transaction failed; policy where no code says else' },
];

/** Decides by the table; a 4xx always means later. Anything else that is permanent is about the row. */
export function faultOf({ stage, code, text }: Reply): Fault {
  if (code < 500) return 'later';
  const enhanced = enhancedCode(text);
  const words = saysNothing(enhanced) ? text : '';
  const rule = rules.find(
    (rule) =>
      (rule.stage ?? stage) === stage &&
      (rule.code ?? code) === code &&
      (rule.enhanced?.test(enhanced) ?? true) &&
      (rule.text?.test(words) ?? true),
  );
  return rule?.fault ?? 'row';
}

/** The enhanced status code (RFC 3463) in a reply's text, such as `5.1.1`; else ''. */
export function enhancedCode(text: string): string {
  return /(?:^|[\s-])([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(text)?.[1] ?? '';
}

/** No enhanced code, or one of those that say nothing: the words decide. Any other has decided. */
export function saysNothing(enhanced: string): boolean {
  return ['', '5.0.0', '5.1.0', '5.3.0', '5.5.0'].includes(enhanced);
}
