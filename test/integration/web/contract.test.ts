import { request } from 'node:http';
import { expect, test } from 'vitest';
import { connect } from '../../../src/db/client.ts';
import { sql } from '../../../src/db/sql.ts';
import { isUnreachable } from '../../../src/db/unreachable.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { linkTo } from '../../support/links.ts';
import { addPapers, addReader } from '../../support/readers.ts';
import type { FastifyInstance } from 'fastify';

const key = 'test-key-of-some-length';
const bearer = { authorization: `Bearer ${key}` };

async function setup(env: Record<string, string> = {}) {
  const { ctx, clock } = await freshContext({ ADMIN_API_KEY: key, ...env });
  return { ctx, clock, app: await startApp(ctx) };
}

/** The status of a GET whose target is sent unchanged. */
async function statusOf(app: FastifyInstance, target: string): Promise<number | undefined> {
  const { port } = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: target, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

test('requires a key for every spelling of an API path', async () => {
  const { app } = await setup();
  for (const url of [
    '/api/%761/subscribers',
    '/%61pi/v1/subscribers',
    '/api/v1/%73ubscribers/export.csv',
  ]) {
    const answer = await app.inject(url);
    expect([url, answer.statusCode, answer.headers['content-type']]).toEqual([
      url,
      401,
      'application/problem+json; charset=utf-8',
    ]);
  }
  expect(await statusOf(app, 'http://papers.example/api/v1/subscribers')).toBe(401);
});

test('rejects numbers and days outside the range of the database, with their position', async () => {
  const { app } = await setup();
  const cursor = Buffer.from('99999999999').toString('base64url');
  const asked = [
    { method: 'GET', url: `/api/v1/papers?cursor=${cursor}` },
    { method: 'GET', url: `/api/v1/subscribers?cursor=${cursor}` },
    { method: 'GET', url: '/api/v1/papers?cursor=' },
    {
      method: 'POST',
      url: '/api/v1/digests',
      payload: { date: '2026-03-10', paperIds: [99_999_999_999] },
    },
    { method: 'POST', url: '/api/v1/digests', payload: { date: '0001-01-01' } },
    { method: 'POST', url: '/api/v1/digests', payload: { date: '' } },
  ] as const;
  const paths = [];
  for (const one of asked) {
    const answer = await app.inject({ ...one, headers: bearer });
    expect([one.url, answer.statusCode]).toEqual([one.url, 422]);
    paths.push(answer.json().errors.map(({ path }: { path: string }) => path));
  }
  expect(paths).toEqual([['cursor'], ['cursor'], ['cursor'], ['paperIds.0'], ['date'], ['date']]);
});

test('rejects a row that Postgres cannot store without affecting other rows', async () => {
  const { ctx, app } = await setup();
  const rows = [
    { email: 'half@example.org', topics: ['half \ud800 of a pair'] },
    { email: 'zone@example.org', consent: { source: 'a fair', at: '2026-01-01T00:00:00+20:00' } },
    { email: 'nul@example.org', consent: { source: 'a fair\u0000' } },
    { email: 'note@example.org', consent: { source: 'a fair', note: 'half \udc00' } },
    { email: 'year@example.org', consent: { source: 'a fair', at: '0000-01-01T00:00:00Z' } },
    { email: 'good@example.org' },
  ];
  const imported = await app.inject({
    method: 'POST',
    url: '/api/v1/subscribers/import?format=json',
    headers: { ...bearer, 'content-type': 'application/json' },
    payload: JSON.stringify(rows),
  });
  expect(imported.json()).toMatchObject({
    read: 6,
    added: 3,
    rejected: [{ line: 3 }, { line: 4 }, { line: 5 }],
  });
  const { topics } = await ctx.db.prisma.subscriber.findFirstOrThrow({
    where: { email: 'half@example.org' },
  });
  expect(topics).toEqual(['half of a pair']);
  const consent = await ctx.db.prisma.consent.findFirstOrThrow();
  expect(consent).toMatchObject({ source: 'a fair', at: new Date('2025-12-31T04:00:00Z') });
  const subscribed = await app.inject({
    method: 'POST',
    url: '/subscribe',
    payload: rows[0] ?? {},
  });
  expect(subscribed.statusCode).toBe(202);
});

test('unsubscribes on a one-click POST with an unreadable body; other routes answer 4xx', async () => {
  const { ctx, app } = await setup();
  const bodies = [
    ['multipart/form-data', 'no boundary'],
    ['multipart/form-data; boundary=x', '--x\r\ncut off'],
    ['application/json', '{'],
    ['///', 'no type'],
    ['application/x-www-form-urlencoded', `List-Unsubscribe=One-Click&more=${'x'.repeat(150_000)}`],
  ] as const;
  for (const [type, payload] of bodies) {
    const id = await addReader(ctx);
    const url = linkTo(ctx, app, 'unsubscribe', id).url;
    const post = (to: string) =>
      app.inject({ method: 'POST', url: to, headers: { 'content-type': type }, payload });
    expect([type, (await post(url)).statusCode]).toEqual([type, 200]);
    expect(await ctx.db.prisma.subscriber.findUnique({ where: { id } })).toMatchObject({
      status: 'unsubscribed',
    });
    expect((await post(`${url.slice(0, -1)}.`)).statusCode).toBe(404);
    expect([400, 413, 415]).toContain((await post('/subscribe')).statusCode);
  }
});

test('does not let an operator re-add an erased address that was only entered in the form', async () => {
  const { ctx, app } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  await app.inject({ method: 'DELETE', url: `/api/v1/subscribers/${id}`, headers: bearer });
  await app.inject({ method: 'POST', url: '/subscribe', payload: { email: 'ada@example.org' } });
  const payload = { email: 'ada@example.org', consent: { source: 'an old list' } };
  const added = await app.inject({
    method: 'POST',
    url: '/api/v1/subscribers',
    headers: bearer,
    payload,
  });
  expect(added.statusCode).toBe(409);
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({ status: 'pending' });
});

test('rejects an unknown field by name, lists the known ones, and changes nothing', async () => {
  const { ctx, app } = await setup();
  const id = await addReader(ctx, { hour: 8 });
  await addPapers(ctx, '2026-03-10', ['One']);
  const bodies = [
    [
      'PATCH',
      `/api/v1/subscribers/${id}`,
      { hour: 9, timezon: 'Europe/Berlin' },
      'timezon',
      'timezone',
    ],
    ['POST', '/api/v1/subscribers', { email: 'ada@example.org', topic: ['x'] }, 'topic', 'topics'],
    [
      'POST',
      '/api/v1/subscribers',
      { email: 'ada@example.org', consent: { source: 'x', on: 'y' } },
      'consent.on',
      'at',
    ],
    [
      'POST',
      '/api/v1/papers',
      { title: 'Two', pdf: 'https://papers.example/2.pdf' },
      'pdf',
      'pdfUrl',
    ],
    ['POST', '/api/v1/digests', { date: '2026-03-10', papers: [1] }, 'papers', 'paperIds'],
    ['POST', '/api/v1/digests/2026-03-10/send', { too: ['ada@example.org'] }, 'too', 'to'],
  ] as const;
  for (const [method, url, payload, path, known] of bodies) {
    const answer = await app.inject({ method, url, headers: bearer, payload });
    expect([url, answer.statusCode, answer.json().errors]).toEqual([
      url,
      422,
      [
        {
          path,
          message: expect.stringMatching(
            new RegExp(`^unknown field; expected one of: .*\\b${known}\\b`),
          ),
        },
      ],
    ]);
  }
  expect(await ctx.db.prisma.subscriber.findMany()).toMatchObject([{ id, hour: 8 }]);
  expect([await ctx.db.prisma.paper.count(), await ctx.db.prisma.digest.count()]).toEqual([1, 0]);
});

test('accepts a paper in the format of a response; ignores unknown fields of forms and files', async () => {
  const { ctx, app } = await setup();
  await addPapers(ctx, '2026-03-10', [{ title: 'One', arxivId: '2603.00001' }]);
  const headers = { accept: 'application/json' };
  const found: object[] = (await app.inject({ url: '/search?q=one', headers })).json().items;
  const [shown]: object[] = (await app.inject({ url: '/', headers })).json().items;
  const [paper] = (await app.inject({ url: '/api/v1/papers', headers: bearer })).json().items;
  for (const payload of [paper, shown, { ...shown, rank: 1 }, ...found]) {
    const again = await app.inject({
      method: 'POST',
      url: '/api/v1/papers',
      headers: bearer,
      payload,
    });
    expect([again.statusCode, again.json()]).toEqual([200, paper]);
  }
  expect(found).toHaveLength(1);
  const payload = { email: 'ada@example.org', utm_source: 'a blog' };
  expect((await app.inject({ method: 'POST', url: '/subscribe', payload })).statusCode).toBe(202);
  const file = 'email,shoe size\nbob@example.org,43\n';
  const imported = await app.inject({
    method: 'POST',
    url: '/api/v1/subscribers/import',
    headers: { ...bearer, 'content-type': 'text/csv' },
    payload: file,
  });
  expect(imported.json()).toMatchObject({ added: 1, rejected: [] });
});

test('rejects a consent in the future, with a tolerance of one minute', async () => {
  const { ctx, app } = await setup();
  const post = (email: string, at: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/subscribers',
      headers: bearer,
      payload: { email, consent: { source: 'a fair', at } },
    });
  const refused = await post('ada@example.org', '2026-03-10T09:01:01Z');
  expect([refused.statusCode, refused.json().errors]).toEqual([
    422,
    [{ path: 'consent.at', message: expect.stringContaining('not in the future') }],
  ]);
  expect((await post('bob@example.org', '2026-03-10T09:00:59Z')).statusCode).toBe(201);
  const file =
    'email,consent_source,consent_at\nada@example.org,x,2027-03-10T09:00:00Z\neve@example.org,x,2026-03-10T09:00:00Z\n';
  const headers = { ...bearer, 'content-type': 'text/csv' };
  const imported = await app.inject({
    method: 'POST',
    url: '/api/v1/subscribers/import',
    headers,
    payload: file,
  });
  expect(imported.json()).toMatchObject({
    added: 1,
    rejected: [{ line: 2, reason: expect.stringContaining('consent.at: ') }],
  });
  const emails = (await ctx.db.prisma.subscriber.findMany({ orderBy: { id: 'asc' } })).map(
    ({ email }) => email,
  );
  expect(emails).toEqual(['bob@example.org', 'eve@example.org']);
});

