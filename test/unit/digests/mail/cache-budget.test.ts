import { expect, test } from 'vitest';
import { CacheBudget } from '../../../../src/digests/mail/cache-budget.ts';

test('evicts the oldest entries of all caches if their total is too large', () => {
  const budget = new CacheBudget(10_000);
  const caches = [new Map<number, string>(), new Map<number, string>()] as const;
  for (let key = 0; key < 5000; key += 1) budget.put(caches[key % 2 ? 1 : 0], key, 'x', 800);
  // Ten entries of 1,000 bytes, including the overhead of a Map entry.
  expect(budget.bytes).toBe(10_000);
  expect([...caches[0].keys()]).toEqual([4990, 4992, 4994, 4996, 4998]);
  expect([...caches[1].keys()]).toEqual([4991, 4993, 4995, 4997, 4999]);
});

test('does not cache a value larger than the budget', () => {
  const budget = new CacheBudget(10_000);
  const cache = new Map<number, string>();
  budget.put(cache, 1, 'x', 20_000);
  expect([budget.bytes, cache.size]).toEqual([0, 0]);
});
