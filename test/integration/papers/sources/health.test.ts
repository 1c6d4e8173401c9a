import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import { digestOf, poolOf } from '../../../../src/digests/queries.ts';
import { digestTick, queueDue } from '../../../../src/digests/send/schedule.ts';
import { freeze } from '../../../../src/digests/send/states.ts';
import { composeDraft } from '../../../../src/digests/compose/compose.ts';
import { fetchPapers } from '../../../../src/papers/sources/fetch.ts';
import { sourcesHealth } from '../../../../src/papers/sources/health.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers, addReader, deliveries } from '../../../support/readers.ts';
import { atom, daily, entry, huggingFace, serve } from '../../../support/sources.ts';

const refusing = () => serve((_request, response) => response.writeHead(404).end());

test('delays the digest by an hour if a source fails, then sends the available papers', async () => {
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: await refusing() },
    '2026-03-10T08:00:00Z',
  );
  await addPapers(ctx, '2026-03-10', ['There']);
  await digestTick(ctx);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toBeUndefined();
  clock.set('2026-03-10T08:59:00Z');
  await digestTick(ctx);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toBeUndefined();
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('ready');
});

test('sends the digest as soon as the source recovers within the hour', async () => {
  let works = false;
  const url = await serve((request, response) => {
    const date = new URL(request.url ?? '', 'http://x').searchParams.get('date');
    if (!works) response.writeHead(404).end();
    else response.end(JSON.stringify(date === '2026-03-10' ? [daily('2603.00001')] : []));
  });
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url },
    '2026-03-10T08:00:00Z',
  );
  await digestTick(ctx);
  works = true;
  clock.set('2026-03-10T08:01:00Z');
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('ready');
});

test('sends the digest from the other source after the hour', async () => {
  const arxivUrl = await serve((_request, response) => response.end(atom(entry('2603.00001v1'))));
  const { ctx, clock } = await freshContext(
    {
      PAPER_SOURCES: 'huggingface,arxiv:cs.CL',
      HUGGINGFACE_URL: await refusing(),
      ARXIV_API_URL: arxivUrl,
    },
    '2026-03-10T08:00:00Z',
  );
  await digestTick(ctx);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toBeUndefined();
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  expect((await poolOf(ctx.db, digest?.id ?? 0)).map(({ content }) => content.arxivId)).toEqual([
    '2603.00001',
  ]);
});

test('skips the digest with the reason if there are no papers, without reusing yesterday’s', async () => {
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: await refusing() },
    '2026-03-09T09:00:00Z',
  );
  await addPapers(ctx, '2026-03-09', ['Yesterday’s']);
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-09'))?.status).toBe('ready');
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toMatchObject({
    status: 'skipped',
    reason: {
      code: 'no-papers',
      sources: [{ source: 'huggingface', failure: { code: 'http-status', status: 404 } }],
    },
  });
});

test('composes the digest from stored papers if a fetch ends with an unexpected error', async () => {
  const { ctx } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: await refusing() },
    '2026-03-10T09:00:00Z',
  );
  await addPapers(ctx, '2026-03-10', ['There']);
  await ctx.db.run(sql`alter table cached_response rename to missing`);
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('ready');
});

test('does not delay readers of an existing digest because of a slow source', async () => {
  let asked = () => {};
  const began = new Promise<void>((resolve) => (asked = resolve));
  let answer = () => {};
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const url = await serve((_request, response) => {
    asked();
    void answered.then(() => response.end('[]'));
  });
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url },
    '2026-03-10T07:00:00Z',
  );
  await addPapers(ctx, '2026-03-09', ['Yesterday’s']);
  await addReader(ctx);
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-09' });
  await freeze(ctx, ctx.db, (await digestOf(ctx.db, 'daily', '2026-03-09'))?.id ?? 0);
  clock.set('2026-03-10T08:00:00Z');
  const composing = digestTick(ctx);
  await began;
  await queueDue(ctx);
  expect(await deliveries(ctx)).toMatchObject([{ date: '2026-03-09', state: 'queued' }]);
  answer();
  await composing;
});

