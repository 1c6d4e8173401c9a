import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { expect, test } from 'vitest';
import { createApiKey } from '../../../src/admin/accounts/api-keys.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { addPapers, addReader } from '../../support/readers.ts';

const key = 'test-key-of-some-length';
const bearer = { authorization: `Bearer ${key}` };
const json = { accept: 'application/json' };

async function setup(env: Record<string, string> = {}) {
  const { ctx, clock } = await freshContext({ ADMIN_API_KEY: key, ...env });
  const app = await startApp(ctx);
  return { ctx, clock, app };
}

const everything = {
  title: String.raw`Learning $\ell_1$ & <b>bold</b>`,
  abstract: 'An abstract. '.repeat(40),
  authors: ['Ada Lindqvist', 'Kwame Asare'],
  publishedOn: '2026-03-09',
  upvotes: 12,
  comments: 1,
  url: 'https://arxiv.org/abs/2603.00001v2',
  pdfUrl: 'https://arxiv.org/pdf/2603.00001',
  codeUrl: 'https://code.example/x',
  categories: ['cs.LG'],
};

test('shows a day with banner, navigation and cards, but never a future day', async () => {
  const { ctx, app } = await setup();
  await addPapers(ctx, '2026-03-09', ['Yesterday’s']);
  await addPapers(ctx, '2026-03-10', [everything]);
  await addPapers(ctx, '2026-03-11', ['Tomorrow’s']);
  const { statusCode, body, headers } = await app.inject('/');
  expect(statusCode).toBe(200);
  expect(body).toContain('Get trending papers in your email inbox!');
  expect(body).toContain('action="/subscribe"');
  expect(body.replaceAll('\u00a0', ' ')).toContain(
    'Ada Lindqvist and Kwame Asare · 9 Mar 2026 · 12 upvotes · code · 1 comment',
  );
  expect(body).toContain('<math');
  expect(body).toContain('&lt;b&gt;bold&lt;/b&gt;');
  expect(body).not.toContain('$');
  expect(body).toContain('href="/papers?date=2026-03-09"');
  expect(body).not.toContain('2026-03-11');
  expect(headers['content-security-policy']).not.toContain('unsafe-inline');
  expect((await app.inject('/papers?date=2026-03-11')).statusCode).toBe(404);
  expect((await app.inject('/papers?date=2026-02-30')).statusCode).toBe(422);
  expect((await app.inject('/papers?date=2025-01-01')).body).toContain('No papers for this day');
});

test('answers JSON on pages, search and digests', async () => {
  const { ctx, app } = await setup({ PUBLIC_URL: 'http://127.0.0.1:3000' });
  const [id] = await addPapers(ctx, '2026-03-10', [everything]);
  await digestTick(ctx);
  const get = async (url: string) => {
    const answer = await app.inject({ url, headers: json });
    expect([url, answer.statusCode]).toEqual([url, 200]);
    return answer.json();
  };
  const shape = {
    id,
    title: everything.title,
    authorCount: 2,
    listedOn: '2026-03-10',
    arxivId: '2603.00001',
    upvotes: 12,
    categories: ['cs.LG'],
  };
  expect(await get('/')).toMatchObject({ date: '2026-03-10', items: [shape] });
  expect(await get(`/papers/${id}`)).toMatchObject(shape);
  expect(await get('/search?q=bold')).toMatchObject({ items: [shape], nextCursor: null });
  expect(await get('/digests')).toMatchObject({ items: [{ date: '2026-03-10' }] });
  expect(await get('/digests/2026-03-10')).toMatchObject({ papers: [{ rank: 1, id }] });
  for (const url of [
    '/healthz',
    '/readyz',
    '/inbox/messages.json',
    '/api/openapi.json',
    '/subscribe/check-inbox',
    '/about',
  ])
    await get(url);
  const missing = await app.inject({ url: '/papers/99', headers: json });
  expect([missing.statusCode, missing.headers['content-type'], missing.json()]).toMatchObject([
    404,
    expect.stringContaining('application/problem+json'),
    { status: 404 },
  ]);
});

