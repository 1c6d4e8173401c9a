import { gunzipSync, brotliDecompressSync } from 'node:zlib';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../src/context.ts';
import { connect } from '../../../src/db/client.ts';
import { sql } from '../../../src/db/sql.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { makeToken } from '../../../src/subscribers/tokens.ts';
import { CachedPages } from '../../../src/web/cached-pages.ts';
import { form, startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { addPapers, addReader } from '../../support/readers.ts';

const key = 'test-key-of-some-length';
const browser = {
  accept: 'text/html',
  'accept-encoding': 'gzip, deflate, br',
  'accept-language': 'en-US,en;q=0.9',
};
const soon = { timeout: 60_000, interval: 20 };

async function setup() {
  const { ctx, clock, url } = await freshContext({ ADMIN_API_KEY: key });
  const app = await startApp(ctx);
  const get = async (where = '/', headers: Record<string, string> = browser) => {
    const answer = await app.inject({ url: where, headers });
    const encoding = answer.headers['content-encoding'];
    const unpack =
      encoding === 'br'
        ? brotliDecompressSync
        : encoding === 'gzip'
          ? gunzipSync
          : (raw: Buffer) => raw;
    return { ...answer, headers: answer.headers, body: unpack(answer.rawPayload).toString() };
  };
  return { ctx, clock, url, app, get };
}

/** Adds papers as another process would. Only Postgres notifies this process. */
async function addElsewhere(ctx: Context, url: string, title: string): Promise<void> {
  const db = connect(url, 1);
  await addPapers({ ...ctx, db }, '2026-03-10', [title]);
  await db.close();
}

/**
 * Makes a change that triggers no notification. A cached page does not show it, a newly rendered
 * page does.
 */
function renameInSecret(ctx: Context, title: string): Promise<number> {
  return ctx.db.sqlTransaction(async (tx) => {
    await tx.run(sql`set local session_replication_role = replica`);
    return tx.run(sql`update paper set title = ${title}`);
  });
}

/** URLs of pages, and alternative spellings of them. */
const spellings = {
  '/': ['/?utm_source=x', '/?utm_source=y&x[]=1', '/?', '/?x'],
  '/papers?date=2026-03-10': [
    '/papers?x=1&date=2026-03-10',
    '/papers?date=2026-03-10&fbclid=1',
    '/papers?d%61te=2026-03-10',
  ],
  '/papers/1': ['/papers/1?x=1', '/papers/%31', '/paper%73/1'],
  '/search?q=paper': ['/search?q=paper&x=1', '/search?x=2&q=pa%70er'],
  '/about': ['/about?x=1', '/%61bout'],
};

let names = 0;

/** Whether a page is served from the cache, tested with a change that triggers no notification. */
async function isCached(
  ctx: Context,
  get: (where: string) => Promise<{ body: string }>,
  where = '/',
): Promise<boolean> {
  names += 1;
  await get(where);
  await renameInSecret(ctx, `Secret ${names} of it`);
  return !(await get(where)).body.includes(`Secret ${names} of it`);
}

/** The process id of the listening connection. Its last statement shows that it is alive. */
async function listenerPid(ctx: Context): Promise<number> {
  return vi.waitFor(async () => {
    const row = await ctx.db.row(
      z.object({ pid: z.number() }),
      sql`select pid from pg_stat_activity where datname = current_database() and query = 'select 1' and state = 'idle'`,
    );
    if (row === undefined) throw new Error('no connection listens');
    return row.pid;
  }, soon);
}

test('shows an import at once in this process, and soon after one by another process', async () => {
  const { ctx, url, app, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['The First']);
  await vi.waitFor(async () => expect((await get()).body).toContain('The First'), soon);
  for (const title of ['Second', 'Third', 'Fourth']) {
    await get();
    const imported = await app.inject({
      method: 'POST',
      url: '/api/v1/papers/import?format=json&date=2026-03-10',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'text/plain' },
      payload: JSON.stringify([{ title }]),
    });
    expect(imported.statusCode).toBe(200);
    expect((await get()).body).toContain(title);
  }
  await addElsewhere(ctx, url, 'From Elsewhere');
  await vi.waitFor(async () => expect((await get()).body).toContain('From Elsewhere'), soon);
});

