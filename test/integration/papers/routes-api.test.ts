import { expect, test } from 'vitest';
import { createApiKey } from '../../../src/admin/accounts/api-keys.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { addPapers } from '../../support/readers.ts';

test('returns all fields of a paper, and accepts that paper as input', async () => {
  const { ctx } = await freshContext({ ADMIN_API_KEY: 'a key of sixteen characters' });
  const app = await startApp(ctx);
  const headers = { authorization: 'Bearer a key of sixteen characters' };
  const given = {
    title: 'On Rivers',
    summary: 'Short.',
    organization: 'Example Lab',
    stars: 7,
    doi: '10.1000/x',
  };
  const added = await app.inject({
    method: 'POST',
    url: '/api/v1/papers',
    payload: given,
    headers,
  });
  const paper = added.json<Record<string, unknown>>();
  expect(added.statusCode).toBe(201);
  expect(paper).toMatchObject(given);
  const fields =
    'id title abstract summary authors authorCount organization publishedOn listedOn upvotes comments stars url pdfUrl codeUrl projectUrl thumbnailUrl arxivId doi categories keywords';
  expect(Object.keys(paper).toSorted()).toEqual(fields.split(' ').toSorted());
  const again = await app.inject({
    method: 'POST',
    url: '/api/v1/papers',
    payload: paper,
    headers,
  });
  expect([again.statusCode, again.json<object>()]).toEqual([200, paper]);
});

test('shows a paper that is dated ahead only to keys that may edit papers', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_TIMEZONE: 'UTC' });
  const app = await startApp(ctx);
  const [today = 0] = await addPapers(ctx, '2026-03-10', [{ title: 'Quokkas of Today' }]);
  const [ahead = 0] = await addPapers(ctx, '2026-03-11', [{ title: 'Quokkas of Tomorrow' }]);
  const reader = await createApiKey(ctx, null, 'website', ['papers:read', 'digests:read']);
  const editor = await createApiKey(ctx, null, 'editor', ['papers:read', 'papers:write']);
  const get = (url: string, { key }: { key: string }) =>
    app.inject({ url, headers: { authorization: `Bearer ${key}` } });
  const idsIn = async (query: string, key: { key: string }) =>
    (await get(`/api/v1/papers${query}`, key)).json().items.map(({ id }: { id: number }) => id);

  for (const query of ['', '?q=quokkas', '?limit=1']) {
    expect([query, await idsIn(query, reader)]).toEqual([query, [today]]);
    expect(await idsIn(query, editor)).toContain(ahead);
  }
  for (const query of ['?date=2026-03-11', '?date=2026-03-11&q=quokkas']) {
    expect([query, await idsIn(query, reader)]).toEqual([query, []]);
    expect(await idsIn(query, editor)).toEqual([ahead]);
  }
  expect((await get(`/api/v1/papers/${ahead}`, reader)).statusCode).toBe(404);
  expect((await get(`/api/v1/papers/${ahead}`, editor)).statusCode).toBe(200);

  clock.set('2026-03-11T00:00:00Z');
  expect(await idsIn('', reader)).toEqual([ahead, today]);
  expect((await get(`/api/v1/papers/${ahead}`, reader)).statusCode).toBe(200);
});

test('lists the first 10,000 rejected rows of an import, and accepts 20 MB', async () => {
  const key = 'a key of sixteen characters';
  const { ctx } = await freshContext({ ADMIN_API_KEY: key });
  const app = await startApp(ctx);
  const send = (payload: string) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/papers/import?format=ndjson',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
      payload,
    });
  const report = (await send('x\n'.repeat(10_001))).json<{ rejected: object[] }>();
  expect(report).toMatchObject({ read: 10_001, added: 0 });
  expect(report.rejected).toHaveLength(10_000);
  expect((await send('x'.repeat(20_000_001))).statusCode).toBe(413);
});
