import { expect, test } from 'vitest';
import { listFor } from '../../../../src/digests/send/list.ts';

const pool = [1, 2, 3, 4, 5, 6];
const matches = new Map([
  ['a', [3, 5]],
  ['b', [2, 3]],
  ['c', []],
]);
const choices = { topics: ['a'], topicsOnly: false, papers: null };

test('what matches first, then the pool, each paper once', () => {
  expect(listFor(pool, matches, choices, 4)).toEqual([3, 5, 1, 2]);
  expect(listFor(pool, matches, { ...choices, topics: ['a', 'b', 'unknown'] }, 4)).toEqual([2, 3, 5, 1]);
});

test('only what matches, as many as asked for', () => {
  expect(listFor(pool, matches, { ...choices, topicsOnly: true }, 10)).toEqual([3, 5]);
  expect(listFor(pool, matches, { ...choices, topicsOnly: true, topics: ['c'] }, 10)).toEqual([]);
  expect(listFor(pool, matches, { topics: [], topicsOnly: true, papers: 5 }, 10)).toEqual([1, 2, 3, 4, 5]);
});