test('serves a page from memory until something changes, for at most a minute', async () => {
  const { ctx, clock, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);
  await renameInSecret(ctx, 'Another Name');
  clock.set('2026-03-10T09:01:01Z');
  expect((await get()).body).toContain('Another Name');
});

test('shows a new day as soon as it begins', async () => {
  const { ctx, clock, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['Of the Tenth']);
  await addPapers(ctx, '2026-03-11', ['Of the Eleventh']);
  clock.set('2026-03-10T23:59:59Z');
  await vi.waitFor(
    async () => expect(await isCached(ctx, get, '/papers?date=2026-03-10')).toBe(true),
    soon,
  );
  expect((await get('/papers?date=2026-03-11')).statusCode).toBe(404);
  expect((await get()).body).toContain('10 March 2026');
  clock.set('2026-03-11T00:00:00Z');
  expect((await get('/papers?date=2026-03-11')).statusCode).toBe(200);
  expect((await get()).body).toContain('11 March 2026');
});

test('serves no stale page while the listener hangs or is cut off, and recovers', async () => {
  const { ctx, url, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);

  const pid = await listenerPid(ctx);
  process.kill(pid, 'SIGSTOP');
  let stopped = true;
  onTestFinished(() => void (stopped && process.kill(pid, 'SIGCONT')));
  await addElsewhere(ctx, url, 'While It Hung');
  await vi.waitFor(async () => expect((await get()).body).toContain('While It Hung'), soon);
  expect(await isCached(ctx, get)).toBe(false);
  process.kill(pid, 'SIGCONT');
  stopped = false;
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);

  await ctx.db.run(sql`select pg_terminate_backend(${await listenerPid(ctx)}::int)`);
  await addElsewhere(ctx, url, 'While It Was Away');
  await vi.waitFor(async () => expect((await get()).body).toContain('While It Was Away'), soon);
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);
});

test('sends equal ETag, 304, HEAD and Vary for cached and new pages', async () => {
  const { ctx, app, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  const answers = async () => {
    const whole = await get();
    const { etag = '' } = whole.headers;
    expect(whole.headers).toMatchObject({
      'cache-control': 'public, max-age=60',
      'content-encoding': 'br',
      vary: 'Accept, Accept-Language, Accept-Encoding',
      'content-length': String(whole.rawPayload.length),
      'x-content-type-options': 'nosniff',
    });
    expect(etag).toMatch(/^W\/"[\w-]+"$/);
    for (const tag of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
      const same = await get('/', { ...browser, 'if-none-match': tag });
      expect([tag, same.statusCode, same.rawPayload.length]).toEqual([tag, 304, 0]);
      expect(same.headers).toMatchObject({ etag, 'cache-control': 'public, max-age=60' });
    }
    expect((await get('/', { ...browser, 'if-none-match': '"other"' })).statusCode).toBe(200);
    const head = await app.inject({ method: 'HEAD', url: '/', headers: browser });
    expect([head.statusCode, head.rawPayload.length]).toEqual([200, 0]);
    expect(head.headers).toMatchObject({ etag, 'content-length': String(whole.rawPayload.length) });
    return etag;
  };
  const before = await answers();
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);
  await addPapers(ctx, '2026-03-10', ['One More']);
  await vi.waitFor(async () => expect((await get()).body).toContain('One More'), soon);
  expect(await answers()).not.toBe(before);
});

