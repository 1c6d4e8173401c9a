import { expect, test } from 'vitest';
import { fetchPapers } from '../../../../src/papers/sources/fetch.ts';
import { sourcesHealth } from '../../../../src/papers/sources/health.ts';
import { freshContext } from '../../../support/context.ts';
import { atom, daily, entry, serve } from '../../../support/sources.ts';

const date = new Date('2026-03-09');

test('bioRxiv: imports new papers of the categories, page by page', async () => {
  const post = (n: number) => ({
    doi: `10.1101/2026.03.09.${100_000 + n}`,
    title: `On cells ${n}`,
    authors: 'Lindqvist, A.; Asare, K.;',
    date: '2026-03-09',
    version: n === 1 ? '2' : '1',
    category: n === 2 ? 'ecology' : 'cell biology',
    abstract: 'A summary.',
  });
  const all = Array.from({ length: 130 }, (_, n) => post(n));
  const paths: string[] = [];
  const url = await serve((request, response) => {
    paths.push(request.url ?? '');
    const [first = '', last = '', cursor = ''] = request.url?.split('/').slice(3) ?? [];
    const found = all.filter(({ date: posted }) => posted >= first && posted <= last);
    const collection = found.slice(Number(cursor), Number(cursor) + 100);
    response.end(
      JSON.stringify({
        messages: [{ status: 'ok', cursor, count: 100, total: String(found.length) }],
        collection,
      }),
    );
  });
  const { ctx, clock } = await freshContext({
    PAPER_SOURCES: 'biorxiv:cell-biology+neuroscience',
    BIORXIV_API_URL: url,
  });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 128, failed: [], skipped: [] });
  expect(paths).toEqual([
    '/details/biorxiv/2026-03-08/2026-03-10/0/json',
    '/details/biorxiv/2026-03-08/2026-03-10/100/json',
  ]);
  expect(await ctx.db.prisma.paper.findFirst({ orderBy: { id: 'asc' } })).toMatchObject({
    source: 'biorxiv',
    doi: '10.1101/2026.03.09.100000',
    authors: ['A. Lindqvist', 'K. Asare'],
    categories: ['cell biology'],
    listedOn: date,
    url: 'https://www.biorxiv.org/content/10.1101/2026.03.09.100000v1',
  });
  // After midnight in Tokyo, the source still adds papers of the day before.
  const inTokyo = { ...ctx, config: { ...ctx.config, DIGEST_TIMEZONE: 'Asia/Tokyo' } };
  clock.set('2026-03-10T15:07:00Z');
  await fetchPapers(inTokyo);
  all.push(post(130));
  clock.set('2026-03-10T16:07:00Z');
  expect(await fetchPapers(inTokyo)).toMatchObject({ added: 1, failed: [] });
  const late = await ctx.db.prisma.paper.findFirst({ orderBy: { id: 'desc' } });
  expect(late).toMatchObject({ title: 'On cells 130', listedOn: new Date('2026-03-10') });
});

test.for([
  [
    'biorxiv',
    'BIORXIV_API_URL',
    50,
    (n: number) => ({
      messages: [{ total: 60 }],
      collection: [
        {
          doi: `10.1101/2026.03.09.${100_000 + n}`,
          title: `On ${n}`,
          date: '2026-03-09',
          version: '1',
        },
      ],
    }),
  ],
  [
    'openreview:X.cc/2026/Conference',
    'OPENREVIEW_API_URL',
    20,
    (n: number) => ({
      count: 30,
      notes: [{ id: `n${n}`, cdate: date.getTime(), content: { title: { value: `On ${n}` } } }],
    }),
  ],
] as const)(
  '%s: a fetch that reaches its maximum of requests fails, and the next one continues there',
  async ([source, setting, maximum, page]) => {
    let requests = 0;
    const url = await serve((_request, response) => {
      response.end(JSON.stringify(page(requests)));
      requests += 1;
    });
    const { ctx, clock } = await freshContext({ PAPER_SOURCES: source, [setting]: url });
    expect(await fetchPapers(ctx)).toMatchObject({
      added: maximum,
      failed: [{ failure: { code: 'too-many', received: maximum } }],
    });
    clock.set('2026-03-10T10:00:00Z');
    expect(await fetchPapers(ctx)).toMatchObject({ added: 10, failed: [] });
    expect(requests).toBe(maximum + 10);
  },
);

