import { expect, test } from 'vitest';
import { ConnectionBackoff } from '../../../../src/delivery/smtp/connection-backoff.ts';

/** A backoff with a clock that is moved by hand. */
function backoffAt() {
  let now = 0;
  return { backoff: new ConnectionBackoff(() => now), wait: (ms: number) => void (now += ms) };
}

test('many that fail together are one failure; then one at a time tries, with growing pauses', () => {
  const { backoff, wait } = backoffAt();
  for (let n = 0; n < 8; n += 1) expect(backoff.mayConnect()).toBe(true);
  for (let n = 0; n < 8; n += 1) backoff.failed();
  expect([backoff.away(), backoff.waiting(), backoff.mayConnect()]).toEqual([true, 400, false]);
  wait(400);
  expect([backoff.mayConnect(), backoff.mayConnect()]).toEqual([true, false]);
  backoff.failed();
  expect(backoff.waiting()).toBe(800);
});

test('the relay is back: everyone may connect', () => {
  const { backoff, wait } = backoffAt();
  backoff.mayConnect();
  backoff.failed();
  wait(400);
  backoff.mayConnect();
  backoff.succeeded();
  expect([backoff.away(), backoff.mayConnect(), backoff.mayConnect()]).toEqual([false, true, true]);
});

test('a relay that takes no more connections is not away; a place that becomes free is tried at once', () => {
  const { backoff } = backoffAt();
  for (let n = 0; n < 3; n += 1) backoff.mayConnect();
  backoff.succeeded();
  backoff.succeeded();
  backoff.failed();
  expect([backoff.away(), backoff.mayConnect()]).toEqual([false, false]);
  backoff.disconnected();
  expect(backoff.mayConnect()).toBe(true);
});
