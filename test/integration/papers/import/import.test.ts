import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { importPapers } from '../../../../src/papers/import/import.ts';
import { papersOfDay } from '../../../../src/papers/reading.ts';
import { digestTick } from '../../../../src/digests/send/schedule.ts';
import { savePapers } from '../../../../src/papers/import/save.ts';
import type { PaperInput } from '../../../../src/papers/paper.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';

const json = (...papers: object[]) => JSON.stringify(papers);

/** Saves papers one at a time, as separate fetches would. */
async function saveEach(ctx: Context, source: string, ...papers: PaperInput[]) {
  for (const paper of papers)
    await savePapers(ctx.db, [paper], { source, listedOn: '2026-03-10', now: ctx.now });
}

const all = (ctx: Context) => ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } });

test('changes nothing if the same file is imported twice', async () => {
  const { ctx } = await freshContext();
  const body = 'Daily Papers\nMar 10\nOne\nAbstract\n• 3 authors\n·\nMar 9\nTwo\nAbstract\n';
  const first = await importPapers(ctx, body, { format: 'page' });
  const second = await importPapers(ctx, body, { format: 'page' });
  expect(first).toEqual({ read: 2, added: 2, updated: 0, unchanged: 0, rejected: [] });
  expect(second).toEqual({ read: 2, added: 0, updated: 0, unchanged: 2, rejected: [] });
});

test('saves titles that contain NUL or only emoji', async () => {
  const { ctx } = await freshContext();
  const emoji = `!${'🚀'.repeat(60)}`;
  const body = `Daily Papers\nMar 10\nOne\0 title\nAbstract\n${emoji}\nAbstract\n`;
  expect(await importPapers(ctx, body, { format: 'page' })).toMatchObject({ added: 2 });
  expect((await all(ctx)).map(({ title }) => title)).toEqual(['One title', emoji]);
  expect(await importPapers(ctx, body, { format: 'page' })).toMatchObject({ unchanged: 2 });
});

test('records only counts that the input contains', async () => {
  const { ctx, clock } = await freshContext();
  await saveEach(ctx, 'huggingface', { title: 'One', upvotes: 5 });
  clock.set('2026-03-10T10:00:00Z');
  await saveEach(
    ctx,
    'huggingface',
    { title: 'One', comments: 1 },
    { title: 'One', abstract: 'A.' },
  );
  const counts = await ctx.db.prisma.paperCount.findMany({ orderBy: { observedAt: 'asc' } });
  expect(counts).toMatchObject([
    { upvotes: 5, comments: null },
    { upvotes: null, comments: 1 },
  ]);
});

test('merges papers by arXiv id, regardless of version and title', async () => {
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
  expect(papers[0]).toMatchObject({
    arxivId: '2603.00001',
    upvotes: 5,
    url: 'https://arxiv.org/abs/2603.00001',
  });
});

test('merges a page import with only counts into a later fetch with names', async () => {
  const { ctx } = await freshContext();
  await importPapers(ctx, 'Daily Papers\nMar 10\nA: Title!\nText\n• 2 authors\n·\nMar 9\n', {
    format: 'page',
  });
  await importPapers(
    ctx,
    json({ title: 'A  title', authors: ['Ada L', 'Bo M'], arxivId: '2603.00002' }),
    {
      format: 'json',
    },
  );
  const papers = await papersOfDay(ctx.db, '2026-03-10');
  expect(papers).toHaveLength(1);
  expect(papers[0]).toMatchObject({
    title: 'A: Title!',
    authors: ['Ada L', 'Bo M'],
    authorCount: 2,
  });
});

test('keeps one title by two first authors as two papers', async () => {
  const { ctx } = await freshContext();
  const body = json({ title: 'Same', authors: ['Ada L'] }, { title: 'Same', authors: ['Bo M'] });
  expect(await importPapers(ctx, body, { format: 'json' })).toMatchObject({ added: 2 });
});

test('reports an invalid row by line and imports the rest', async () => {
  const { ctx } = await freshContext();
  const body =
    '{"title":"Good"}\nnot json\n\n{"abstract":"no title"}\n{"title":"Bad link","url":"javascript:alert(1)"}';
  const report = await importPapers(ctx, body, { format: 'ndjson' });
  expect(report).toMatchObject({ read: 4, added: 1 });
  expect(report.rejected.map((row) => row.line)).toEqual([2, 4, 5]);
});