test.for([
  [
    'arxiv:cs.CL',
    'ARXIV_API_URL',
    200,
    (numbers: number[]) => atom(...numbers.map((n) => entry(`2603.${10_000 + n}`))),
  ],
  [
    'openreview:X.cc/2026/Conference',
    'OPENREVIEW_API_URL',
    1000,
    (numbers: number[]) => {
      const note = (n: number) => ({ id: `n${n}`, content: { title: { value: `On ${n}` } } });
      return JSON.stringify({ notes: numbers.map(note) });
    },
  ],
  [
    'biorxiv',
    'BIORXIV_API_URL',
    30,
    (numbers: number[]) => {
      const post = (n: number) => ({ doi: `10.1101/2026.03.09.${100_000 + n}`, title: `On ${n}` });
      const collection = numbers.map((n) => ({ ...post(n), date: '2026-03-09', version: '1' }));
      return JSON.stringify({ messages: [{ status: 'ok' }], collection });
    },
  ],
] as const)('%s: reads all pages if no total is stated', async ([source, setting, size, page]) => {
  const numbers = Array.from({ length: size + 1 }, (_, n) => n);
  const url = await serve((request, response) => {
    const { pathname, searchParams: asked } = new URL(request.url ?? '', 'http://x');
    const start = Number(asked.get('start') ?? asked.get('offset') ?? pathname.split('/').at(-2));
    response.end(page(numbers.slice(start, start + size)));
  });
  const { ctx } = await freshContext({ PAPER_SOURCES: source, [setting]: url });
  expect(await fetchPapers(ctx)).toMatchObject({ added: size + 1, failed: [] });
});

test('Hugging Face: a day with too many papers is reported, and the others are fetched', async () => {
  const url = await serve((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams;
    const [day, page] = [asked.get('date'), Number(asked.get('p'))];
    const ids = Array.from({ length: 100 }, (_, n) => `2603.${10_000 + page * 100 + n}`);
    const items =
      day === '2026-03-10'
        ? ids.map((id) => daily(id))
        : day === '2026-03-09' && page === 0
          ? [daily('2602.00001')]
          : [];
    response.end(JSON.stringify(items));
  });
  const { ctx } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  expect(await fetchPapers(ctx)).toMatchObject({
    added: 501,
    failed: [{ failure: { code: 'too-many', received: 500 } }],
  });
});

test('OpenReview: imports the papers of a venue', async () => {
  const note = (id: string, more: object = {}) => ({
    id,
    cdate: Date.parse('2026-03-09T12:00:00Z'),
    content: { title: { value: `On ${id}` }, abstract: { value: 'A summary.' }, ...more },
  });
  const notes = [
    note('a1', {
      authors: { value: ['Ada Lindqvist', 7] },
      TLDR: { value: 'Short.' },
      keywords: { value: ['x'] },
    }),
    note('b2', { authors: 'hidden' }),
    { id: 'c3', content: {} },
  ];
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    response.end(JSON.stringify({ notes, count: 3 }));
  });
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'openreview:X.cc/2026/Conference',
    OPENREVIEW_API_URL: url,
  });
  expect(await fetchPapers(ctx)).toMatchObject({
    added: 2,
    failed: [],
    skipped: [expect.stringContaining('title')],
  });
  expect(asked).toEqual([expect.stringContaining('content.venueid=X.cc%2F2026%2FConference')]);
  expect(await ctx.db.prisma.paper.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    {
      source: 'openreview',
      summary: 'Short.',
      authors: ['Ada Lindqvist'],
      keywords: ['x'],
      listedOn: date,
    },
    { title: 'On b2', authors: [], url: 'https://openreview.net/forum?id=b2' },
  ]);
});

const rss = `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title>
<item><title>On &lt;i&gt;rivers&lt;/i&gt;</title><link>https://x.example/rivers</link><guid>https://doi.org/10.1000/RIVERS</guid>
<description><![CDATA[<p>Water &amp; stones.</p><script>alert(1)</script>]]></description><author>press@x.example</author><author>ada@x.example (Ada Lindqvist)</author>
<pubDate>Mon, 09 Mar 2026 08:00:00 GMT</pubDate><category>hydrology</category></item>
<item><title>Old</title><link>https://x.example/old</link><pubDate>Mon, 05 Jan 2026 08:00:00 GMT</pubDate></item></channel></rss>`;

