import { enhancedCode, faultOf, saysNothing } from '../outbox/replies.ts';
import { keptStatus } from './event.ts';

/** What a failure says of an address: that it is dead, that this mail did not get through, nothing at all. */
export type Verdict = 'hard' | 'soft' | 'none';

interface Rule {
  verdict: Verdict;
  /** Enhanced status codes. */
  status: RegExp;
  /** What the standard has for them. */
  source: string;
}

/** Read from the top; the first rule decides. */
const rules: Rule[] = [
  { verdict: 'none', status: /^2\./, source: 'RFC 3463 2: success' },
  { verdict: 'none', status: /^4\.7\./, source: 'RFC 3463 3.8: security or policy, such as greylisting' },
  { verdict: 'soft', status: /^4\./, source: 'RFC 3463 2: transient, and given up' },
  { verdict: 'hard', status: /^5\.1\.1$/, source: 'RFC 3463 3.2: bad destination mailbox address' },
  { verdict: 'hard', status: /^5\.1\.2$/, source: 'RFC 3463 3.2: bad destination system address' },
  { verdict: 'hard', status: /^5\.1\.3$/, source: 'RFC 3463 3.2: bad destination mailbox address syntax' },
  {
    verdict: 'hard',
    status: /^5\.1\.6$/,
    source: 'RFC 3463 3.2: destination mailbox has moved, no forwarding address',
  },
  { verdict: 'none', status: /^5\.1\.[78]$/, source: 'RFC 3463 3.2: bad sender’s address' },
  { verdict: 'hard', status: /^5\.1\.10$/, source: 'RFC 7505: recipient address has null MX' },
  { verdict: 'soft', status: /^5\.1\./, source: 'RFC 3463 3.2: the rest, such as an ambiguous mailbox' },
  { verdict: 'hard', status: /^5\.2\.1$/, source: 'RFC 3463 3.3: mailbox disabled' },
  { verdict: 'soft', status: /^5\.2\.2$/, source: 'RFC 3463 3.3: mailbox full' },
  { verdict: 'none', status: /^5\.2\.3$/, source: 'RFC 3463 3.3: message length exceeds an administrative limit' },
  { verdict: 'soft', status: /^5\.2\./, source: 'RFC 3463 3.3: the rest' },
  { verdict: 'none', status: /^5\.3\.4$/, source: 'RFC 3463 3.4: message too big for system' },
  { verdict: 'soft', status: /^5\.3\./, source: 'RFC 3463 3.4: mail system status' },
  { verdict: 'soft', status: /^5\.4\./, source: 'RFC 3463 3.5: network and routing; a name server of ours may be ill' },
  { verdict: 'none', status: /^5\.5\./, source: 'RFC 3463 3.6: protocol; our fault or theirs' },
  { verdict: 'none', status: /^5\.6\./, source: 'RFC 3463 3.7: content or media; RFC 5248 has more of them' },
  {
    verdict: 'none',
    status: /^5\.7\./,
    source: 'RFC 3463 3.8, RFC 5248: security or policy; a block is not the reader’s doing',
  },
];

/** Faults of a reply without a code that says something, as verdicts. */
const ofFault = { address: 'hard', us: 'none', row: 'soft', later: 'soft' } as const;

const severity: Verdict[] = ['none', 'soft', 'hard'];

/** The mildest of several verdicts; a doubt speaks for the reader. */
export function mildest(verdicts: Verdict[]): Verdict | undefined {
  return severity.find((verdict) => verdicts.includes(verdict));
}

/**
 * What a status code and the text of a server say, by the codes in both of them; the words count where no code says anything.
 * @returns undefined where neither does
 */
export function verdictOf(status: string | undefined, diagnostic: string | undefined): Verdict | undefined {
  const text = (diagnostic ?? '').slice(0, 4000);
  const codes = [keptStatus(status) ?? '', enhancedCode(text)].filter((code) => !saysNothing(code));
  const verdict = mildest(codes.flatMap((code) => rules.find((rule) => rule.status.test(code))?.verdict ?? []));
  if (verdict !== undefined) return verdict;
  const [, code] = /(?:^|[\s;-])([45]\d\d)(?=[\s-])/.exec(text) ?? [];
  return code === undefined ? undefined : ofFault[faultOf({ stage: 'rcpt', code: Number(code), text })];
}