test('reports the line at which a text is not a copied page, and imports nothing', async () => {
  const { ctx } = await freshContext();
  const body = 'Daily Papers\nMar 10\nOne\nAbstract\n• 3 authors\n·\nMar 9\nTwo\n';
  await expect(importPapers(ctx, body, { format: 'page' })).rejects.toMatchObject({
    key: 'papers-not-page',
    args: { reason: expect.stringMatching(/^line 8/) },
  });
  expect(await papersOfDay(ctx.db, '2026-03-10')).toEqual([]);
});

test('creates one row for two concurrent imports', async () => {
  const { ctx } = await freshContext();
  const bodies = Array.from({ length: 8 }, () =>
    importPapers(ctx, json({ title: 'Race' }), { format: 'json' }),
  );
  const reports = await Promise.all(bodies);
  expect(reports.map((report) => report.added).reduce((a, b) => a + b)).toBe(1);
});

test.for([
  ['case and marks', 'Schrödinger’s CAT: a study', 'Schrodinger’s cat — a study'],
  ['composed and decomposed letters', 'Caf\u00E9 models', 'Cafe\u0301 models'],
  [
    'LaTeX and Unicode',
    String.raw`$\ell_1$-norm and $\alpha$ of Schr\"{o}dinger`,
    'ℓ₁-norm and α of Schrödinger',
  ],
  ['LaTeX in text and none', String.raw`\textbf{RAM++}: 50\% better`, 'RAM++: 50% better'],
])('merges titles that differ by %s', async ([, one = '', other = '']) => {
  const { ctx } = await freshContext();
  await saveEach(ctx, 'file', { title: one }, { title: other });
  expect(await all(ctx)).toHaveLength(1);
});

test('keeps a generic title by different first authors as two papers, each found again', async () => {
  const { ctx } = await freshContext();
  const ada = { title: 'Editorial', authors: ['Ada Lindqvist'] };
  const bo = { title: 'Editorial', authors: ['Bo Mensah'] };
  await saveEach(ctx, 'file', ada, bo, { ...bo, upvotes: 2 }, { ...ada, upvotes: 1 });
  expect((await all(ctx)).map(({ upvotes }) => upvotes)).toEqual([1, 2]);
});

test('merges one title with two DOIs only if the first author is the same', async () => {
  const { ctx } = await freshContext();
  await saveEach(
    ctx,
    'file',
    { title: 'Editorial', doi: '10.1000/1' },
    { title: 'Editorial', doi: '10.1000/2' },
  );
  const names = { title: 'A preprint and its article', authors: ['Ada Lindqvist', 'Bo Mensah'] };
  await saveEach(
    ctx,
    'file',
    { ...names, doi: '10.48550/arxiv.2603.00001' },
    { ...names, doi: '10.1000/3' },
  );
  expect((await all(ctx)).map(({ doi, arxivId }) => [doi, arxivId])).toEqual([
    ['10.1000/1', null],
    ['10.1000/2', null],
    ['10.48550/arxiv.2603.00001', '2603.00001'],
  ]);
});

test('compares DOIs in any case and form; different arXiv ids are different papers', async () => {
  const { ctx } = await freshContext();
  const body = json(
    { title: 'One', doi: 'https://doi.org/10.1000/ABC' },
    { title: 'Another title', doi: 'doi:10.1000/abc', abstract: 'Longer.' },
    { title: 'No DOI', doi: 'see page 3' },
  );
  expect(await importPapers(ctx, body, { format: 'json' })).toMatchObject({
    added: 1,
    rejected: [{ line: 3, reason: 'doi: a DOI such as 10.1000/xyz' }],
  });
  await saveEach(ctx, 'arxiv', { title: 'First', arxivId: '2603.00001', doi: '10.1000/x' });
  await saveEach(ctx, 'arxiv', { title: 'Second', arxivId: '2603.00002', doi: '10.1000/x' });
  expect((await all(ctx)).map(({ title, arxivId, doi }) => [title, arxivId, doi])).toEqual([
    ['One', null, '10.1000/abc'],
    ['First', '2603.00001', '10.1000/x'],
    ['Second', '2603.00002', null],
  ]);
});

test('matches a later arXiv id to the row found by title', async () => {
  const { ctx } = await freshContext();
  await saveEach(ctx, 'file', { title: 'A title', authorCount: 2 });
  await saveEach(ctx, 'arxiv', {
    title: 'A Title',
    arxivId: '2603.00001',
    authors: ['Ada L', 'Bo M'],
  });
  await saveEach(ctx, 'huggingface', {
    title: 'A new title of version 2',
    arxivId: '2603.00001',
    upvotes: 4,
  });
  expect(await all(ctx)).toMatchObject([
    { title: 'A title', arxivId: '2603.00001', upvotes: 4, authorCount: 2 },
  ]);
});