test('accepts a subscriber in the format of a response, and ignores read-only fields', async () => {
  const { ctx, app } = await setup();
  const patch = async (id: number, payload: object) => {
    const answer = await app.inject({
      method: 'PATCH',
      url: `/api/v1/subscribers/${id}`,
      headers: bearer,
      payload,
    });
    return { status: answer.statusCode, body: answer.json() };
  };
  for (const status of ['active', 'pending', 'bounced', 'unsubscribed']) {
    const id = await addReader(ctx, { status, hour: 8 });
    const url = `/api/v1/subscribers/${id}`;
    const whole = (await app.inject({ url, headers: bearer })).json();
    expect(await patch(id, whole)).toEqual({ status: 200, body: whole });
    expect(await patch(id, { ...whole, hour: 9 })).toEqual({
      status: 200,
      body: { ...whole, hour: 9 },
    });
    for (const change of [
      { email: 'eve@example.org' },
      { createdAt: '2020-01-01T00:00:00Z' },
      { id: id + 1 },
    ])
      expect(await patch(id, { ...whole, ...change })).toMatchObject({
        status: 422,
        body: { errors: [{ path: Object.keys(change)[0] }] },
      });
  }
});

test.each([
  ['unsubscribed', 'active'],
  ['complained', 'unsubscribed'],
] as const)('changes nothing if %s subscribers cannot become %s', async (before, status) => {
  const { ctx, app } = await setup();
  const id = await addReader(ctx, { status: before, hour: 8 });
  const payload = { hour: 9, topics: ['x'], status };
  const patched = await app.inject({
    method: 'PATCH',
    url: `/api/v1/subscribers/${id}`,
    headers: bearer,
    payload,
  });
  expect(patched.statusCode).toBe(409);
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({
    hour: 8,
    topics: [],
    status: before,
  });
});

