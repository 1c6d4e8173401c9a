import { expect, test } from 'vitest';
import { makeBreaker, type Trip } from '../../src/delivery/breaker.ts';
import { faultOf, type Fault } from '../../src/outbox/replies.ts';

/** The trips of a row of verdicts. */
function trips(verdicts: { domain: string; fault: Fault | null }[]): Trip[] {
  const breaker = makeBreaker();
  return verdicts.flatMap(
    (verdict, index) => breaker.note({ digestId: 1, subscriberId: index, reason: '550 5.7.1', ...verdict }) ?? [],
  );
}

const many = (count: number, of: (n: number) => { domain: string; fault: Fault | null }) =>
  Array.from({ length: count }, (_, n) => of(n));

test('50 refusals of us in a row, over three domains, pause the digest', () => {
  const refusals = many(50, (n) => ({ domain: `d${n % 3}`, fault: 'us' }));
  expect(trips(refusals.slice(0, 49))).toEqual([]);
  expect(trips(refusals)).toMatchObject([{ kind: 'pause-digest', digestId: 1, unsuppress: [] }]);
});

test('an acceptance between ends the row', () => {
  expect(
    trips([
      ...many(49, (n) => ({ domain: `d${n % 3}`, fault: 'us' as const })),
      { domain: 'd0', fault: null },
      { domain: 'd1', fault: 'us' },
    ]),
  ).toEqual([]);
});

test('one domain alone pauses only that domain', () => {
  const verdicts = many(200, (n) =>
    n % 4 === 0 ? { domain: 'bad', fault: 'us' as const } : { domain: `good${n}`, fault: null },
  );
  expect(trips(verdicts)).toMatchObject([{ kind: 'pause-domain', domain: 'bad' }]);
});

test('more than 5 % of the last 1,000 over three domains pause the digest', () => {
  const of = (every: number) =>
    many(1100, (n) =>
      n % every === 0 ? { domain: `d${n % 50}`, fault: 'us' as const } : { domain: 'ok', fault: null },
    );
  expect(trips(of(30))).toEqual([]);
  expect(trips(of(15)).some(({ kind }) => kind === 'pause-digest')).toBe(true);
});

test('a burst of "no such user" pauses, and holds the suppressions back', () => {
  const of = (every: number) =>
    many(500, (n) =>
      n % every === 0 ? { domain: `d${n}`, fault: 'address' as const } : { domain: 'ok', fault: null },
    );
  expect(trips(of(10))).toEqual([]);
  const [trip] = trips([...of(4), { domain: 'x', fault: 'address' }]);
  expect(trip).toMatchObject({ kind: 'pause-digest', unsuppress: expect.arrayContaining([0, 4, 8]) });
});

test.for([
  ['rcpt', 550, '5.1.1 The email account that you tried to reach does not exist', 'address'],
  ['rcpt', 550, 'User unknown in virtual mailbox table', 'address'],
  ['rcpt', 556, '5.1.10 Recipient address has null MX', 'address'],
  ['rcpt', 550, '5.7.1 Service unavailable, client host blocked', 'us'],
  ['data', 554, '5.7.1 Message rejected as spam by content filtering', 'us'],
  ['mail', 554, 'Transaction failed', 'us'],
  ['connect', 535, '5.7.8 Authentication credentials invalid', 'us'],
  ['rcpt', 552, '5.2.2 Mailbox full', 'row'],
  ['data', 552, '5.3.4 Message too big', 'row'],
  ['rcpt', 451, '4.7.1 Greylisted', 'later'],
  ['rcpt', 450, '4.2.0 user unknown, try again', 'later'],
  ['data', 550, '5.1.1 user unknown', 'row'],
] as const)('%s %i %s is about: %s', ([stage, code, text, fault]) => {
  expect(faultOf({ stage, code, text })).toBe(fault);
});