test('preserves edited fields until they are edited again, while counts are updated', async () => {
  const { ctx } = await freshContext({ ADMIN_API_KEY: 'a key of sixteen characters' });
  const app = await startApp(ctx);
  const say = async (payload: object) => {
    const headers = { authorization: 'Bearer a key of sixteen characters' };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/papers', payload, headers });
    return [answer.statusCode, answer.json<object>()];
  };
  const fetched = {
    title: 'A Tilte',
    arxivId: '2603.00001',
    abstract: 'A long abstract with a slip.',
    authors: ['Ada Lindqvist', 'Bo', 'Bo'],
    categories: ['cs.CL'],
    upvotes: 3,
  };
  await saveEach(ctx, 'arxiv', { ...fetched, listedOn: '2026-03-09' });
  const better = {
    title: 'A Title',
    abstract: 'A short one.',
    authors: ['Ada Lindqvist', 'Bo Mensah'],
  };
  const said = { ...better, authorCount: 2, listedOn: '2026-03-08' };
  const [status, paper] = await say({ ...better, arxivId: '2603.00001', listedOn: '2026-03-08' });
  expect([status, paper]).toMatchObject([200, { ...said, categories: ['cs.CL'], upvotes: 3 }]);
  const richer = {
    ...fetched,
    abstract: `${fetched.abstract} And more.`,
    keywords: ['new'],
    upvotes: 9,
  };
  await saveEach(ctx, 'huggingface', { ...richer, listedOn: '2026-03-10' });
  expect(await papersOfDay(ctx.db, '2026-03-08')).toMatchObject([
    { ...said, keywords: ['new'], upvotes: 9 },
  ]);
  // Its new title also identifies the paper, and the latest edit wins.
  await saveEach(ctx, 'file', { title: 'A title', authors: ['Ada Lindqvist'], upvotes: 11 });
  expect(await say({ title: 'A title', abstract: 'Shorter.' })).toMatchObject([
    200,
    { abstract: 'Shorter.', upvotes: 11 },
  ]);
  expect(await all(ctx)).toHaveLength(1);
});

test('merges rows that turn out to be one paper, with history, digest and old URLs', async () => {
  const { ctx } = await freshContext();
  await saveEach(ctx, 'manual', { title: 'By title', upvotes: 2 });
  await saveEach(ctx, 'manual', { title: 'By DOI', doi: '10.1000/x', comments: 3, upvotes: 7 });
  await saveEach(ctx, 'arxiv', { title: 'By id', arxivId: '2603.00001', categories: ['cs.CL'] });
  const ids = (await all(ctx)).map(({ id }) => id);
  await ctx.db.prisma.paper.update({
    where: { id: ids[2] ?? 0 },
    data: { abstract: 'As edited.', editedFields: ['abstract'] },
  });
  await ctx.db.prisma.digest.create({
    data: {
      date: new Date('2026-03-10'),
      status: 'sent',
      startsAt: ctx.now(),
      papers: { create: { rank: 1, paperId: ids[1] ?? 0, score: 1, content: {} } },
    },
  });
  const one = {
    title: 'By title',
    doi: '10.1000/x',
    arxivId: '2603.00001',
    abstract: 'A longer abstract.',
  };
  await saveEach(ctx, 'file', one, one);
  expect(await all(ctx)).toMatchObject([
    {
      id: ids[0],
      doi: '10.1000/x',
      arxivId: '2603.00001',
      upvotes: 7,
      comments: 3,
      abstract: 'As edited.',
      editedFields: ['title', 'abstract'],
      categories: ['cs.CL'],
    },
  ]);
  expect(await ctx.db.prisma.digestPaper.findMany()).toMatchObject([{ paperId: ids[0] }]);
  const app = await startApp(ctx);
  for (const id of ids) {
    const answer = await app.inject({
      url: `/papers/${id}`,
      headers: { accept: 'application/json' },
    });
    expect(answer.json()).toMatchObject({ id: ids[0], title: 'By title' });
  }
});

