import { describe, expect, test } from 'vitest';
import { PageError, pageRows } from '../../../../../src/papers/import/formats/page.ts';

import type { PaperInput } from '../../../../../src/papers/paper.ts';

async function readPage(text: string, options: { date?: string; today: string }) {
  const papers: PaperInput[] = [];
  for await (const row of pageRows(text, options))
    if ('value' in row) papers.push(row.value as PaperInput);
  return papers;
}

const page = (...entries: string[]) => ['Daily Papers', '', 'Oct 28', '', ...entries].join('\n');
const entry = 'A Title\n\nAn abstract.\n\n  • 7 authors\n·\nSep 15 3\n';

test('reads a page of 78 papers, one without a footer, six with comments', async () => {
  const comments = new Map([3, 9, 20, 41, 66, 77].map((place, n) => [place, n + 1]));
  const entries = Array.from({ length: 78 }, (_, n) => {
    const foot = `  • ${n + 2} authors\n·\nSep 15 ${comments.get(n) ?? ''}\n`;
    return `Title ${n}\n\nThe abstract of ${n}.\n\n${n === 50 ? '' : foot}`;
  });
  const papers = await readPage(page(...entries), { date: '2025-10-28', today: '2026-01-01' });
  expect(papers).toHaveLength(78);
  expect(papers.flatMap((paper, n) => (paper.authorCount === undefined ? [n] : []))).toEqual([50]);
  expect(papers.flatMap((paper) => paper.comments ?? [])).toEqual([1, 2, 3, 4, 5, 6]);
  expect(papers[0]).toMatchObject({
    listedOn: '2025-10-28',
    publishedOn: '2025-09-15',
    authorCount: 2,
  });
});

test('reads title, abstract, authors, date and comments of a card', async () => {
  expect(await readPage(page(entry), { today: '2026-01-01' })).toEqual([
    {
      title: 'A Title',
      abstract: 'An abstract.',
      authorCount: 7,
      comments: 3,
      publishedOn: '2025-09-15',
      listedOn: '2025-10-28',
    },
  ]);
});

describe('the year of the listing day', () => {
  test.each([
    ['2026-10-28', '2026-10-28'],
    ['2026-10-27', '2025-10-28'],
  ])('when read on %s is %s', async (today, listedOn) => {
    expect((await readPage(page(entry), { today }))[0]?.listedOn).toBe(listedOn);
  });
  test('is that of the given date', async () => {
    const [paper] = await readPage(page(entry), { date: '2019-10-28', today: '2026-01-01' });
    expect(paper?.listedOn).toBe('2019-10-28');
  });
});

describe('a text that is not a copied page', () => {
  test.each([
    ['', 1],
    ['hello\nworld', 2],
    ['Daily Papers\n\nno day here', 3],
    [page('Only a title'), 5],
    [page(entry, '• 7 authors'), 13],
    [page('Title\n\nAbstract\n\n• 7 authors\nSep 15'), 10],
    [page('Title\n\nAbstract\n\n• 7 authors\n·\nSep 31'), 11],
    ['Daily Papers\nFeb 30\n' + entry, 2],
  ])('%j stops at line %i', async (text, line) => {
    const read = readPage(text, { today: '2026-01-01' });
    await expect(read).rejects.toThrow(PageError);
    await expect(read).rejects.toThrow(`line ${line}:`);
  });
});