test('never mixes language, format and encoding', async () => {
  const { ctx, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  for (let round = 0; round < 3; round += 1) {
    expect((await get('/')).body).toContain('<html lang="en" dir="ltr">');
    expect(
      (await get('/', { ...browser, 'accept-language': 'de-AT,de;q=0.9,en;q=0.8' })).body,
    ).toContain('lang="de"');
    expect(
      JSON.parse((await get('/', { ...browser, accept: 'application/json' })).body),
    ).toMatchObject({
      items: [{ title: 'A Paper' }],
    });
    const encodings = {
      'gzip, deflate': 'gzip',
      'br;q=0, gzip': 'gzip',
      br: 'br',
      identity: undefined,
      '': undefined,
    };
    for (const [asked, given] of Object.entries(encodings)) {
      const answer = await get('/', { ...browser, 'accept-encoding': asked });
      expect([asked, answer.headers['content-encoding']]).toEqual([asked, given]);
      expect(answer.body).toContain('A Paper');
    }
  }
});

test('never caches errors and personal pages', async () => {
  const { ctx, get } = await setup();
  expect((await get('/papers/1')).statusCode).toBe(404);
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  expect((await get('/papers/1')).statusCode).toBe(200);

  const id = await addReader(ctx, { topics: ['rivers'] });
  const where = `/preferences/${makeToken(ctx.keys, 'preferences', id)}`;
  const mine = await get(where);
  expect(mine.body).toContain('rivers');
  expect(mine.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  expect(mine.headers.etag).toBeUndefined();
  await ctx.db.run(sql`update subscriber set topics = '{mountains}'`);
  expect((await get(where)).body).toContain('mountains');
  for (const other of ['/inbox', '/nothing', '/confirm/1-aaaaaaaaaaaaaaaaaaaaaa'])
    expect([other, (await get(other)).headers]).toMatchObject([
      other,
      { 'cache-control': 'no-store' },
    ]);
});

test('shows a digest in the archive and the feeds at once', async () => {
  const { ctx, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  for (const where of ['/digests', '/digests/feed.xml']) await get(where);
  await digestTick(ctx);
  for (const where of ['/digests', '/digests/feed.xml'])
    await vi.waitFor(
      async () => expect((await get(where)).body).toContain('/digests/2026-03-10'),
      soon,
    );
});

test('keeps the cache when readers change their subscription', async () => {
  const { ctx, app, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);
  await get();
  const { statusCode } = await app.inject({
    method: 'POST',
    url: '/subscribe',
    ...form({ email: 'ada@example.org' }),
  });
  expect(statusCode).toBe(303);
  await renameInSecret(ctx, 'Not Shown Yet');
  expect((await get()).body).not.toContain('Not Shown Yet');
});

test('treats unknown parameters and other spellings of a URL as the same page', async () => {
  const { ctx, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);
  for (const [url, others] of Object.entries(spellings)) {
    const { body } = await get(url);
    await renameInSecret(ctx, `Not Shown at ${url}`);
    for (const other of others)
      expect([other, (await get(other)).body === body]).toEqual([other, true]);
  }
  expect((await get('/feed.xml?utm_source=x')).statusCode).toBe(400);
});

test('accepts one spelling of an id', async () => {
  const { ctx, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  expect((await get('/papers/1')).statusCode).toBe(200);
  for (const id of [
    '01',
    '+1',
    '1.0',
    '1e0',
    '0x1',
    '%201',
    '0',
    '-1',
    '2147483648',
    '9'.repeat(150),
  ])
    expect([id, (await get(`/papers/${id}`)).statusCode]).toEqual([id, 404]);
});

test('a cached page or search shows a paper dated ahead as soon as its day begins', async () => {
  const { ctx, clock, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['Rivers of Today']);
  await addPapers(ctx, '2026-03-11', ['Rivers of Tomorrow']);
  const places = [
    '/papers/1',
    '/search?q=rivers',
    '/search?q=rivers&to=2026-04-01',
    '/search.xml?q=rivers',
    '/',
  ];
  const showing = () =>
    Promise.all(places.map(async (where) => (await get(where)).body.includes('of Tomorrow')));
  expect(await showing()).toEqual(places.map(() => false));
  clock.set('2026-03-11T00:00:00Z');
  expect(await showing()).toEqual(places.map(() => true));
});

test('keeps the cache after a request that changes no paper and no digest', async () => {
  const { ctx, app, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(true), soon);
  await get();
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/subscribers',
    headers: { authorization: `Bearer ${key}` },
    payload: { email: 'ada@example.org' },
  });
  expect(answer.statusCode).toBeLessThan(300);
  await renameInSecret(ctx, 'Not Shown Yet');
  expect((await get()).body).not.toContain('Not Shown Yet');
});

test.each([
  ['each with another port', (turn: number) => `203.0.113.7:${4000 + turn}`],
  ['each with another text', (turn: number) => `unknown-${turn}`],
  ['of one /64', (turn: number) => `2001:db8:1:2::${turn + 1}`],
  [
    'of one /64, in brackets with a port',
    (turn: number) => `[2001:db8:1:2::${turn + 1}]:${4000 + turn}`,
  ],
])('treats addresses that a proxy reports %s as one client', async (_name, reported) => {
  const { ctx } = await freshContext({ SUBSCRIBE_RATE: '3', TRUST_PROXY: '127.0.0.1' });
  const app = await startApp(ctx);
  const statuses: number[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    const { headers, payload } = form({ email: `r${turn}@example.org` });
    const sent = { ...headers, 'x-forwarded-for': reported(turn) };
    statuses.push(
      (await app.inject({ method: 'POST', url: '/subscribe', headers: sent, payload })).statusCode,
    );
  }
  expect(statuses).toEqual([303, 303, 303, 429]);
});

test('limits a /48 like ten clients', async () => {
  const { ctx } = await freshContext({ SUBSCRIBE_RATE: '1', TRUST_PROXY: '127.0.0.1' });
  const app = await startApp(ctx);
  const statuses: number[] = [];
  for (let turn = 0; turn < 12; turn += 1) {
    const { headers, payload } = form({ email: `r${turn}@example.org` });
    const sent = { ...headers, 'x-forwarded-for': `2001:db8:1:${turn + 1}::1` };
    statuses.push(
      (await app.inject({ method: 'POST', url: '/subscribe', headers: sent, payload })).statusCode,
    );
  }
  expect(statuses).toEqual([...Array<number>(10).fill(303), 429, 429]);
});

test('limits uncached pages per client and minute, but not cached ones', async () => {
  const { ctx } = await freshContext({ SEARCH_RATE: '3' });
  const app = await startApp(ctx);
  const statusOf = async (url: string) => (await app.inject({ url, headers: browser })).statusCode;
  await app.ready();
  await listenerPid(ctx);
  const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
  const statuses: number[] = [];
  for (const day of days) statuses.push(await statusOf(`/papers?date=${day}`));
  expect(statuses).toEqual([200, 200, 200, 429]);
  const again = await Promise.all(
    Array.from({ length: 10 }, () => statusOf('/papers?date=2026-01-01')),
  );
  expect(again).toEqual(Array<number>(10).fill(200));
});

test('renders a page once for concurrent requests', async () => {
  const { ctx } = await freshContext({ SEARCH_RATE: '1' });
  const app = await startApp(ctx);
  await listenerPid(ctx);
  const get = (url: string) => app.inject({ url, headers: browser });
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => get('/papers?date=2026-01-01')),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array<number>(20).fill(200));
  expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
  // Responses that are not cached are not shared.
  const refused = await Promise.all(
    Array.from({ length: 5 }, () => get('/papers?date=2026-01-02')),
  );
  expect(refused.map(({ statusCode }) => statusCode)).toEqual(Array<number>(5).fill(429));
});

