import { expect, test } from 'vitest';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addReader } from '../../../support/readers.ts';

const key = 'test-key-of-some-length';
const headers = { authorization: `Bearer ${key}` };

async function setup() {
  const { ctx } = await freshContext({ ADMIN_API_KEY: key });
  const app = await startApp(ctx);
  const post = (url: string, payload: object | string) =>
    app.inject({
      method: 'POST',
      url,
      headers: {
        ...headers,
        'content-type': typeof payload === 'string' ? 'text/csv' : 'application/json',
      },
      payload,
    });
  const get = (url: string) => app.inject({ url, headers });
  return { ctx, app, post, get };
}

test('an address is suppressed once, listed, and lifted by id', async () => {
  const { ctx, app, post, get } = await setup();
  await addReader(ctx, { email: 'first@example.org' });
  const id = await addReader(ctx, { email: 'Ada@example.org' });
  const statusOf = async () =>
    (await ctx.db.prisma.subscriber.findUniqueOrThrow({ where: { id } })).status;
  const added = await post('/api/v1/suppressions', {
    email: 'ADA@example.org',
    reason: 'bounced',
    evidence: '550',
  });
  expect(added.statusCode).toBe(201);
  expect(added.json()).toMatchObject({
    email: 'ada@example.org',
    reason: 'bounced',
    evidence: '550',
    endsAt: null,
  });
  expect(await statusOf()).toBe('bounced');
  expect(
    (await post('/api/v1/suppressions', { email: 'ada@example.org', reason: 'bounced' }))
      .statusCode,
  ).toBe(200);
  await post('/api/v1/suppressions', { email: 'bob@example.org', reason: 'complained' });
  const first = (await get('/api/v1/suppressions?limit=1')).json();
  expect(first.items).toMatchObject([{ email: 'bob@example.org' }]);
  const second = (await get(`/api/v1/suppressions?limit=1&cursor=${first.nextCursor}`)).json();
  expect(second).toMatchObject({ items: [{ email: 'ada@example.org' }], nextCursor: null });
  const lift = () =>
    app.inject({ method: 'DELETE', url: `/api/v1/suppressions/${second.items[0].id}`, headers });
  expect((await lift()).statusCode).toBe(204);
  expect(await statusOf()).toBe('active');
  expect((await lift()).statusCode).toBe(404);
  const where = { action: 'subscriber-unblocked' };
  expect(await ctx.db.prisma.auditEvent.findMany({ where })).toMatchObject([{ target: `#${id}` }]);
  expect((await get('/api/v1/suppressions?q=ada')).json().items).toEqual([]);
});

test('an invalid address, an unknown reason and an unknown field are rejected with their path', async () => {
  const { post } = await setup();
  for (const [payload, path] of [
    [{ email: 'ada', reason: 'bounced' }, 'email'],
    [{ email: 'ada@example.org', reason: 'bored' }, 'reason'],
    [{ email: 'ada@example.org', reason: 'bounced', note: 'x' }, 'note'],
  ] as const) {
    const answer = await post('/api/v1/suppressions', payload);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toMatchObject([{ path }]);
  }
});

test('an export can be imported; a second import changes nothing, and a bad row is reported by line', async () => {
  const { post, get } = await setup();
  const csv =
    'email,reason,evidence\nada@example.org,complained,a report\nnobody\nbob@example.org,,\nbob@example.org,,\n';
  const imported = await post('/api/v1/suppressions/import', csv);
  expect(imported.json()).toMatchObject({
    read: 4,
    added: 2,
    updated: 0,
    unchanged: 1,
    rejected: [{ line: 3 }],
  });
  const file = await get('/api/v1/suppressions/export.csv');
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
  const lines = file.body.trimEnd().split('\n');
  expect(lines[0]).toBe('email,reason,evidence,created_at');
  expect(lines.slice(1).toSorted()).toEqual([
    expect.stringMatching(/^ada@example\.org,complained,a report,\d{4}-/),
    expect.stringMatching(/^bob@example\.org,bounced,,\d{4}-/),
  ]);
  const again = await post('/api/v1/suppressions/import', file.body);
  expect(again.json()).toEqual({
    read: 2,
    added: 0,
    updated: 0,
    unchanged: 2,
    rejected: [],
    rejectedCount: 0,
  });
  const bare = await post('/api/v1/suppressions/import?reason=complained', 'bob@example.org\n');
  expect(bare.json()).toMatchObject({ added: 0, updated: 1 });
});
