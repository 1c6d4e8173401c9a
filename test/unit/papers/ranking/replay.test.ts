import { expect, test } from 'vitest';
import { readHistory, replay } from '../../../../scripts/trending/replay.ts';
import { synthetic } from '../../../../scripts/trending/synthetic.ts';
import { standard } from '../../../../src/papers/ranking/trending.ts';

test('a history is read line by line; bad lines are left out by number', () => {
  const { observations, rejected } = readHistory(
    '{"date":"2026-03-10","id":"a","hour":8,"upvotes":3}\n\nnonsense\n{"date":"2026-02-30","id":"a","hour":8,"upvotes":3}\n{"date":"2026-03-10","id":"a","hour":-1,"upvotes":3}',
  );
  expect(observations).toEqual([{ date: '2026-03-10', id: 'a', hour: 8, upvotes: 3, comments: 0 }]);
  expect(rejected.map(({ line }) => line)).toEqual([3, 4, 5]);
});

/** Twelve papers: ten that stand still, one that rises and is among the best tomorrow, one that came early and fades. */
function oneDay() {
  const line = (id: string, hour: number, upvotes: number) => ({ date: '2026-03-10', id, hour, upvotes, comments: 0 });
  const still = Array.from({ length: 10 }, (_, n) => [
    line(`s${n}`, 0, 20),
    line(`s${n}`, 8, 20),
    line(`s${n}`, 31, 20),
  ]);
  return [
    ...still.flat(),
    line('rises', 7, 12),
    line('rises', 8, 15),
    line('rises', 31, 99),
    line('new', 8, 0),
    line('new', 31, 0),
  ];
}

test('today’s first ten are measured by tomorrow’s', () => {
  const result = replay(oneDay(), { at: 8, weights: standard });
  expect(result).toEqual({ days: 1, trending: 1, upvotes: 0.9, recency: 0.9 });
  expect(replay(oneDay(), { at: 8, weights: { ...standard, rise: 0 } }).trending).toBe(0.9);
});

test('a day with ten papers or fewer, or without a tomorrow, tells nothing', () => {
  expect(
    replay(
      oneDay().filter(({ id }) => id < 's'),
      { at: 8, weights: standard },
    ).days,
  ).toBe(0);
  expect(
    replay(
      oneDay().filter(({ hour }) => hour <= 8),
      { at: 8, weights: standard },
    ).days,
  ).toBe(0);
});

test('the invented history follows from its seed, and on it trending beats upvotes, which beat recency', () => {
  const history = synthetic({ seed: 1, days: 60 });
  expect(synthetic({ seed: 1, days: 60 })).toEqual(history);
  expect(synthetic({ seed: 2, days: 60 })).not.toEqual(history);
  const { trending, upvotes, recency } = replay(history, { at: 16, weights: standard });
  expect(trending).toBeGreaterThan(upvotes);
  expect(upvotes).toBeGreaterThan(recency);
});