test('keeps the web copy of a digest when its papers change', async () => {
  const { ctx, app } = await setup();
  const [id] = await addPapers(ctx, '2026-03-10', ['As it was']);
  await digestTick(ctx);
  await ctx.db.prisma.paper.update({ where: { id: id ?? 0 }, data: { title: 'Changed' } });
  const { body } = await app.inject('/digests/2026-03-10');
  expect(body).toContain('As it was');
  expect(body).not.toContain('Changed');
});

test('answers 401 without a key, 403 without the scope, and 401 for an unknown key', async () => {
  const { ctx, app } = await setup();
  for (const [method, url] of [
    ['GET', '/api/v1/papers'],
    ['GET', '/api/v1/subscribers'],
    ['POST', '/api/v1/digests'],
    ['GET', '/api/v1/subscribers/export.csv'],
  ] as const) {
    expect((await app.inject({ method, url })).statusCode).toBe(401);
    expect(
      (await app.inject({ method, url, headers: { authorization: 'Bearer nobody' } })).statusCode,
    ).toBe(401);
  }
  const { key: small } = await createApiKey(ctx, null, 'reads papers', ['papers:read']);
  const headers = { authorization: `Bearer ${small}` };
  expect((await app.inject({ url: '/api/v1/papers', headers })).statusCode).toBe(200);
  expect((await app.inject({ url: '/api/v1/subscribers', headers })).statusCode).toBe(403);
  expect(
    (await app.inject({ method: 'POST', url: '/api/v1/papers', headers, payload: { title: 'x' } }))
      .statusCode,
  ).toBe(403);
});

test('adds, lists with a cursor, and imports papers over the API', async () => {
  const { app } = await setup();
  const post = (url: string, payload: string | object, type = 'application/json') =>
    app.inject({ method: 'POST', url, headers: { ...bearer, 'content-type': type }, payload });
  expect((await post('/api/v1/papers', { title: 'By hand' })).statusCode).toBe(201);
  expect((await post('/api/v1/papers', { title: 'By hand' })).statusCode).toBe(200);
  expect((await post('/api/v1/papers', { abstract: 'no title' })).json()).toMatchObject({
    status: 422,
    errors: [{ path: 'title' }],
  });
  expect((await post('/api/v1/papers', '{broken')).statusCode).toBe(400);
  const body = JSON.stringify([{ title: 'A' }, { title: '' }, { title: 'B' }]);
  for (const type of ['application/json', 'text/plain', 'application/octet-stream']) {
    const report = (
      await post('/api/v1/papers/import?format=json&date=2026-03-10', body, type)
    ).json();
    expect(report).toMatchObject({ read: 3, rejected: [{ line: 2 }] });
  }
  const first = (await app.inject({ url: '/api/v1/papers?limit=2', headers: bearer })).json();
  expect(first.items).toHaveLength(2);
  const second = (
    await app.inject({ url: `/api/v1/papers?limit=2&cursor=${first.nextCursor}`, headers: bearer })
  ).json();
  expect([second.items.length, second.nextCursor]).toEqual([1, null]);
  expect((await app.inject({ url: '/api/v1/papers?limit=101', headers: bearer })).statusCode).toBe(
    422,
  );
});

test('imports a copied page over the API; rejects another text with the line', async () => {
  const { app } = await setup();
  const page =
    'Daily Papers\n\nMar 10\n\nA Title\n\nAn abstract.\n\n  • 7 authors\n·\nMar 9 3\n\nB Title\n\nAnother.\n\n  • 2 authors\n·\nMar 8\n';
  const post = (payload: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/papers/import?format=page&date=2026-03-10',
      headers: { ...bearer, 'content-type': 'text/plain' },
      payload,
    });
  expect((await post(page)).json()).toEqual({
    read: 2,
    added: 2,
    updated: 0,
    unchanged: 0,
    rejected: [],
  });
  expect((await post(page)).json()).toMatchObject({ added: 0, unchanged: 2 });
  const refused = await post('Dear all,\nthis is a letter.\n');
  expect([refused.statusCode, refused.json().detail]).toEqual([
    422,
    expect.stringMatching(/line \d+/),
  ]);
});

