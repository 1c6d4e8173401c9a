import { expect, test } from 'vitest';
import { readConfig } from '../../../../../src/config/config.ts';
import type { Db } from '../../../../../src/db/client.ts';
import { fetchPapers } from '../../../../../src/papers/sources/fetch.ts';
import { openSource } from '../../../../../src/papers/sources/registry.ts';
import { sourcesHealth } from '../../../../../src/papers/sources/health.ts';
import { freshContext } from '../../../../support/context.ts';
import { atom, entry, serve } from '../../../../support/sources.ts';

const total = (count: number) =>
  `<opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">${count}</opensearch:totalResults>`;

/** Entries of one announcement, followed by earlier entries, newest first. */
const entries = (announced: number, earlier: number) => [
  ...Array.from({ length: announced }, (_, n) => entry(`2603.${10_000 + n}v1`)),
  ...Array.from({ length: earlier }, (_, n) =>
    entry(`2602.${10_000 + n}v1`, '2026-02-20T10:00:00Z'),
  ),
];

/** arXiv's API with these entries. `answer` may replace a page. */
async function api(
  all: string[],
  answer: (start: number, request: number) => string | undefined = () => undefined,
) {
  const starts: number[] = [];
  const url = await serve((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams;
    const start = Number(asked.get('start'));
    starts.push(start);
    const page = all.slice(start, start + Number(asked.get('max_results')));
    response.end(answer(start, starts.length) ?? atom(total(all.length), ...page));
  });
  return { url, starts };
}

test('reads an announcement of 830 papers completely, and requests no older page', async () => {
  const { url, starts } = await api(entries(830, 3000));
  const { ctx, clock } = await freshContext({
    PAPER_SOURCES: 'arxiv:cs.AI+cs.CL',
    ARXIV_API_URL: url,
  });
  const began = performance.now();
  expect(await fetchPapers(ctx)).toMatchObject({ added: 830, failed: [], skipped: [] });
  expect(starts).toEqual([0, 200, 400, 600, 800]);
  // Elapsed time is not slept again. Under load it exceeds 12 s.
  const slept = clock.slept.reduce((sum, pause) => sum + pause, 0);
  expect(slept + performance.now() - began).toBeGreaterThan(4 * 3000);
  expect(await sourcesHealth(ctx)).toMatchObject([{ healthy: true, papers: 830 }]);
});

test('requests a page with fewer entries than promised again', async () => {
  const all = entries(300, 0);
  const { url, starts } = await api(all, (_start, request) =>
    request === 2
      ? atom(total(300))
      : request === 3
        ? atom(total(300), ...all.slice(200, 250))
        : undefined,
  );
  const { ctx } = await freshContext({ PAPER_SOURCES: 'arxiv:cs.CL', ARXIV_API_URL: url });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 300, failed: [] });
  expect(starts).toEqual([0, 200, 200, 200]);
});

test('fails if a response stays incomplete, shows that in health, and completes the next fetch', async () => {
  let isComplete = false;
  const { url } = await api(entries(300, 0), (start) =>
    start === 0 || isComplete ? undefined : atom(total(300)),
  );
  const { ctx, clock } = await freshContext({
    PAPER_SOURCES: 'arxiv:cs.CL',
    ARXIV_API_URL: url,
    ARXIV_RSS_URL: url,
  });
  const failure = { code: 'incomplete', received: 200, expected: 300 };
  const reason = 'returned 200 of 300 entries';
  // The RSS feed fails as well, because this server returns Atom.
  expect(await fetchPapers(ctx)).toMatchObject({ added: 200, failed: [{ failure, reason }] });
  expect(await sourcesHealth(ctx)).toMatchObject([{ healthy: false, failure, reason }]);
  isComplete = true;
  clock.set('2026-03-10T10:00:00Z');
  expect(await fetchPapers(ctx)).toMatchObject({ added: 100, failed: [] });
  expect(await sourcesHealth(ctx)).toMatchObject([{ healthy: true, papers: 300 }]);
});

