import { expect, test } from 'vitest';
import { resultOf } from '../../../src/delivery/retry-policy.ts';

const refused = (attempts: number, jitter = 0.5) =>
  resultOf(
    { kind: 'refused', reply: { stage: 'rcpt', code: 451, text: '4.7.1 Later' } },
    { attempts, jitter, uncertain: 'resend' },
  );

test('a temporary refusal is retried after 1, 5, 20, then every 60 minutes', () => {
  const minutes = [0, 1, 2, 3, 4, 9].map((attempts) => (refused(attempts).retryAfter ?? 0) / 60);
  expect(minutes.map((minute) => Math.round(minute))).toEqual([1, 5, 20, 60, 60, 60]);
});

test('jitter spreads the retries of one burst over a fifth of the pause', () => {
  expect([refused(2, 0).retryAfter, refused(2, 1).retryAfter]).toEqual([
    20 * 60 * 0.9,
    20 * 60 * 1.1,
  ]);
});

test('a connection lost before the final dot is retried, one lost after it is uncertain', () => {
  const lost = (uncertain: boolean, policy: 'resend' | 'hold') =>
    resultOf(
      { kind: 'lost', uncertain, error: 'gone' },
      { attempts: 0, jitter: 0.5, uncertain: policy },
    );
  expect(lost(false, 'hold')).toMatchObject({ state: 'deferred', retryAfter: 60 });
  expect(lost(true, 'resend')).toMatchObject({ state: 'uncertain', retryAfter: 60 });
  expect(lost(true, 'hold')).toMatchObject({ state: 'uncertain', retryAfter: null });
});