test('adds subscribers over the API: active with a consent, otherwise asked to confirm', async () => {
  const { ctx, app } = await setup();
  const post = (payload: object) =>
    app.inject({ method: 'POST', url: '/api/v1/subscribers', headers: bearer, payload });
  const active = await post({
    email: 'ada@example.org',
    consent: { source: 'form on paper', at: '2026-01-01T00:00:00Z' },
    hour: 6,
  });
  expect([active.statusCode, active.json()]).toMatchObject([
    201,
    { status: 'active', hour: 6, consents: [{ source: 'form on paper' }] },
  ]);
  expect((await post({ email: 'bob@example.org' })).json()).toMatchObject({ status: 'pending' });
  expect(await ctx.db.prisma.transactionalEmail.count({ where: { kind: 'confirmation' } })).toBe(1);
  expect((await post({ email: 'nobody' })).statusCode).toBe(422);
  await addReader(ctx, { email: 'left@example.org', status: 'unsubscribed' });
  expect((await post({ email: 'left@example.org', consent: { source: 'list' } })).statusCode).toBe(
    409,
  );
  const { id } = active.json();
  const patch = (payload: object) =>
    app.inject({ method: 'PATCH', url: `/api/v1/subscribers/${id}`, headers: bearer, payload });
  expect((await patch({ frequency: 'weekdays', status: 'paused' })).json()).toMatchObject({
    frequency: 'weekdays',
    status: 'paused',
  });
  expect((await patch({ status: 'active' })).json()).toMatchObject({ status: 'active' });
  const list = (
    await app.inject({ url: '/api/v1/subscribers?status=active&q=ADA', headers: bearer })
  ).json();
  expect(list).toMatchObject({ items: [{ email: 'ada@example.org' }], nextCursor: null });
  const csv = await app.inject({ url: '/api/v1/subscribers/export.csv', headers: bearer });
  expect(csv.body.split('\n')[1]).toMatch(/^ada@example\.org,active,/);
  expect(
    (await app.inject({ method: 'DELETE', url: `/api/v1/subscribers/${id}`, headers: bearer }))
      .statusCode,
  ).toBe(204);
  expect((await app.inject({ url: `/api/v1/subscribers/${id}`, headers: bearer })).statusCode).toBe(
    404,
  );
});

test('searches words, phrases, exclusions and prefixes', async () => {
  const { ctx, app } = await setup();
  await addPapers(ctx, '2026-03-10', [
    'Sparse autoencoders for vision',
    'Dense autoencoders',
    'Image restoration',
  ]);
  const titles = async (q: string) =>
    (await app.inject({ url: `/search?q=${encodeURIComponent(q)}`, headers: json }))
      .json()
      .items.map((paper: { title: string }) => paper.title)
      .sort();
  expect(await titles('autoencoder')).toEqual([
    'Dense autoencoders',
    'Sparse autoencoders for vision',
  ]);
  expect(await titles('autoencoders -dense')).toEqual(['Sparse autoencoders for vision']);
  expect(await titles('"dense autoencoders"')).toEqual(['Dense autoencoders']);
  expect(await titles('"autoencoders dense"')).toEqual([]);
  expect(await titles('image resto')).toEqual(['Image restoration']);
  expect(await titles('nothing like this')).toEqual([]);
  for (const hostile of ["'", '"', ':*', '& | !', '\\', '<script>', '((', '-', 'a'.repeat(300)]) {
    expect((await app.inject(`/search?q=${encodeURIComponent(hostile)}`)).statusCode).toBe(200);
  }
});

test.for([
  ['GET', '/search?q=%00', 422],
  ['GET', '/search?q=a&q=b', 422],
  ['GET', '/papers?date=2026-03-10&date=2026-03-09', 422],
  ['GET', '/papers/abc', 404],
  ['GET', '/papers/99999999999', 404],
  ['GET', '/digests/nope', 404],
  ['GET', '/%E0%A4%A', 400],
  ['HEAD', '/subscribe', 200],
  ['HEAD', '/webhooks/ses', 405],
  ['POST', '/subscribe', 422],
  ['DELETE', '/', 405],
] as const)('hostile: %s %s is %i, never 500', async ([method, url, status]) => {
  const { app } = await setup();
  expect((await app.inject({ method, url })).statusCode).toBe(status);
});