const rss = (...items: [id: string, type: string][]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>cs.CL</title>${items
    .map(
      ([
        id,
        type,
      ]) => `<item><title>On ${id}</title><description>arXiv:${id}v2 Announce Type: ${type}
Abstract: A summary.</description><guid isPermaLink="false">oai:arXiv.org:${id}v2</guid>
<pubDate>Tue, 10 Mar 2026 00:00:00 -0400</pubDate></item>`,
    )
    .join('')}</channel></rss>`;

test('completes an incomplete announcement from the RSS feed of the day', async () => {
  const { url } = await api([], () => atom(total(520)));
  const feed = await serve((_request, response) =>
    response.end(rss(['2603.00001', 'new'], ['2603.00002', 'replace'])),
  );
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'arxiv:cs.CL',
    ARXIV_API_URL: url,
    ARXIV_RSS_URL: feed,
  });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 1, failed: [] });
});

test('includes only the configured types of announcements', async () => {
  const primary = (id: string, category: string) =>
    entry(id).replace('<category', `<category term="${category}"/><category`);
  const { url, starts } = await api([
    primary('2603.00001v1', 'cs.CL'),
    primary('2603.00002v1', 'math.ST'),
  ]);
  const feed = await serve((_request, response) =>
    response.end(
      rss(
        ['2603.00003', 'replace'],
        ['2603.00004', 'new'],
        ['1706.03762', 'cross'],
        ['math/0211159', 'cross'],
        ['2602.00005', 'cross'],
      ),
    ),
  );
  const taken = async (types: string) => {
    const env = { PAPER_SOURCES: `arxiv:cs.CL${types}`, ARXIV_API_URL: url, ARXIV_RSS_URL: feed };
    const { ctx } = await freshContext(env);
    await fetchPapers(ctx);
    return (await ctx.db.prisma.paper.findMany({ orderBy: { arxivId: 'asc' } })).map(
      ({ arxivId }) => arxivId,
    );
  };
  // Moderators held 2602.00005 and 2603.00004, so only the feed announces them.
  expect(await taken('')).toEqual(['2602.00005', '2603.00001', '2603.00002', '2603.00004']);
  expect(await taken(':new')).toEqual(['2603.00001', '2603.00004']);
  expect(await taken(':cross+replace')).toEqual(['2602.00005', '2603.00002', '2603.00003']);
  expect(starts).toHaveLength(3);
  expect(await taken(':replace')).toEqual(['2603.00003']);
  expect(starts).toHaveLength(3);
});

test.for(['arxiv:cs', 'arxiv:cs.*'])('%s: reads a whole archive', async (source) => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end(request.url?.startsWith('/rss') ? rss() : atom(entry('2603.00001v1')));
  });
  const urls = { ARXIV_API_URL: `${url}/api`, ARXIV_RSS_URL: `${url}/rss` };
  const { ctx } = await freshContext({ PAPER_SOURCES: `${source}:new`, ...urls });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 1, failed: [] });
  expect(asked).toEqual([expect.stringMatching(/search_query=cat:cs\+OR\+cat:cs\.\*&/), '/rss/cs']);
});

test('reports an announcement that is longer than a fetch, even if the RSS feed works', async () => {
  const config = readConfig({ PAPER_SOURCES: '' });
  const page = atom(total(20_000), ...entries(200, 0));
  let requests = 0;
  const request = (url: string) => {
    requests += 1;
    return Promise.resolve(url.startsWith(config.ARXIV_RSS_URL) ? rss() : page);
  };
  const span = { days: ['2026-03-10', '2026-03-03'], lastFetch: null, position: null };
  const readAll = async () => {
    for await (const { skipped } of openSource(config, 'arxiv:cs.CL').fetch(request, span))
      expect(skipped).toEqual([]);
  };
  await expect(readAll()).rejects.toMatchObject({
    failure: { code: 'too-many', received: 10_000 },
  });
  expect(requests).toBe(51);
});

/** A process that dies after this many responses of arXiv. */
async function crashAfter(requests: number, all: string[]) {
  const state = { all };
  const starts: number[] = [];
  const url = await serve((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams;
    const start = Number(asked.get('start'));
    starts.push(start);
    const page = state.all.slice(start, start + Number(asked.get('max_results')));
    response.end(atom(total(state.all.length), ...page));
  });
  const { ctx, clock } = await freshContext({ PAPER_SOURCES: 'arxiv:cs.CL', ARXIV_API_URL: url });
  const crash = new Error('the process ended');
  // A statement that reserves its turn precedes each request.
  const row: Db['row'] = (schema, statement) =>
    starts.length === requests ? Promise.reject(crash) : ctx.db.row(schema, statement);
  await expect(fetchPapers({ ...ctx, db: { ...ctx.db, row } })).rejects.toBe(crash);
  return { ctx, clock, state, starts };
}

test('continues at the next page after a crash between two pages', async () => {
  const { ctx, starts } = await crashAfter(2, entries(450, 200));
  expect(await ctx.db.prisma.paper.count()).toBe(400);
  expect(await fetchPapers(ctx)).toMatchObject({ added: 50, failed: [] });
  expect(starts).toEqual([0, 200, 400]);
  expect(await sourcesHealth(ctx)).toMatchObject([{ healthy: true, papers: 450 }]);
  // The following fetch starts at the first page.
  expect(await fetchPapers(ctx)).toMatchObject({ added: 0, unchanged: 450, failed: [] });
  expect(starts.slice(3)).toEqual([0, 200, 400]);
});

test('starts at the first page if the announcement changed after the crash', async () => {
  const { ctx, state, starts } = await crashAfter(1, entries(300, 0));
  state.all = [entry('2603.99999v1'), ...state.all];
  expect(await fetchPapers(ctx)).toMatchObject({ added: 101, unchanged: 200, failed: [] });
  expect(starts).toEqual([0, 200, 0, 200]);
});

test('starts at the first page on another day', async () => {
  const { ctx, clock, starts } = await crashAfter(1, entries(300, 0));
  clock.set('2026-03-11T09:00:00Z');
  await fetchPapers(ctx);
  expect(starts).toEqual([0, 0, 200]);
});
