import { expect, test } from 'vitest';
import { importPapers } from '../../src/papers/import.ts';
import { papersOfDay } from '../../src/papers/reading.ts';
import { freshContext } from '../support/context.ts';

const json = (...papers: object[]) => JSON.stringify(papers);

test('importing twice changes nothing', async () => {
  const { ctx } = await freshContext();
  const body = 'Daily Papers\nMar 10\nOne\nAbstract\n• 3 authors\n·\nMar 9\nTwo\nAbstract\n';
  const first = await importPapers(ctx, body, { format: 'page' });
  const second = await importPapers(ctx, body, { format: 'page' });
  expect(first).toEqual({ read: 2, added: 2, updated: 0, unchanged: 0, rejected: [] });
  expect(second).toEqual({ read: 2, added: 0, updated: 0, unchanged: 2, rejected: [] });
});

test('a paper merges by arXiv id, whatever its version and title', async () => {
  const { ctx } = await freshContext();
  const options = { format: 'json', date: '2026-03-10' } as const;
  await importPapers(ctx, json({ title: 'Old', arxivId: '2603.00001v1', upvotes: 3 }), options);
  const report = await importPapers(
    ctx,
    json({ title: 'New', url: 'https://arxiv.org/abs/2603.00001v2', upvotes: 5 }),
    options,
  );
  expect(report).toMatchObject({ added: 0, updated: 1 });
  const papers = await papersOfDay(ctx.db, '2026-03-10');
  expect(papers).toHaveLength(1);
  expect(papers[0]).toMatchObject({ arxivId: '2603.00001', upvotes: 5, url: 'https://arxiv.org/abs/2603.00001' });
});

test('a page import with counts only merges with the later fetch that has names', async () => {
  const { ctx } = await freshContext();
  await importPapers(ctx, 'Daily Papers\nMar 10\nA: Title!\nText\n• 2 authors\n·\nMar 9\n', { format: 'page' });
  await importPapers(ctx, json({ title: 'A  title', authors: ['Ada L', 'Bo M'], arxivId: '2603.00002' }), {
    format: 'json',
  });
  const papers = await papersOfDay(ctx.db, '2026-03-10');
  expect(papers).toHaveLength(1);
  expect(papers[0]).toMatchObject({ title: 'A: Title!', authors: ['Ada L', 'Bo M'], authorCount: 2 });
});

test('one title by two first authors is two papers', async () => {
  const { ctx } = await freshContext();
  const body = json({ title: 'Same', authors: ['Ada L'] }, { title: 'Same', authors: ['Bo M'] });
  expect(await importPapers(ctx, body, { format: 'json' })).toMatchObject({ added: 2 });
});

test('a bad row is reported by line, the rest goes in', async () => {
  const { ctx } = await freshContext();
  const body =
    '{"title":"Good"}\nnot json\n\n{"abstract":"no title"}\n{"title":"Bad link","url":"javascript:alert(1)"}';
  const report = await importPapers(ctx, body, { format: 'ndjson' });
  expect(report).toMatchObject({ read: 4, added: 1 });
  expect(report.rejected.map((row) => row.line)).toEqual([2, 4, 5]);
});

test('a text that is no such page says where, and imports nothing', async () => {
  const { ctx } = await freshContext();
  const body = 'Daily Papers\nMar 10\nOne\nAbstract\n• 3 authors\n·\nMar 9\nTwo\n';
  await expect(importPapers(ctx, body, { format: 'page' })).rejects.toThrow(/reading stopped at line 8/);
  expect(await papersOfDay(ctx.db, '2026-03-10')).toEqual([]);
});

test('two imports at once make one row', async () => {
  const { ctx } = await freshContext();
  const bodies = Array.from({ length: 8 }, () => importPapers(ctx, json({ title: 'Race' }), { format: 'json' }));
  const reports = await Promise.all(bodies);
  expect(reports.map((report) => report.added).reduce((a, b) => a + b)).toBe(1);
});
