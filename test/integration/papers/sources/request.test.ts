import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { fetchPapers } from '../../../../src/papers/sources/fetch.ts';
import { sourcesHealth } from '../../../../src/papers/sources/health.ts';
import { requestsTo } from '../../../../src/papers/sources/request.ts';
import type { PaperSource } from '../../../../src/papers/sources/source.ts';
import { freshContext } from '../../../support/context.ts';
import { atom, daily, entry, serve } from '../../../support/sources.ts';

/** A source without a rate limit, for a single request. */
const anySource: PaperSource = { name: 'test', provider: 'test', interval: 0, async *fetch() {} };

const odd: [string, RequestListener, RegExp][] = [
  [
    'an HTML page',
    (_request, response) => response.end('<html><body>Sorry</body></html>'),
    /response isn’t JSON/,
  ],
  [
    'truncated JSON',
    (_request, response) => response.end('[{"paper":{"id":"1"'),
    /response isn’t JSON/,
  ],
  ['an object', (_request, response) => response.end('{"error":"x"}'), /response isn’t JSON/],
  ['nothing at all', (_request, response) => response.end(), /response isn’t JSON/],
  ['a 404', (_request, response) => response.writeHead(404).end(), /answered 404/],
  ['429 without an end', (_request, response) => response.writeHead(429).end(), /answered 429/],
  ['500 without an end', (_request, response) => response.writeHead(500).end(), /answered 500/],
  ['304 to no condition', (_request, response) => response.writeHead(304).end(), /answered 304/],
  [
    'a redirect to a private address',
    (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    /redirects to http:\/\/127.0.0.1:1, which isn’t allowed/,
  ],
  [
    'a redirect to a file',
    (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    /redirects to file:, which isn’t allowed/,
  ],
  [
    'redirects in a circle',
    (request, response) => response.writeHead(302, { location: request.url }).end(),
    /which isn’t allowed/,
  ],
  ['20 MB', (_request, response) => response.end(`[${' '.repeat(20_000_000)}]`), /over 10 MB/],
  [
    'a gzip bomb',
    (_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(2e8))),
    /over 10 MB/,
  ],
  ['a closed connection', (request) => request.socket.destroy(), /unreachable/],
];

test.for(odd)('isolates the failure of a source that answers %s', async ([, listener, reason]) => {
  const url = await serve(listener);
  const { ctx } = await freshContext({
    PAPER_SOURCES: 'huggingface,sample',
    HUGGINGFACE_URL: url,
  });
  const report = await fetchPapers(ctx);
  expect(report.failed).toMatchObject([
    { source: 'huggingface', reason: expect.stringMatching(reason) },
  ]);
  expect(report.added).toBe(12);
  expect(await sourcesHealth(ctx)).toMatchObject([
    { healthy: false, reason: expect.stringMatching(reason) },
  ]);
});

test('aborts a response that arrives too slowly', async () => {
  const url = await serve((_request, response) => {
    response.write('[');
    const drip = setInterval(() => response.write(' '), 10);
    response.once('close', () => clearInterval(drip));
  });
  const { ctx } = await freshContext();
  const ask = requestsTo(ctx, anySource, { timeout: 200, bytes: 1_000_000 });
  await expect(ask(url)).rejects.toMatchObject({ failure: { code: 'timeout' } });
});

const laughs = Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`,
).join('');

test.for([
  ['entities that grow without end', `<!ENTITY l0 "lol">${laughs}`],
  ['an entity that is a file of this machine', '<!ENTITY l9 SYSTEM "file:///etc/hostname">'],
])('does not expand %s in a feed', async ([, entities]) => {
  const feed = atom(entry('2603.00001v1').replace('A summary.', 'A &l9; summary.'));
  const url = await serve((_request, response) =>
    response.end(feed.replace('?>', `?><!DOCTYPE feed [${entities}]>`)),
  );
  const { ctx } = await freshContext({ PAPER_SOURCES: 'arxiv:cs.CL', ARXIV_API_URL: url });
  const report = await fetchPapers(ctx);
  const [paper] = await ctx.db.prisma.paper.findMany();
  expect(paper?.abstract ?? report.failed[0]?.reason).toMatch(
    /^A &l9; summary\.$|response isn’t Atom/,
  );
});

test('decodes by the bytes if the label is wrong, and by the label if they are not UTF-8', async () => {
  const { ctx } = await freshContext();
  const answers: [string, Buffer][] = [
    ['application/json; charset=iso-8859-1', Buffer.from('Schrödinger')],
    ['application/json; charset=iso-8859-15', Buffer.from('Schrödinger', 'latin1')],
    ['application/json; charset=nonsense', Buffer.from('Schrödinger', 'latin1')],
    ['application/json', Buffer.from('\uFEFFSchrödinger')],
  ];
  for (const [type, body] of answers) {
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': type }).end(body),
    );
    expect(await requestsTo(ctx, anySource)(url)).toBe('Schrödinger');
  }
});

test('follows a redirect within the origin', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/new') response.end('there');
    else response.writeHead(301, { location: '/new' }).end();
  });
  const { ctx } = await freshContext();
  expect(await requestsTo(ctx, anySource)(`${url}/old`)).toBe('there');
});

test('retries 429 and 500 after the requested pause', async () => {
  const refusals: [number, Record<string, string>][] = [
    [429, { 'retry-after': '20' }],
    [500, {}],
    [429, { ratelimit: '"api";r=0;t=30' }],
    [503, { 'retry-after': new Date(Date.now() + 40_000).toUTCString() }],
  ];
  const url = await serve((_request, response) => {
    const [status, headers] = refusals.shift() ?? [200, {}];
    response.writeHead(status, headers).end('[]');
  });
  const { ctx, clock } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  const pauses = () => clock.slept.splice(0).filter((pause) => pause > 2000);
  expect((await fetchPapers(ctx)).failed).toMatchObject([
    {
      source: 'huggingface',
      failure: { code: 'http-status', status: 429 },
      reason: 'answered 429',
    },
  ]);
  const [asked = 0, backOff = 0] = pauses();
  expect(Math.round(asked / 1000)).toBe(20);
  expect(Math.round(backOff / 700)).toBe(4);
  expect((await fetchPapers(ctx)).failed).toEqual([]);
  // The pause of the last refusal outlasts the fetch.
  const [delay = 0, until = 0] = pauses();
  expect(delay).toBeGreaterThan(20_000);
  expect(delay).toBeLessThanOrEqual(30_000);
  expect(until).toBeGreaterThan(20_000);
  expect(until).toBeLessThanOrEqual(40_000);
});

test('neither waits for nor shortens a pause of more than a minute', async () => {
  let asked = 0;
  const url = await serve((_request, response) => {
    asked += 1;
    response.writeHead(429, { 'retry-after': '3600' }).end();
  });
  const { ctx, clock } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  const reasons = new Set<string | undefined>();
  for (let count = 0; count < 3; count += 1)
    reasons.add((await fetchPapers(ctx)).failed[0]?.reason);
  expect(asked).toBe(1);
  expect(Math.max(...clock.slept, 0)).toBeLessThan(1000);
  expect(reasons).toEqual(new Set(['answered 429', 'asked us to wait, and the wait isn’t over']));
});

test('respects the rate limit of a source across all processes', async () => {
  const url = await serve((_request, response) => response.end('[]'));
  const { ctx, clock } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  const began = performance.now();
  await Promise.all([fetchPapers(ctx), fetchPapers(ctx)]);
  // Sixteen requests 700 ms apart. The duration of the requests themselves is not slept.
  const slept = clock.slept.reduce((sum, pause) => sum + pause, 0);
  expect(slept + performance.now() - began).toBeGreaterThan(15 * 700);
});

test('sends one request at a time to a provider, from all processes', async () => {
  let open = 0;
  let maximum = 0;
  const url = await serve((_request, response) => {
    open += 1;
    maximum = Math.max(maximum, open);
    setTimeout(() => {
      open -= 1;
      response.end('[]');
    }, 50);
  });
  const { ctx } = await freshContext();
  await Promise.all([1, 2, 3].map(() => requestsTo(ctx, anySource)(url)));
  expect(maximum).toBe(1);
});

test('treats a 304 as the cached response, not as an empty day', async () => {
  const statuses: number[] = [];
  let upvotes = 5;
  const url = await serve((request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams;
    const items = asked.get('date') === '2026-03-10' ? [daily('2603.00001', { upvotes })] : [];
    const etag = `"${asked.get('date')}-${upvotes}"`;
    const unchanged = request.headers['if-none-match'] === etag;
    statuses.push(unchanged ? 304 : 200);
    response
      .writeHead(unchanged ? 304 : 200, { etag })
      .end(unchanged ? undefined : JSON.stringify(items));
  });
  const { ctx, clock } = await freshContext({ PAPER_SOURCES: 'huggingface', HUGGINGFACE_URL: url });
  expect(await fetchPapers(ctx)).toMatchObject({ added: 1, failed: [] });
  clock.set('2026-03-10T10:00:00Z');
  expect(await fetchPapers(ctx)).toMatchObject({ added: 0, unchanged: 1, failed: [] });
  expect(statuses.slice(8)).toEqual(Array.from({ length: 8 }, () => 304));
  expect(await sourcesHealth(ctx)).toMatchObject([{ healthy: true, papers: 1 }]);
  upvotes = 6;
  clock.set('2026-03-10T11:00:00Z');
  expect(await fetchPapers(ctx)).toMatchObject({ updated: 1 });
  // Every refresh is an observation, even without a change.
  const points = await ctx.db.prisma.paperCount.findMany({ orderBy: { observedAt: 'asc' } });
  expect(points.map((point) => point.upvotes)).toEqual([5, 5, 6]);
});

test('sends If-Modified-Since without an ETag, and nothing if the last response had neither', async () => {
  const asked: (string | undefined)[] = [];
  const dates = ['Tue, 10 Mar 2026 08:00:00 GMT', undefined];
  const url = await serve((request, response) => {
    asked.push(request.headers['if-modified-since']);
    const date = dates.shift();
    response.writeHead(200, date === undefined ? {} : { 'last-modified': date }).end('[]');
  });
  const { ctx } = await freshContext();
  const ask = requestsTo(ctx, anySource);
  for (let count = 0; count < 3; count += 1) await ask(url);
  expect(asked).toEqual([undefined, 'Tue, 10 Mar 2026 08:00:00 GMT', undefined]);
});

test('identifies itself to sources, and requests no day that has not begun in UTC', async () => {
  const agents = new Set<string | undefined>();
  const days: string[] = [];
  const url = await serve((request, response) => {
    agents.add(request.headers['user-agent']);
    const date = new URL(request.url ?? '', 'http://x').searchParams.get('date') ?? '';
    days.push(date);
    if (date > '2026-03-10') response.writeHead(400).end();
    else response.end('[]');
  });
  const { ctx } = await freshContext(
    {
      PAPER_SOURCES: 'huggingface',
      HUGGINGFACE_URL: url,
      SOURCE_CONTACT: 'ops@papers.example',
      DIGEST_TIMEZONE: 'Pacific/Kiritimati',
    },
    '2026-03-10T11:00:00Z',
  );
  expect((await fetchPapers(ctx)).failed).toEqual([]);
  expect(agents).toEqual(new Set(['daily-papers (+ops@papers.example)']));
  expect(days).toHaveLength(8);
  expect(days[0]).toBe('2026-03-10');
});
