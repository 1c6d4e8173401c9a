import { describe, expect, test } from 'vitest';
import type { Rankable, Signals } from '../../../../src/papers/ranking/rankable.ts';
import { rankPapers } from '../../../../src/papers/ranking/trending.ts';

const base: Rankable = { id: 1, listedOn: '2026-03-10', upvotes: 10, comments: 0, codeUrl: null };
const now = new Date('2026-03-10T08:00:00Z');
const order = (papers: Partial<Rankable>[], signals: Record<number, Signals> = {}) =>
  rankPapers(
    papers.map((paper, index) => ({ ...base, id: index + 1, ...paper })),
    now,
    new Map(Object.entries(signals).map(([id, signal]) => [Number(id), signal])),
  ).map(({ paper }) => paper.id);
const codeUrl = 'https://code.example';

describe('papers of the same age', () => {
  test('are in the order of their upvotes, regardless of other signals', () => {
    const fewer = {
      upvotes: 99,
      comments: 50,
      codeUrl,
      stars: 9000,
      organization: 'Known',
      publishedOn: '2026-03-10',
    };
    const growth = { upvotes: 90, hours: 7 };
    expect(order([fewer, { upvotes: 100 }], { 1: { growth, listedAt: now } })).toEqual([2, 1]);
  });
  test('are ordered by growth, comments, code, stars and listing order at equal upvotes', () => {
    const growth = { upvotes: 8, hours: 24 };
    expect(
      order([{}, { codeUrl }, { codeUrl, stars: 5 }, { comments: 4 }, {}, {}], { 5: { growth } }),
    ).toEqual([5, 4, 3, 2, 1, 6]);
  });
});

describe('papers of different age', () => {
  const yesterday = { listedOn: '2026-03-09' };
  test('rank the younger first at equal upvotes', () =>
    expect(order([yesterday, {}])).toEqual([2, 1]));
  test('need a fifth more upvotes if they are from yesterday', () => {
    expect(order([{ ...yesterday, upvotes: 11 }, {}])).toEqual([2, 1]);
    expect(order([{ ...yesterday, upvotes: 12 }, {}])).toEqual([1, 2]);
  });
  test('lose no rank by age after a while: the best of a week is not its last day', () =>
    expect(order([{ listedOn: '2026-03-03', upvotes: 41 }, { upvotes: 30 }, yesterday])).toEqual([
      1, 2, 3,
    ]));
  test('have no age if they are dated ahead', () =>
    expect(order([{ listedOn: '2026-03-11' }, {}])).toEqual([1, 2]));
});

describe('papers with unknown upvotes', () => {
  test('get the mean of the others', () =>
    expect(order([{ upvotes: 1 }, { upvotes: null }, { upvotes: 99 }])).toEqual([3, 2, 1]));
  test('are in the order of their content', () => {
    const unknown = { upvotes: null, comments: null };
    const late = { ...unknown, publishedOn: '2026-02-10' };
    const stars = { ...unknown, codeUrl, stars: 900 };
    expect(
      order([late, unknown, { ...unknown, codeUrl }, stars, { ...stars, organization: 'Named' }]),
    ).toEqual([5, 4, 3, 2, 1]);
  });
  test('are compared by content with the papers that have votes', () =>
    expect(order([{ codeUrl, upvotes: 9 }, { upvotes: null }, { codeUrl, upvotes: 11 }])).toEqual([
      3, 1, 2,
    ]));
  test('use the track record, and give it as a reason', () => {
    const trackRecord = { points: 1, authors: { papers: 3, upvotes: 40 } };
    const ranked = rankPapers(
      [1, 2].map((id) => ({ ...base, id, upvotes: null })),
      now,
      new Map([[2, { trackRecord }]]),
    );
    expect(ranked.map(({ reasons }) => reasons)).toEqual([
      [{ code: 'authors', papers: 3, upvotes: 40 }],
      [],
    ]);
  });
  test('rank a new one before one that has waited a day', () =>
    expect(order([{ upvotes: null, listedOn: '2026-03-09' }, { upvotes: null }])).toEqual([2, 1]));
  test('gain from an early listing, while an import days later says nothing about the hour', () => {
    const unknown = { upvotes: null };
    const at = (instant: string) => ({ listedAt: new Date(instant) });
    const signals = {
      1: at('2026-03-10T06:00:00Z'),
      2: at('2026-03-12T09:00:00Z'),
      3: at('2026-03-10T00:30:00Z'),
    };
    expect(order([unknown, unknown, unknown], signals)).toEqual([3, 2, 1]);
  });
});