test('decides the first of concurrent sends by the database, not by clocks', async () => {
  const { ctx, clock, app } = await setup();
  await addReader(ctx);
  await addPapers(ctx, '2026-03-10', ['One']);
  const post = (url: string, payload: object) =>
    app.inject({ method: 'POST', url, headers: bearer, payload });
  await post('/api/v1/digests', { date: '2026-03-10' });
  const first = await post('/api/v1/digests/2026-03-10/send', {});
  clock.set(new Date(ctx.now().getTime() - 5).toISOString());
  const second = await post('/api/v1/digests/2026-03-10/send', {});
  expect([first.statusCode, second.statusCode]).toEqual([202, 200]);
  expect(second.json()).toEqual(first.json());
});

test('emails a reader who resubscribes within ten minutes, and invalidates the old link', async () => {
  const { ctx, app } = await setup();
  const subscribe = () =>
    app.inject({ method: 'POST', url: '/subscribe', payload: { email: 'ada@example.org' } });
  const confirmations = () => ctx.db.prisma.confirmation.findMany({ orderBy: { id: 'asc' } });
  await subscribe();
  const { id, subscriberId } = await ctx.db.prisma.confirmation.findFirstOrThrow();
  await linkTo(ctx, app, 'confirm', id).post();
  await linkTo(ctx, app, 'unsubscribe', subscriberId).post();
  await subscribe();
  await subscribe();
  const [, again, ...more] = await confirmations();
  expect(more).toEqual([]);
  expect((await linkTo(ctx, app, 'confirm', id).post()).statusCode).toBe(410);
  expect((await linkTo(ctx, app, 'confirm', again?.id ?? 0).post()).statusCode).toBe(200);
});

