import { expect, test } from 'vitest';
import { makeMessageLimit } from '../../../../src/delivery/smtp/message-limit.ts';

test('two connections that end after the same number of messages set a limit for an hour', () => {
  let now = 0;
  const limit = makeMessageLimit(1000, () => now);
  limit.ended(20);
  expect(limit.maximum()).toBe(1000);
  limit.ended(20);
  expect(limit.maximum()).toBe(20);
  now += 3_600_001;
  expect(limit.maximum()).toBe(1000);
});

test('connections that end after different numbers set no limit', () => {
  const limit = makeMessageLimit(1000);
  for (const messages of [3, 20, 7, 20, 1]) limit.ended(messages);
  expect(limit.maximum()).toBe(1000);
});

test('a learned limit never exceeds the configured one', () => {
  const limit = makeMessageLimit(10);
  limit.ended(20);
  limit.ended(20);
  expect(limit.maximum()).toBe(10);
});
