import { describe, expect, test } from 'vitest';
import type { Paper } from '../../../../src/papers/paper.ts';
import { rankPapers } from '../../../../src/papers/ranking/trending.ts';

const base: Paper = {
  id: 1,
  source: 'file',
  title: 'T',
  abstract: '',
  authors: [],
  authorCount: null,
  publishedOn: null,
  listedOn: '2026-03-10',
  upvotes: 10,
  comments: 0,
  url: null,
  pdfUrl: null,
  codeUrl: null,
  projectUrl: null,
  arxivId: null,
  categories: [],
  keywords: [],
};
const order = (papers: Partial<Paper>[], on = '2026-03-10') =>
  rankPapers(
    papers.map((paper, index) => ({ ...base, id: index + 1, ...paper })),
    on,
  ).map((ranked) => ranked.paper.id);

describe('what ranks higher', () => {
  test('more upvotes', () => expect(order([{ upvotes: 3 }, { upvotes: 30 }])).toEqual([2, 1]));
  test('more comments at equal upvotes', () => expect(order([{}, { comments: 4 }])).toEqual([2, 1]));
  test('the younger at equal upvotes', () => expect(order([{ listedOn: '2026-03-09' }, {}])).toEqual([2, 1]));
  test('the one with code', () => expect(order([{}, { codeUrl: 'https://example.org' }])).toEqual([2, 1]));
  test('unknown upvotes are not 0', () =>
    expect(order([{ upvotes: 1 }, { upvotes: null }, { upvotes: 99 }])).toEqual([3, 2, 1]));
  test('equal papers keep their order', () => expect(order([{}, {}, {}])).toEqual([1, 2, 3]));
  test('what rises', () => {
    const papers = [1, 2].map((id) => ({ ...base, id }));
    const ranked = rankPapers(papers, '2026-03-10', new Map([[2, { upvotes: 8, comments: 0, hours: 24 }]]));
    expect(ranked[0]?.paper.id).toBe(2);
    expect(ranked[0]?.reasons.join()).toContain('rising by 8 a day (+3.17)');
    // One upvote within a minute is no pace of 1,440 a day.
    const hasty = rankPapers(papers, '2026-03-10', new Map([[2, { upvotes: 1, comments: 0, hours: 1 / 60 }]]));
    expect(hasty[0]?.reasons.join()).toContain('rising by 24 a day (+4.64)');
  });
});