test('keeps two rows that were both sent, and assigns no id twice', async () => {
  const { ctx } = await freshContext();
  await saveEach(
    ctx,
    'manual',
    { title: 'By DOI', doi: '10.1000/x' },
    { title: 'By id', arxivId: '2603.00001' },
  );
  await digestTick(ctx);
  await saveEach(ctx, 'file', {
    title: 'Both',
    doi: '10.1000/x',
    arxivId: '2603.00001',
    upvotes: 3,
  });
  expect((await all(ctx)).map(({ doi, arxivId }) => [doi, arxivId])).toEqual([
    ['10.1000/x', null],
    [null, '2603.00001'],
  ]);
});

test('merges rows within one response as well', async () => {
  const { ctx } = await freshContext();
  const report = await savePapers(
    ctx.db,
    [
      { title: 'By DOI', doi: '10.1000/x' },
      { title: 'By id', arxivId: '2603.00001' },
      { title: 'Both', doi: '10.1000/x', arxivId: '2603.00001' },
    ],
    { source: 'file', listedOn: '2026-03-10', now: ctx.now },
  );
  const [only, ...others] = await all(ctx);
  expect(others).toEqual([]);
  expect(report).toMatchObject({ added: 1, ids: [only?.id, only?.id, only?.id] });
});

test('keeps edits, takes the richer values, and does not alternate between sources', async () => {
  const { ctx } = await freshContext();
  const arxiv = {
    title: 'T',
    arxivId: '2603.00001',
    authors: ['Ada L', 'Bo M'],
    abstract: 'Long enough.',
  };
  const page = {
    title: 'T',
    arxivId: '2603.00001',
    authors: ['Ada L'],
    abstract: 'Short.',
    upvotes: 5,
  };
  await saveEach(ctx, 'arxiv', arxiv);
  await ctx.db.prisma.paper.updateMany({
    data: { codeUrl: 'https://code.example/mine', editedFields: ['codeUrl'] },
  });
  await saveEach(ctx, 'huggingface', { ...page, codeUrl: 'https://code.example/theirs' });
  expect(await all(ctx)).toMatchObject([
    {
      codeUrl: 'https://code.example/mine',
      authors: ['Ada L', 'Bo M'],
      authorCount: 2,
      abstract: 'Long enough.',
    },
  ]);
  const again = await savePapers(ctx.db, [page, arxiv], {
    source: 'huggingface',
    listedOn: '2026-03-10',
    now: ctx.now,
  });
  expect(again).toMatchObject({ added: 0, updated: 0, unchanged: 2 });
});

test('takes the listing day from the Daily Papers page, otherwise from the first source but arXiv', async () => {
  const { ctx } = await freshContext();
  const listedOn = async () => (await all(ctx))[0]?.listedOn.toISOString().slice(0, 10);
  const paper = { title: 'T', arxivId: '2603.00001' };
  await saveEach(ctx, 'arxiv', { ...paper, listedOn: '2026-03-05' });
  await saveEach(ctx, 'manual', paper);
  expect(await listedOn()).toBe('2026-03-05');
  await saveEach(ctx, 'rss', { ...paper, listedOn: '2026-03-06' });
  expect(await listedOn()).toBe('2026-03-06');
  await saveEach(ctx, 'file', { ...paper, listedOn: '2026-03-07' });
  expect(await listedOn()).toBe('2026-03-06');
  await saveEach(ctx, 'huggingface', { ...paper, listedOn: '2026-03-09' });
  expect(await listedOn()).toBe('2026-03-09');
  for (const source of ['arxiv', 'file', 'huggingface'])
    await saveEach(ctx, source, { ...paper, listedOn: '2026-03-12' });
  expect(await listedOn()).toBe('2026-03-09');
});

test('never merges sample papers with real ones', async () => {
  const { ctx } = await freshContext();
  await saveEach(ctx, 'sample', { title: 'Same title' });
  await saveEach(ctx, 'file', { title: 'Same title' });
  expect(await all(ctx)).toHaveLength(2);
});

test('creates one row per paper for concurrent fetches and imports', async () => {
  const { ctx } = await freshContext();
  const papers = Array.from({ length: 40 }, (_, n) => ({
    title: `Paper ${n}`,
    arxivId: `2603.${10_000 + n}`,
  }));
  await Promise.all(
    ['arxiv', 'huggingface', 'file', 'manual'].flatMap((source, turn) => [
      savePapers(ctx.db, turn % 2 === 0 ? papers : papers.toReversed(), {
        source,
        listedOn: '2026-03-10',
        now: ctx.now,
      }),
      saveEach(ctx, source, ...papers.slice(0, 10)),
    ]),
  );
  expect(await ctx.db.prisma.paper.count()).toBe(40);
});
