import { expect, test } from 'vitest';
import { ConnectionBackoff } from '../../../../src/delivery/smtp/connection-backoff.ts';

/** A backoff with a manual clock. */
function backoffAt() {
  let now = 0;
  return { backoff: new ConnectionBackoff(() => now), wait: (ms: number) => void (now += ms) };
}

test('concurrent failures count as one; then one attempt at a time is made, with growing pauses', () => {
  const { backoff, wait } = backoffAt();
  for (let n = 0; n < 8; n += 1) expect(backoff.mayConnect()).toBe(true);
  for (let n = 0; n < 8; n += 1) backoff.failed();
  expect([backoff.isUnreachable(), backoff.waitMs(), backoff.mayConnect()]).toEqual([
    true,
    400,
    false,
  ]);
  wait(400);
  expect([backoff.mayConnect(), backoff.mayConnect()]).toEqual([true, false]);
  backoff.failed();
  expect(backoff.waitMs()).toBe(800);
});

test('everyone may connect once the relay is reachable again', () => {
  const { backoff, wait } = backoffAt();
  backoff.mayConnect();
  backoff.failed();
  wait(400);
  backoff.mayConnect();
  backoff.succeeded();
  expect([backoff.isUnreachable(), backoff.mayConnect(), backoff.mayConnect()]).toEqual([
    false,
    true,
    true,
  ]);
});

test('a relay at its maximum of connections is not unreachable; a free connection is tried at once', () => {
  const { backoff } = backoffAt();
  for (let n = 0; n < 3; n += 1) backoff.mayConnect();
  backoff.succeeded();
  backoff.succeeded();
  backoff.failed();
  expect([backoff.isUnreachable(), backoff.mayConnect()]).toEqual([false, false]);
  backoff.disconnected();
  expect(backoff.mayConnect()).toBe(true);
});