test('renders a page at most twice for concurrent requests while the listener hangs', async () => {
  const { ctx } = await freshContext({ SEARCH_RATE: '2' });
  const app = await startApp(ctx);
  const pid = await listenerPid(ctx);
  await addPapers(ctx, '2026-03-10', ['A Paper']);
  process.kill(pid, 'SIGSTOP');
  onTestFinished(() => void process.kill(pid, 'SIGCONT'));
  let clients = 0;
  const get = (url: string) => {
    clients += 1;
    return app.inject({
      url,
      headers: { accept: 'text/html' },
      remoteAddress: `10.0.0.${clients}`,
    });
  };
  const slowly = { ...soon, interval: 500 };
  await vi.waitFor(async () => expect(await isCached(ctx, get)).toBe(false), slowly);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => app.inject({ url: '/search?q=paper', headers: browser })),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array<number>(20).fill(200));
});

test('a request that is waiting gets the page if the client that renders it hangs up', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await listenerPid(ctx);
  const url = await app.listen({ port: 0 });
  let requests = 0;
  app.server.on('request', () => (requests += 1));
  const get = (signal?: AbortSignal) =>
    fetch(`${url}/search?q=paper`, { headers: browser, ...(signal && { signal }) });
  const locksWaitedFor = () =>
    ctx.db.run(sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`);
  const waiting = await ctx.db.sqlTransaction(async (tx) => {
    await tx.run(sql`lock table paper in access exclusive mode`);
    const hangingUp = new AbortController();
    const first = get(hangingUp.signal).catch(() => 'ended');
    await vi.waitFor(async () => expect(await locksWaitedFor()).toBeGreaterThan(0), soon);
    const others = Array.from({ length: 5 }, () => get());
    await vi.waitFor(() => expect(requests).toBe(6), soon);
    const before = await locksWaitedFor();
    hangingUp.abort();
    expect(await first).toBe('ended');
    // One of the others renders the page now.
    await vi.waitFor(async () => expect(await locksWaitedFor()).toBeGreaterThan(before), soon);
    return others;
  });
  const statuses = (await Promise.all(waiting)).map(({ status }) => status);
  expect(statuses).toEqual(Array<number>(5).fill(200));
});

test('restricts HSTS to this host', async () => {
  const { get } = await setup();
  expect((await get()).headers['strict-transport-security']).toBe('max-age=31536000');
});

test('limits memory by bytes and evicts the least recently used pages', () => {
  const pages = new CachedPages(10_000);
  const page = (bytes: number) => ({
    body: Buffer.alloc(bytes),
    etag: '',
    headers: [],
    headersOf304: [],
    hits: 0,
    until: 0,
  });
  pages.set('a', page(2000));
  pages.set('b', page(2000));
  pages.set('c', page(2000));
  expect(pages.get('a')).toBeDefined();
  pages.set('d', page(2000));
  expect(['a', 'b', 'c', 'd'].filter((key) => pages.get(key) !== undefined)).toEqual([
    'a',
    'c',
    'd',
  ]);
  pages.set('e', page(20_000));
  expect(pages.get('e')).toBeUndefined();
});

test('answers 429 in every process and format, but always unsubscribes with one click', async () => {
  const { ctx } = await freshContext({ SUBSCRIBE_RATE: '3' });
  const apps = [await startApp(ctx), await startApp(ctx)];
  const subscribe = (turn: number, headers: Record<string, string> = {}) => {
    const { headers: type, payload } = form({ email: `r${turn}@example.org` });
    return apps[turn % 2]?.inject({
      method: 'POST',
      url: '/subscribe',
      headers: { ...type, ...headers },
      payload,
    });
  };
  for (let turn = 0; turn < 3; turn += 1) expect((await subscribe(turn))?.statusCode).toBe(303);
  const page = await subscribe(3, { accept: 'text/html', 'accept-language': 'de' });
  expect([page?.statusCode, page?.body]).toEqual([
    429,
    expect.stringMatching(/in \d+ Sekunden? noch einmal/),
  ]);
  expect(Number(page?.headers['retry-after'])).toBeGreaterThan(0);
  const problem = await subscribe(4, { accept: 'application/json' });
  expect([problem?.statusCode, problem?.headers['content-type'], problem?.json()]).toMatchObject([
    429,
    expect.stringContaining('application/problem+json'),
    { title: 'Too many requests', status: 429 },
  ]);
  const stored = await ctx.db.rows(
    z.object({ name: z.string() }),
    sql`select name from rate_limit`,
  );
  expect(stored.map(({ name }) => name).join()).not.toContain('127.0.0.1');

  const id = await addReader(ctx);
  const url = `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}`;
  for (let turn = 0; turn < 20; turn += 1) {
    const answer = await apps[turn % 2]?.inject({
      method: 'POST',
      url,
      ...form({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(answer?.statusCode).toBe(200);
  }
});

test('compresses a frequently requested page further without changing it', async () => {
  const { ctx, app, get } = await setup();
  await addPapers(
    ctx,
    '2026-03-10',
    Array.from({ length: 40 }, (_, n) => `The ${n}th Paper of the Day`),
  );
  await listenerPid(ctx);
  const ask = () => app.inject({ url: '/', headers: browser });
  const first = await ask();
  const small = await vi.waitFor(async () => {
    const answer = await ask();
    expect(answer.rawPayload.length).toBeLessThan(first.rawPayload.length);
    return answer;
  }, soon);
  expect(small.headers).toMatchObject({
    etag: first.headers.etag,
    'content-encoding': 'br',
    'content-length': String(small.rawPayload.length),
  });
  expect(
    brotliDecompressSync(small.rawPayload).equals(brotliDecompressSync(first.rawPayload)),
  ).toBe(true);
  await addPapers(ctx, '2026-03-10', ['One More']);
  await vi.waitFor(async () => expect((await get()).body).toContain('One More'), soon);
});