test('does not delay a draft because of a source', async () => {
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: await refusing() },
    '2026-03-10T07:59:00Z',
  );
  await addPapers(ctx, '2026-03-10', ['There']);
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-10' });
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('ready');
});

test('delays the digest for an hour if there are far fewer papers than usual by that hour', async () => {
  const url = await huggingFace([daily('2603.00001')]);
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url },
    '2026-03-10T08:00:00Z',
  );
  await ctx.db.prisma.sourceFetch.createMany({
    data: [
      { source: 'huggingface', fetchedAt: '2026-02-24T07:30:00Z', papers: 12 },
      { source: 'huggingface', fetchedAt: '2026-03-03T07:30:00Z', papers: 8 },
      // Papers that arrive later in the day do not count for the morning.
      { source: 'huggingface', fetchedAt: '2026-03-03T20:00:00Z', papers: 60 },
    ],
  });
  await digestTick(ctx);
  expect(await sourcesHealth(ctx)).toMatchObject([
    {
      source: 'huggingface',
      healthy: false,
      papers: 1,
      usual: 10,
      reason: '1 paper, usually about 10 by this time',
    },
  ]);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toBeUndefined();
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('ready');
});

test('counts a paper for each source that returned it, in any order', async () => {
  const listing = { submittedOnDailyAt: '2026-03-10T00:00:00.000Z' };
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'huggingface,arxiv:cs.CL',
    HUGGINGFACE_URL: await huggingFace([daily('2603.00001', listing)]),
    ARXIV_API_URL: await serve((_request, response) => response.end(atom(entry('2603.00001v1')))),
  });
  await addPapers(ctx, '2026-03-10', ['Paper 2603.00001']);
  await fetchPapers(ctx);
  expect(await ctx.db.prisma.paper.count()).toBe(1);
  expect(await sourcesHealth(ctx)).toMatchObject([
    { source: 'huggingface', papers: 1 },
    { source: 'arxiv:cs.CL', papers: 1 },
  ]);
});

test('shows health in /readyz, /metrics and the API; an unhealthy source is not a 503', async () => {
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'huggingface,arxiv:cs.CL',
    HUGGINGFACE_URL: await huggingFace([daily('2603.00001')]),
    ARXIV_API_URL: await refusing(),
    ADMIN_API_KEY: 'a key of sixteen characters',
    METRICS_TOKEN: 'a key of sixteen characters',
  });
  const app = await startApp(ctx);
  const read = (url: string) =>
    app.inject({
      url,
      headers: { authorization: 'Bearer a key of sixteen characters', accept: 'application/json' },
    });
  expect((await read('/api/v1/sources')).json()).toMatchObject({
    items: [{ healthy: null }, { healthy: null }],
  });
  expect((await read('/metrics')).body).not.toContain('source_healthy{');
  await fetchPapers(ctx);
  const items = [
    {
      source: 'huggingface',
      healthy: true,
      reason: null,
      papers: 1,
      succeededAt: '2026-03-10T09:00:00.000Z',
    },
    { source: 'arxiv:cs.CL', healthy: false, reason: 'answered 404', succeededAt: null },
  ];
  expect((await read('/api/v1/sources')).json()).toMatchObject({ items, nextCursor: null });
  const ready = await read('/readyz');
  expect(ready.statusCode).toBe(200);
  expect(ready.json()).toMatchObject({ status: 'ok', sources: items });
  const metrics = (await read('/metrics')).body;
  expect(metrics).toContain('daily_papers_source_healthy{source="huggingface"} 1\n');
  expect(metrics).toContain('daily_papers_source_healthy{source="arxiv:cs.CL"} 0\n');
  expect(metrics).toContain(
    'daily_papers_source_last_success_timestamp_seconds{source="huggingface"} 1773133200\n',
  );
});
