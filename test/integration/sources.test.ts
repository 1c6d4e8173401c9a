import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { digestOf } from '../../src/digests/reading.ts';
import { digestTick } from '../../src/digests/schedule.ts';
import { fetchPapers, thinSources } from '../../src/papers/fetch.ts';
import { importPapers } from '../../src/papers/import.ts';
import { freshContext } from '../support/context.ts';

/** A server of a source's shape on this machine. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const daily = (id: string, more: object = {}, beside: object = {}) => ({
  paper: {
    id,
    title: `Paper ${id}`,
    summary: 'A summary\nover lines.',
    authors: [{ name: 'Ada Lindqvist' }, { name: 'Hidden', hidden: true }],
    publishedAt: '2026-03-08T17:59:59.000Z',
    submittedOnDailyAt: '2026-03-10T00:00:00.000Z',
    upvotes: 5,
    githubRepo: 'https://code.example/x',
    ai_keywords: ['sparse', 'vision'],
    ...more,
  },
  numComments: 2,
  unknownField: { anything: true },
  ...beside,
});

/** Hugging Face's answer for one day, nothing for the others. */
async function huggingFace(items: unknown[]) {
  return serve((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(asked.get('date') === '2026-03-10' && asked.get('p') === '0' ? items : []));
  });
}

test('Hugging Face: an answer turns into papers; one bad item is reported, the rest goes in', async () => {
  const url = await huggingFace([
    daily('2603.00001'),
    { paper: { id: '2603.00002', title: 'Bare' } },
    { paper: { title: 'no id' } },
    'no object',
    daily('2603.00003', { upvotes: 'many', authors: 7, publishedAt: 'yesterday', githubRepo: 'javascript:alert(1)' }),
  ]);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  const report = await fetchPapers(ctx);
  expect(report).toMatchObject({ added: 3, failed: [] });
  expect(report.skipped).toHaveLength(2);
  const [first, bare, odd] = await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } });
  expect(first).toMatchObject({
    source: 'huggingface',
    arxivId: '2603.00001',
    abstract: 'A summary over lines.',
    authors: ['Ada Lindqvist'],
    publishedOn: new Date('2026-03-08'),
    listedOn: new Date('2026-03-10'),
    upvotes: 5,
    comments: 2,
    codeUrl: 'https://code.example/x',
    pdfUrl: 'https://arxiv.org/pdf/2603.00001',
    keywords: ['sparse', 'vision'],
  });
  expect(first?.raw).toMatchObject({ unknownField: { anything: true } });
  expect(bare).toMatchObject({ title: 'Bare', upvotes: null, listedOn: new Date('2026-03-10') });
  expect(odd).toMatchObject({ upvotes: null, codeUrl: null, authors: [] });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 0, updated: 0, unchanged: 3 });
});

test('the listing day is the source’s word: a weekend’s answer is not today’s papers', async () => {
  const url = await huggingFace([daily('2603.00001', { submittedOnDailyAt: '2026-03-06T00:00:00.000Z' })]);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  await fetchPapers(ctx);
  expect((await ctx.db.prisma.paper.findFirst())?.listedOn).toEqual(new Date('2026-03-06'));
});