test('shows BibTeX and similar papers on a paper’s page', async () => {
  const { ctx } = await freshContext();
  const [first] = await addPapers(ctx, '2026-03-10', [
    { title: 'Sparse Autoencoders for Rivers', authors: ['Ada Lindqvist'] },
    { title: 'More Sparse Autoencoders' },
    { title: 'Nothing of the Sort' },
  ]);
  const app = await startApp(ctx);
  const page = await app.inject({ url: `/papers/${first}`, headers: { accept: 'text/html' } });
  expect(page.body).toContain('@misc{lindqvist2026sparse,');
  expect(page.body).toContain('More Sparse Autoencoders');
  expect(page.body).not.toContain('Nothing of the Sort');
});

test('rejects hostile API bodies by field, and tolerates NUL', async () => {
  const { app } = await setup();
  const post = (url: string, payload: string) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...bearer, 'content-type': 'application/json' },
      payload,
    });
  const codes = [];
  for (const body of [
    '[]',
    'null',
    '"x"',
    '{"email":1}',
    '{"email":"a@b.example","consent":{"source":"x\\u0000y"}}',
    '{"email":"a@b.example","__proto__":{"x":1}}',
    '{',
  ]) {
    codes.push((await post('/api/v1/subscribers', body)).statusCode);
  }
  expect(codes).toEqual([422, 422, 422, 422, 422, 400, 400]);
  expect(
    (await post('/api/v1/papers', '{"title":"a\\u0000b","url":"javascript:alert(1)"}')).json(),
  ).toMatchObject({
    errors: [{ path: 'url' }],
  });
});

test('keeps tokens and addresses out of the log', async () => {
  const { ctx } = await setup();
  const lines: string[] = [];
  const { pino } = await import('pino');
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const app = await startApp({ ...ctx, log });
  await app.inject({ url: '/confirm/1-aaaaaaaaaaaaaaaaaaaaaa?x=secret' });
  await app.inject({
    method: 'POST',
    url: '/subscribe',
    headers: json,
    payload: { email: 'ada@example.org' },
  });
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join('')).not.toMatch(/aaaaaaaa|secret|ada@/);
});

test('shows an email in the inbox: sandboxed HTML, text with links, headers and source', async () => {
  const { ctx, app } = await setup({ PUBLIC_URL: 'http://127.0.0.1:3000' });
  const raw = [
    'From: Daily Papers <p@papers.example>',
    'To: ada@example.org',
    'Subject: Hello <b>',
    'X-Own: yes',
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b\r\nContent-Type: text/plain\r\n\r\nSee https://papers.example/papers/1',
    '--b\r\nContent-Type: text/html\r\n\r\n<html><head></head><body><script>alert(1)</script><a href="https://papers.example/">x</a></body></html>',
    '--b--',
    '',
  ].join('\r\n');
  await ctx.db.prisma.inboxMessage.create({
    data: {
      from: 'p@papers.example',
      to: 'ada@example.org',
      subject: 'Hello <b>',
      size: raw.length,
      raw: Buffer.from(raw),
    },
  });
  const [listed] = (await app.inject('/inbox/messages.json')).json();
  expect(Object.keys(listed).toSorted()).toEqual(['date', 'from', 'id', 'size', 'subject', 'to']);
  const { body } = await app.inject('/inbox/1');
  expect(body).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
  expect(body).toContain('<a href="https://papers.example/papers/1">');
  expect(body).toContain('X-Own: yes');
  expect(body).toContain('Hello &lt;b&gt;');
  const html = await app.inject('/inbox/1.html');
  expect(html.headers['content-security-policy']).toContain("default-src 'none'");
  expect(html.headers['content-security-policy']).toContain('sandbox');
  expect((await app.inject('/inbox/1.eml')).body).toBe(raw);
  expect((await app.inject('/inbox/2')).statusCode).toBe(404);
});

test('serves pages with every line of .env.example set at once', async () => {
  const lines = readFileSync('.env.example', 'utf8').match(/^# [A-Z_]+=.+$/gm) ?? [];
  const {
    NODE_ENV: _mode,
    DATA_DIR: _folder,
    ...env
  } = parseEnv(lines.map((line) => line.slice(2).replace(/=(.*)$/, '="$1"')).join('\n'));
  const { ctx } = await freshContext(
    Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value ?? ''])),
  );
  const app = await startApp(ctx);
  expect((await app.inject('/')).statusCode).toBe(200);
});
