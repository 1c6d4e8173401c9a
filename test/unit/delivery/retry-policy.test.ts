import { expect, test } from 'vitest';
import { judge } from '../../../src/delivery/retry-policy.ts';

const outcome = (attempts: number, jitter = 0.5) =>
  judge(
    { kind: 'refused', reply: { stage: 'rcpt', code: 451, text: '4.7.1 Later' } },
    { attempts, jitter, uncertain: 'resend' },
  );

test('a transient refusal comes back after 1, 5, 20, then every 60 minutes', () => {
  const minutes = [0, 1, 2, 3, 4, 9].map((attempts) => (outcome(attempts).wait ?? 0) / 60);
  expect(minutes.map((wait) => Math.round(wait))).toEqual([1, 5, 20, 60, 60, 60]);
});

test('jitter spreads the retries of one burst over a fifth of the pause', () => {
  expect([outcome(2, 0).wait, outcome(2, 1).wait]).toEqual([20 * 60 * 0.9, 20 * 60 * 1.1]);
});

test('a connection lost before the final dot is tried again, one lost after it is uncertain', () => {
  const lost = (uncertain: boolean, policy: 'resend' | 'hold') =>
    judge({ kind: 'lost', uncertain, error: 'gone' }, { attempts: 0, jitter: 0.5, uncertain: policy });
  expect(lost(false, 'hold')).toMatchObject({ state: 'deferred', wait: 60 });
  expect(lost(true, 'resend')).toMatchObject({ state: 'uncertain', wait: 60 });
  expect(lost(true, 'hold')).toMatchObject({ state: 'uncertain', wait: null });
});
