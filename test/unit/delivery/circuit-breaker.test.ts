import { expect, test } from 'vitest';
import { CircuitBreaker, type Trip } from '../../../src/delivery/circuit-breaker.ts';
import { classifyReply, type Fault } from '../../../src/outbox/classification/consequence.ts';

/** The trips caused by a sequence of results. */
function trips(verdicts: { domain: string; fault: Fault | null }[]): Trip[] {
  const breaker = new CircuitBreaker();
  return verdicts.flatMap(
    (verdict) => breaker.note({ digestId: 1, reason: '550 5.7.1', ...verdict }) ?? [],
  );
}

const many = (count: number, of: (n: number) => { domain: string; fault: Fault | null }) =>
  Array.from({ length: count }, (_, n) => of(n));

test('50 consecutive refusals of us over three domains pause the digest', () => {
  const refusals = many(50, (n) => ({ domain: `d${n % 3}`, fault: 'us' }));
  expect(trips(refusals.slice(0, 49))).toEqual([]);
  expect(trips(refusals)).toMatchObject([
    { kind: 'pause-digest', digestId: 1, isImplausible: false },
  ]);
});

test('50 consecutive refusals from two domains pause only the domains', () => {
  expect(trips(many(50, (n) => ({ domain: `d${n % 2}`, fault: 'us' })))).toMatchObject([
    { kind: 'pause-domain' },
  ]);
});

test('an accepted message ends the sequence of refusals', () => {
  expect(
    trips([
      ...many(49, (n) => ({ domain: `d${n % 3}`, fault: 'us' as const })),
      { domain: 'd0', fault: null },
      { domain: 'd1', fault: 'us' },
    ]),
  ).toEqual([]);
});

test('a message accepted by a domain ends its sequence of refusals', () => {
  const bad = many(49, () => ({ domain: 'bad', fault: 'us' as const }));
  expect(trips([...bad, { domain: 'bad', fault: null }, ...bad])).toEqual([]);
});

test('refusals of one domain pause only that domain', () => {
  const verdicts = many(200, (n) =>
    n % 4 === 0 ? { domain: 'bad', fault: 'us' as const } : { domain: `good${n}`, fault: null },
  );
  expect(trips(verdicts)).toMatchObject([{ kind: 'pause-domain', domain: 'bad' }]);
});

/**
 * `of` results with `count` evenly spread `fault`s over `domains` domains; the last result is one
 * of them.
 */
const share = (count: number, of: number, fault: Fault, domains: number) =>
  many(of, (n) =>
    Math.floor(((n + 1) * count) / of) > Math.floor((n * count) / of)
      ? { domain: `d${n % domains}`, fault }
      : { domain: 'ok', fault: null },
  );

test('more than 5 % of the last 1,000 over three domains pause the digest; 5 % do not, nor do fewer results', () => {
  expect(trips(share(50, 1000, 'us', 7))).toEqual([]);
  expect(trips(share(51, 1000, 'us', 7))).toMatchObject([
    { kind: 'pause-digest', isImplausible: false },
  ]);
  expect(trips(share(200, 999, 'us', 7))).toEqual([]);
});

test('only the last 1,000 results count', () => {
  expect(trips(share(90, 2000, 'us', 7))).toEqual([]);
});

test('more than 5 % of the last 1,000 from one domain alone pause that domain', () => {
  expect(trips(share(51, 1000, 'us', 1))).toMatchObject([{ kind: 'pause-domain', domain: 'd0' }]);
});

test('more than 20 % unknown recipients of the last 500 pause the digest, and are not believed', () => {
  expect(trips(share(100, 500, 'address', 7))).toEqual([]);
  expect(trips(share(101, 500, 'address', 7))).toMatchObject([
    { kind: 'pause-digest', isImplausible: true },
  ]);
  expect(trips(share(400, 499, 'address', 7))).toEqual([]);
});

test('a burst trips once: the same refusals do not count again', () => {
  const more = many(20, () => ({ domain: 'd0', fault: 'address' as const }));
  expect(trips([...share(101, 500, 'address', 7), ...more])).toHaveLength(1);
});

test('a refusal of the row or a temporary one trips nothing', () => {
  for (const fault of ['row', 'later'] as const)
    expect(trips(share(1200, 1200, fault, 7))).toEqual([]);
});

test.for([
  ['rcpt', 550, '5.1.1 The email account that you tried to reach does not exist', 'address'],
  ['rcpt', 550, 'User unknown in virtual mailbox table', 'address'],
  ['rcpt', 556, '5.1.10 Recipient address has null MX', 'row'],
  ['rcpt', 550, '5.7.1 Service unavailable, client host blocked', 'us'],
  ['data', 554, '5.7.1 Message rejected as spam by content filtering', 'us'],
  ['mail', 554, 'Transaction failed', 'us'],
  ['connect', 535, '5.7.8 Authentication credentials invalid', 'us'],
  ['rcpt', 550, '5.1.2 Bad destination system address', 'row'],
  ['rcpt', 501, '5.1.3 Bad recipient address syntax', 'address'],
  ['rcpt', 551, '5.1.6 Mailbox has moved', 'address'],
  ['rcpt', 554, "delivery error: dd This user doesn't exist", 'address'],
  ['rcpt', 550, '5.0.0 No such recipient here', 'address'],
  ['rcpt', 530, 'Authentication required', 'us'],
  ['mail', 534, 'Mechanism too weak', 'us'],
  ['rcpt', 538, 'Encryption required', 'us'],
  ['rcpt', 554, 'Relay access denied', 'us'],
  ['mail', 550, '5.1.8 Sender address rejected: domain not found', 'us'],
  ['rcpt', 550, '5.1.7 Bad sender', 'us'],
  ['mail', 553, 'sorry, your envelope sender is in my badmailfrom list', 'us'],
  ['rcpt', 550, 'Requested action not taken: mailbox unavailable', 'address'],
  ['rcpt', 550, '5.2.1 The account is disabled', 'row'],
  ['rcpt', 552, '5.2.2 Mailbox full', 'row'],
  ['data', 552, '5.3.4 Message too big', 'row'],
  ['rcpt', 451, '4.7.1 Greylisted', 'later'],
  ['rcpt', 450, '4.2.0 user unknown, try again', 'later'],
  ['data', 550, '5.1.1 user unknown', 'address'],
  ['data', 550, 'unknown user', 'row'],
] as const)('%s %i %s is about: %s', ([stage, code, text, fault]) => {
  expect(classifyReply({ stage, code, text }).fault).toBe(fault);
});