test.each([
  ['Application/JSON', true],
  ['text/html;q=0.5, application/json', true],
  ['application/json, text/plain, */*', true],
  ['application/*', true],
  ['application/json;q=0.5, text/html', false],
  ['text/html,application/xhtml+xml,*/*;q=0.8', false],
  ['application/xml', false],
  ['*/*', false],
])('negotiates the format for Accept: %s', async (accept, json) => {
  const { app } = await setup();
  const { headers } = await app.inject({ url: '/digests', headers: { accept } });
  expect(headers['content-type']).toBe(`${json ? 'application/json' : 'text/html'}; charset=utf-8`);
  const payload = { email: 'ada@example.org' };
  const posted = await app.inject({
    method: 'POST',
    url: '/subscribe',
    headers: { accept },
    payload,
  });
  expect(posted.statusCode).toBe(
    json || accept === '*/*' || accept === 'application/xml' ? 202 : 303,
  );
});

test('sends an ETag and a cache lifetime with every public page', async () => {
  const { app } = await setup();
  for (const url of [
    '/',
    '/search',
    '/digests',
    '/about',
    '/subscribe/check-inbox',
    '/api/docs',
    '/api/openapi.json',
  ]) {
    const { headers } = await app.inject({ url, headers: { accept: 'text/html' } });
    expect([url, headers['cache-control'], headers.etag]).toEqual([
      url,
      expect.stringMatching(/^public, max-age=\d+$/),
      expect.any(String),
    ]);
    const again = await app.inject({
      url,
      headers: { accept: 'text/html', 'if-none-match': String(headers.etag) },
    });
    expect([url, again.statusCode]).toEqual([url, 304]);
  }
  const { headers } = await app.inject({
    url: '/api/docs',
    headers: { accept: 'application/json' },
  });
  expect(headers['content-type']).toContain('application/json');
});

test('links to the local inbox on no public page if the server is public', async () => {
  for (const [host, open] of [
    ['127.0.0.1', true],
    ['0.0.0.0', false],
  ] as const) {
    const { app } = await setup({
      HOST: host,
      PUBLIC_URL: 'http://127.0.0.1:3000',
      SMTP_URL: 'inbox',
    });
    for (const url of ['/', '/subscribe/check-inbox']) {
      const { body } = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(body.includes('href="/inbox"')).toBe(open);
    }
    expect((await app.inject('/inbox')).statusCode).toBe(open ? 200 : 303);
  }
});

test('reactivates nobody by importing an exported list', async () => {
  const { ctx, app } = await setup();
  const statuses = ['active', 'pending', 'paused', 'unsubscribed', 'bounced', 'complained'];
  for (const status of statuses) await addReader(ctx, { email: `${status}@example.org`, status });
  const exported = await app.inject({ url: '/api/v1/subscribers/export.csv', headers: bearer });
  const other = await setup();
  const imported = await other.app.inject({
    method: 'POST',
    url: '/api/v1/subscribers/import?consent=moved',
    headers: { ...bearer, 'content-type': 'text/csv' },
    payload: exported.body,
  });
  expect(imported.json()).toMatchObject({
    read: 6,
    added: 3,
    departed: 3,
    asked: 0,
    rejected: [],
  });
  const orderBy = { email: 'asc' } as const;
  const found = await other.ctx.db.prisma.subscriber.findMany({ orderBy });
  expect(found.map(({ email, status }) => [email, status])).toEqual(
    statuses.toSorted().map((status) => [`${status}@example.org`, status]),
  );
});

