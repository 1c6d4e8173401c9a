import { expect, test } from 'vitest';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { addPapers, addReader } from '../../support/readers.ts';

const bearer = { authorization: 'Bearer test-key-of-some-length' };
const json = { accept: 'application/json' };

async function setup() {
  const { ctx } = await freshContext({ ADMIN_API_KEY: 'test-key-of-some-length' });
  return { ctx, app: await startApp(ctx) };
}

test.each([
  ['PUT', '/api/v1/papers', 'GET, HEAD, POST'],
  ['GET', '/api/v1/papers/import', 'POST'],
  ['GET', '/api/v1/papers/fetch', 'POST'],
  ['PATCH', '/api/v1/digests/2026-03-10', 'GET, HEAD'],
  ['PUT', '/api/v1/subscribers/1', 'DELETE, GET, HEAD, PATCH'],
  ['DELETE', '/api/v1/subscribers/export.csv', 'GET, HEAD'],
  ['POST', '/', 'GET, HEAD'],
  ['POST', '/papers/1', 'GET, HEAD'],
  ['DELETE', '/unsubscribe/x', 'GET, HEAD, POST'],
  ['GET', '/webhooks/ses', 'POST'],
  ['PUT', '/admin/sign-in', 'GET, HEAD, POST'],
] as const)('%s %s: answers 405 with the allowed methods', async (method, url, allow) => {
  const { app } = await setup();
  const { statusCode, headers, body } = await app.inject({
    method,
    url,
    headers: { ...bearer, ...json },
  });
  expect([statusCode, headers['allow'], headers['content-type']]).toEqual([
    405,
    allow,
    'application/problem+json; charset=utf-8',
  ]);
  expect(JSON.parse(body)).toMatchObject({ status: 405, detail: expect.stringContaining(allow) });
});

test('answers a wrong method on a page with a page', async () => {
  const { app } = await setup();
  const { statusCode, headers, body } = await app.inject({
    method: 'POST',
    url: '/',
    headers: { accept: 'text/html' },
  });
  expect([statusCode, headers['allow'], headers['content-type']]).toEqual([
    405,
    'GET, HEAD',
    'text/html; charset=utf-8',
  ]);
  expect(body).toContain('Not possible here');
});

test('answers 404 for an unknown path with any method', async () => {
  const { app } = await setup();
  for (const method of ['GET', 'POST', 'DELETE'] as const)
    expect((await app.inject({ method, url: '/nowhere', headers: json })).statusCode).toBe(404);
});

test('rejects an unknown API parameter by name and lists the known ones', async () => {
  const { app } = await setup();
  for (const [method, url, known] of [
    [
      'GET',
      '/api/v1/papers?dat=2026-03-10',
      'unknown parameter; expected one of: limit, cursor, date, q',
    ],
    ['GET', '/api/v1/papers/1?dat=x', 'this URL takes no parameters'],
    [
      'POST',
      '/api/v1/digests/2026-03-10/pause?dat=daily',
      'unknown parameter; expected one of: kind',
    ],
    ['DELETE', '/api/v1/subscribers/1?dat=x', 'this URL takes no parameters'],
  ] as const) {
    const answer = await app.inject({ method, url, headers: bearer });
    expect([url, answer.statusCode, answer.json().errors]).toEqual([
      url,
      422,
      [{ path: 'dat', message: known }],
    ]);
  }
  const paused = await app.inject({
    method: 'POST',
    url: '/api/v1/digests/2026-03-10/pause',
    headers: bearer,
    payload: { until: 'noon' },
  });
  expect([paused.statusCode, paused.json().errors]).toEqual([
    422,
    [{ path: 'until', message: 'this URL takes no body' }],
  ]);
});

test('uses no texts of the validation library in API errors', async () => {
  const { ctx, app } = await setup();
  await addReader(ctx);
  await addPapers(ctx, '2026-03-10', ['One']);
  const wrong = [null, true, 7, -1, 1.5, 'x'.repeat(5000), [], [null], {}, { source: 1 }];
  const fields = {
    '/api/v1/papers': [
      'title',
      'abstract',
      'authors',
      'authorCount',
      'publishedOn',
      'upvotes',
      'url',
      'arxivId',
      'doi',
    ],
    '/api/v1/digests': ['date', 'kind', 'paperIds'],
    '/api/v1/digests/2026-03-10/send': ['at', 'to'],
    '/api/v1/subscribers': [
      'email',
      'topics',
      'topicsOnly',
      'papers',
      'frequency',
      'timezone',
      'hour',
      'consent',
    ],
    '/subscribe': ['topics', 'papers', 'frequency', 'hour', 'language'],
  };
  const bodies = Object.entries(fields).flatMap(([url, names]) =>
    names.flatMap((name) => wrong.map((value) => ({ url, payload: { [name]: value } }))),
  );
  const queries = [
    '/api/v1/papers?limit=0',
    '/api/v1/papers?limit=1.5',
    '/api/v1/papers?limit=x',
    '/api/v1/papers?limit=1&limit=2',
    '/api/v1/papers/x',
    '/api/v1/digests?kind=hourly',
    '/api/v1/digests/today',
    '/api/v1/subscribers?status=asleep',
  ];
  const answers = await Promise.all([
    ...bodies.map(({ url, payload }) =>
      app.inject({ method: 'POST', url, headers: { ...bearer, ...json }, payload }),
    ),
    ...queries.map((url) => app.inject({ url, headers: bearer })),
  ]);
  const refused = answers.filter(({ statusCode }) => statusCode >= 400);
  expect(refused.length).toBeGreaterThan(150);
  for (const { statusCode, body } of refused) {
    expect(statusCode).toBeLessThan(500);
    expect(body).not.toMatch(
      /Invalid (?:input|option|string|key|element)[:"]?.*(?:expected|received)|Too (?:big|small)|Unrecognized/i,
    );
  }
});

test('limits a client that tries many keys, but not a valid key', async () => {
  const { app } = await setup();
  const ask = (authorization: string) =>
    app.inject({ url: '/api/v1/papers', headers: { authorization } });
  const statuses = [];
  for (let count = 0; count < 302; count += 1)
    statuses.push((await ask(`Bearer wrong-${count}`)).statusCode);
  expect([statuses[0], statuses[299], statuses[300], statuses[301]]).toEqual([401, 401, 429, 429]);
  const slowed = await ask('Bearer wrong');
  expect([slowed.json().title, (await ask(bearer.authorization)).statusCode]).toEqual([
    'Too many requests',
    200,
  ]);
});

test('rejects a missing body with its own text', async () => {
  const { app } = await setup();
  const answer = await app.inject({ method: 'POST', url: '/api/v1/papers', headers: bearer });
  expect([answer.statusCode, answer.json().detail]).toEqual([
    422,
    'this URL requires a request body',
  ]);
});