const atom = (...entries: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>ArXiv Query</title><updated>2026-03-10T00:00:00Z</updated>${entries.join('')}</feed>`;
const entry = (
  id: string,
  published = '2026-03-09T10:00:00Z',
) => `<entry><id>http://arxiv.org/abs/${id}</id><updated>${published}</updated>
<published>${published}</published><title>On ${id} &amp; more</title><summary> A summary. </summary><author><name>Ada Lindqvist</name></author><author><name>Kwame Asare</name></author>
<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1000/${id}</arxiv:doi><link href="http://arxiv.org/pdf/${id}" rel="related" title="pdf" type="application/pdf"/>
<category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/></entry>`;

test('arXiv: an Atom feed turns into papers, a new version into no new paper, old ones are left out', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end(
      atom(
        entry('2603.00001v2'),
        entry('2601.00009v1', '2026-01-01T00:00:00Z'),
        '<entry><id>nonsense</id><title>x</title></entry>',
      ),
    );
  });
  const { ctx } = await freshContext({ PAPER_SOURCES: 'arxiv:cs.CL+cs.LG', ARXIV_API_URL: `${url}/api/query` });
  const report = await fetchPapers(ctx);
  expect(report).toMatchObject({ added: 1, failed: [], skipped: [expect.stringContaining('nonsense')] });
  expect(asked[0]).toContain('search_query=cat:cs.CL+OR+cat:cs.LG');
  expect(await ctx.db.prisma.paper.findFirst()).toMatchObject({
    source: 'arxiv',
    arxivId: '2603.00001',
    doi: '10.1000/2603.00001v2',
    title: 'On 2603.00001v2 & more',
    authors: ['Ada Lindqvist', 'Kwame Asare'],
    listedOn: new Date('2026-03-10'),
    publishedOn: new Date('2026-03-09'),
    categories: ['cs.CL'],
  });
});

test('one paper from two sources is one row', async () => {
  const huggingFaceUrl = await huggingFace([daily('2603.00001')]);
  const arxivUrl = await serve((_request, response) => response.end(atom(entry('2603.00001v1'))));
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'huggingface,arxiv:cs.CL',
    HUGGINGFACE_URL: huggingFaceUrl,
    ARXIV_API_URL: arxivUrl,
  });
  await fetchPapers(ctx);
  expect(await ctx.db.prisma.paper.findMany()).toMatchObject([
    { upvotes: 5, authors: ['Ada Lindqvist', 'Kwame Asare'], categories: ['cs.CL'] },
  ]);
});

const odd: [string, RequestListener, RegExp][] = [
  ['an HTML page', (_request, response) => response.end('<html><body>Sorry</body></html>'), /no JSON array/],
  ['truncated JSON', (_request, response) => response.end('[{"paper":{"id":"1"'), /no JSON array/],
  ['an object', (_request, response) => response.end('{"error":"x"}'), /no JSON array/],
  ['a 404', (_request, response) => response.writeHead(404).end(), /answered 404/],
  [
    'a redirect to a private address',
    (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    /redirects/,
  ],
  ['20 MB', (_request, response) => response.end(`[${' '.repeat(20_000_000)}]`), /more than 15 MB/],
  ['a closed connection', (request) => request.socket.destroy(), /cannot be reached/],
];

test.for(odd)('a source that answers %s is a failure that stops nothing else', async ([, listener, reason]) => {
  const url = await serve(listener);
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface,sample', HUGGINGFACE_URL: url });
  const report = await fetchPapers(ctx);
  expect(report.failed).toEqual([{ source: 'huggingface', reason: expect.stringMatching(reason) }]);
  expect(report.added).toBe(12);
  expect((await ctx.db.prisma.sourceState.findFirst())?.error).toMatch(reason);
});

test('429 and 500 are asked again after a pause, and then it works', async () => {
  let count = 0;
  const url = await serve((_request, response) => {
    count += 1;
    if (count === 1) response.writeHead(429, { 'retry-after': '1' }).end();
    else if (count === 2) response.writeHead(500).end();
    else response.end('[]');
  });
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  expect((await fetchPapers(ctx)).failed).toEqual([]);
});

test('a source that fails holds the digest for an hour, then it goes with what there is', async () => {
  const url = await serve((_request, response) => response.writeHead(404).end());
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url },
    '2026-03-10T08:00:00Z',
  );
  await ctx.db.prisma.paper.create({
    data: { source: 'file', title: 'There', titleKey: 'there', listedOn: new Date('2026-03-10') },
  });
  await digestTick(ctx);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toBeUndefined();
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('ready');
});

const rssItem = (
  id: string,
  kind: string,
) => `<item><title>By feed ${id}</title><link>https://arxiv.org/abs/${id}</link>
<description>arXiv:${id}v1 Announce Type: ${kind}
Abstract: What it says.</description><guid isPermaLink="false">oai:arXiv.org:${id}v1</guid><category>cs.CL</category>
<arxiv:announce_type>${kind}</arxiv:announce_type><dc:creator>Ada Lindqvist, Kwame Asare</dc:creator></item>`;

test('arXiv: where the API fails its RSS feed stands in; replacements are no news', async () => {
  const items = [rssItem('2603.00005', 'new'), rssItem('2603.00006', 'replace'), '<item><title>Odd</title></item>'];
  const url = await serve((request, response) => {
    if (request.url?.startsWith('/api')) {
      response.writeHead(404).end();
      return;
    }
    expect(request.url).toBe('/rss/cs.CL+cs.LG');
    response.end(`<?xml version="1.0"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom"
      xmlns:dc="http://purl.org/dc/elements/1.1/" version="2.0"><channel><title>cs.CL</title>${items.join('')}</channel></rss>`);
  });
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'arxiv:cs.CL+cs.LG',
    ARXIV_API_URL: `${url}/api/query`,
    ARXIV_RSS_URL: `${url}/rss`,
  });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 1, failed: [], skipped: [expect.any(String)] });
  expect(await ctx.db.prisma.paper.findMany()).toMatchObject([
    { title: 'By feed 2603.00005', abstract: 'What it says.', arxivId: '2603.00005', categories: ['cs.CL'] },
  ]);
});

test('arXiv: where both fail, the API’s reason is kept', async () => {
  const url = await serve((_request, response) => response.writeHead(404).end());
  const { ctx } = await freshContext({ PAPER_SOURCES: 'arxiv:cs.CL', ARXIV_API_URL: url, ARXIV_RSS_URL: url });
  expect((await fetchPapers(ctx)).failed).toEqual([{ source: 'arxiv:cs.CL', reason: 'answered 404' }]);
});

test('an answer of arXiv’s API can be imported from a file; anything else is refused', async () => {
  const { ctx } = await freshContext();
  const report = await importPapers(ctx, atom(entry('2603.00007v2') + entry('no-id')), { format: 'arxiv' });
  expect(report).toMatchObject({
    read: 2,
    added: 1,
    rejected: [{ line: 1, reason: expect.stringContaining('no arXiv id') }],
  });
  await expect(importPapers(ctx, 'Dear reader', { format: 'arxiv' })).rejects.toMatchObject({ status: 422 });
});

test('far fewer papers than on the same weekday of other weeks hold the digest for an hour', async () => {
  const url = await huggingFace([]);
  const { ctx, clock } = await freshContext(
    { PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url },
    '2026-03-10T08:00:00Z',
  );
  const papers = [
    ...['2026-02-24', '2026-03-03'].flatMap((day) => Array.from({ length: 10 }, () => day)),
    '2026-03-10',
  ];
  await ctx.db.prisma.paper.createMany({
    data: papers.map((day, n) => ({ source: 'huggingface', title: `${n}`, titleKey: `${n}`, listedOn: new Date(day) })),
  });
  expect(await thinSources(ctx, '2026-03-10')).toEqual(['huggingface: 1 papers, usually about 10']);
  await digestTick(ctx);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toBeUndefined();
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('ready');
});