test('preserves every preference through an export and an import', async () => {
  const { ctx, app } = await setup();
  const choices = {
    topics: ['vision', 'cs.CL'],
    topicsOnly: true,
    notifyWhenEmpty: true,
    papers: 15,
    frequency: 'weekdays',
    hour: 6,
  };
  await addReader(ctx, { email: 'ada@example.org', ...choices, timezone: 'Europe/Berlin' });
  await addReader(ctx, { email: 'bob@example.org' });
  const { body } = await app.inject({ url: '/api/v1/subscribers/export.csv', headers: bearer });
  const other = await setup();
  const headers = { ...bearer, 'content-type': 'text/csv' };
  const url = '/api/v1/subscribers/import?consent=moved';
  const imported = await other.app.inject({ method: 'POST', url, headers, payload: body });
  expect(imported.json()).toMatchObject({ added: 2, rejected: [] });
  const all = await other.ctx.db.prisma.subscriber.findMany({ orderBy: { email: 'asc' } });
  expect(all).toMatchObject([
    { ...choices, timezone: 'Europe/Berlin' },
    {
      topics: [],
      topicsOnly: false,
      notifyWhenEmpty: false,
      papers: null,
      frequency: 'daily',
      hour: null,
    },
  ]);
});

test('rejects an invalid row with the text of its field, and rejects scheduled test copies', async () => {
  const { app } = await setup();
  const post = (url: string, payload: object | string) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...bearer, 'content-type': 'application/json' },
      payload,
    });
  const rows = [{ email: 'ada@example.org', hour: 25, papers: 99 }];
  expect((await post('/api/v1/subscribers/import?format=json', rows)).json().rejected).toEqual([
    { line: 1, reason: 'papers: a number from 5 to 25; hour: an hour from 0 to 23' },
  ]);
  const at = { at: '2026-03-10T09:00:00Z', to: ['ada@example.org'] };
  expect((await post('/api/v1/digests/2026-03-10/send', at)).json().errors).toMatchObject([
    { path: 'at' },
  ]);
});

test('reports not ready soon if the database accepts a query but never answers', async () => {
  const { ctx, app } = await setup({ PAPER_SOURCES: 'sample' });
  const held = await ctx.db.pool.connect();
  await held.query('begin; lock table source_fetch, source_state in access exclusive mode');
  const answer = await app.inject('/readyz');
  await held.query('rollback');
  held.release();
  expect([answer.statusCode, answer.json()]).toEqual([
    503,
    { status: 'unavailable', database: 'unreachable' },
  ]);
  expect((await app.inject('/readyz')).statusCode).toBe(200);
});

test('answers 503 with Retry-After while Postgres is down, and recovers afterwards', async () => {
  const { ctx } = await setup();
  const away = await startApp({ ...ctx, db: connect('postgresql://nobody@127.0.0.1:1/none', 2) });
  const page = await away.inject({
    url: '/',
    headers: { accept: 'text/html', 'accept-language': 'de' },
  });
  expect(page.statusCode).toBe(503);
  expect(page.headers).toMatchObject({ 'retry-after': '10', 'cache-control': 'no-store' });
  expect(page.body).toContain('Wir sind gleich wieder da');
  const paper = await away.inject({ url: '/papers/1', headers: { accept: 'application/json' } });
  expect(paper.json()).toMatchObject({ status: 503, title: 'We’ll be right back' });
  const posted = await away.inject({
    method: 'POST',
    url: '/subscribe',
    payload: { email: 'ada@example.org' },
  });
  expect(posted.statusCode).toBe(503);
});

test('reports an invalid statement as a server error, not as an unavailable database', async () => {
  const { ctx, app } = await setup();
  await ctx.db.run(sql`alter table paper rename to elsewhere`);
  const answer = await app.inject({ url: '/', headers: { accept: 'text/html' } });
  expect(answer.statusCode).toBe(500);
  expect(answer.headers['retry-after']).toBeUndefined();
});

test.each([
  ['a server that goes', '57P01', 'terminating connection due to administrator command', true],
  ['one that is not up yet', '57P03', 'the database system is starting up', true],
  ['too many connections', '53300', 'sorry, too many clients already', true],
  ['a cut connection', undefined, 'Connection terminated unexpectedly', true],
  [
    'a full pool, or a way that leads nowhere',
    undefined,
    'timeout exceeded when trying to connect',
    true,
  ],
  ['a table that is not there', '42P01', 'relation "paper" does not exist', false],
  [
    'a statement that took too long',
    '57014',
    'canceling statement due to statement timeout',
    false,
  ],
])('%s', (_name, code, message, expected) => {
  expect(isUnreachable(Object.assign(new Error(message), { code }))).toBe(expected);
});
