import { expect, test } from 'vitest';
import { listFor } from '../../../../src/digests/send/personal-list.ts';

const pool = {
  size: 6,
  issueSize: 4,
  matches: new Map([
    ['a', [3, 5]],
    ['b', [2, 3]],
    ['c', []],
  ]),
};
const choices = { topics: ['a'], topicsOnly: false, papers: null };

test('lists matching papers first, then the pool, each paper once', () => {
  expect(listFor(pool, choices)).toEqual([3, 5, 1, 2]);
  expect(listFor(pool, { ...choices, topics: ['a', 'b', 'unknown'] })).toEqual([2, 3, 5, 1]);
});

test('lists only matching papers, as many as requested', () => {
  expect(listFor(pool, { ...choices, topicsOnly: true, papers: 10 })).toEqual([3, 5]);
  expect(listFor(pool, { ...choices, topicsOnly: true, topics: ['c'] })).toEqual([]);
  expect(listFor(pool, { topics: [], topicsOnly: true, papers: 5 })).toEqual([1, 2, 3, 4, 5]);
});

test('excludes papers shown before, matching or not', () => {
  expect(listFor(pool, choices, new Set([1, 3]))).toEqual([5, 2, 4, 6]);
  expect(listFor(pool, { ...choices, topicsOnly: true }, new Set([3, 5]))).toEqual([]);
  expect(listFor(pool, { topics: [], topicsOnly: false, papers: null }, new Set([1, 2]))).toEqual([
    3, 4, 5, 6,
  ]);
});