const rdf = `<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://x.example"><title>x</title></channel>
<item rdf:about="/rivers"><title>On rivers</title><link>https://x.example/2026.0309</link><description>Water &amp;amp; stones.</description>
<dc:creator>Ada Lindqvist</dc:creator><dc:date>2026-03-09</dc:date><dc:identifier>doi:10.1000/RIVERS</dc:identifier>
<dc:subject>hydrology</dc:subject></item></rdf:RDF>`;

const jsonFeed = JSON.stringify({
  version: 'https://jsonfeed.org/version/1.1',
  title: 'x',
  items: [
    {
      id: '1',
      url: 'https://arxiv.org/abs/2603.00009',
      title: 'On rivers',
      content_html: '<p>Water &amp; stones.</p>',
      authors: [{ url: 'https://x.example/press' }, { name: 'Ada Lindqvist' }],
      date_published: '2026-03-09T08:00:00Z',
      tags: ['hydrology'],
    },
  ],
});

const rivers = {
  title: 'On rivers',
  abstract: 'Water & stones.',
  authors: ['Ada Lindqvist'],
  categories: ['hydrology'],
  listedOn: date,
};

test.for([
  ['rss', rss, { ...rivers, doi: '10.1000/rivers', url: 'https://x.example/rivers' }],
  [
    'rss',
    rdf,
    { ...rivers, arxivId: null, doi: '10.1000/rivers', url: 'https://x.example/2026.0309' },
  ],
  ['jsonfeed', jsonFeed, { ...rivers, arxivId: '2603.00009' }],
  [
    'atom',
    atom(
      entry('2603.00001v1').replace(
        '<author>',
        '<author><uri>https://x.example/press</uri></author><link rel="self"/><category label="x"/><author>',
      ),
    ),
    {
      title: 'On 2603.00001v1 & more',
      authors: ['Ada Lindqvist', 'Kwame Asare'],
      categories: ['cs.CL'],
      arxivId: '2603.00001',
      url: 'http://arxiv.org/pdf/2603.00001v1',
      listedOn: date,
    },
  ],
] as const)('%s: imports new entries and ignores old ones', async ([format, body, paper]) => {
  const url = await serve((_request, response) => response.end(body));
  const { ctx } = await freshContext({ PAPER_SOURCES: `${format}:${url}/feed` });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 1, failed: [], skipped: [] });
  expect(await ctx.db.prisma.paper.findMany()).toMatchObject([{ source: format, ...paper }]);
  expect(await sourcesHealth(ctx)).toMatchObject([
    { source: `${format}:${url}/feed`, healthy: true },
  ]);
});

test('resolves relative links, and lists an entry today if the feed has it later than its date', async () => {
  let body = rss.replaceAll('<link>https://x.example/', '<link>/');
  const url = await serve((_request, response) => response.end(body));
  const { ctx, clock } = await freshContext({ PAPER_SOURCES: `rss:${url}/feed` });
  await fetchPapers(ctx);
  body = body.replaceAll('rivers', 'lakes').replaceAll('RIVERS', 'LAKES');
  clock.set('2026-03-13T09:00:00Z');
  await fetchPapers(ctx);
  expect(
    await ctx.db.prisma.paper.findMany({
      orderBy: { id: 'asc' },
      select: { listedOn: true, url: true },
    }),
  ).toEqual([
    { listedOn: date, url: `${url}/rivers` },
    { listedOn: new Date('2026-03-13'), url: `${url}/lakes` },
  ]);
});

test.for(['rss', 'atom', 'jsonfeed'])('%s: fails for a page that is not a feed', async (format) => {
  const url = await serve((_request, response) => response.end('<html><body>Sorry</body></html>'));
  const { ctx } = await freshContext({ PAPER_SOURCES: `${format}:${url}/feed` });
  expect((await fetchPapers(ctx)).failed).toMatchObject([{ failure: { code: 'format' } }]);
});
