import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { paths } from './schema.js';

// node client.js URL KEY: calls the API through a client whose types are generated from its
// openapi.json.

const [, , baseUrl = '', key = ''] = process.argv;
const api = createClient<paths>({
  baseUrl,
  headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
});

const paper = await api.POST('/api/v1/papers', {
  body: { title: 'Sparse Rewards', authors: ['Ada Lindqvist'], listedOn: '2026-03-10', upvotes: 3 },
});
assert.equal(paper.response.status, 201);
const { id, upvotes } = paper.data ?? assert.fail();
assert.equal(upvotes satisfies number | null, 3);

const papers = await api.GET('/api/v1/papers', {
  params: { query: { limit: 10, date: '2026-03-10' } },
});
assert.deepEqual(
  papers.data?.items.map((item) => item.title),
  ['Sparse Rewards'],
);
assert.equal((await api.GET('/api/v1/papers/{id}', { params: { path: { id } } })).data?.id, id);
const page = await api.GET('/papers/{id}', { params: { path: { id } } });
assert.ok(typeof page.data === 'object');
assert.equal(page.data.title, 'Sparse Rewards');

const imported = await api.POST('/api/v1/papers/import', {
  params: { query: { format: 'ndjson' } },
  body: '{"title":"Imported"}\n',
  bodySerializer: (body) => body,
  headers: { 'content-type': 'text/plain' },
});
assert.equal(imported.data?.added, 1);

const composed = await api.POST('/api/v1/digests', {
  body: { date: '2026-03-10', paperIds: [id] },
});
assert.equal(composed.data?.status, 'draft');
const onDate = { params: { path: { date: '2026-03-10' } } };
assert.equal((await api.POST('/api/v1/digests/{date}/send', onDate)).response.status, 202);
assert.equal((await api.GET('/api/v1/digests/{date}', onDate)).data?.papers[0]?.id, id);
const digests = await api.GET('/api/v1/digests', { params: { query: { kind: 'daily' } } });
assert.deepEqual(
  digests.data?.items.map(({ date }) => date),
  ['2026-03-10'],
);

const consent = { source: 'a conference', at: '2026-03-01T00:00:00Z' };
const added = await api.POST('/api/v1/subscribers', {
  body: { email: 'ada@example.org', consent },
});
const subscriber = { params: { path: { id: added.data?.id ?? assert.fail() } } };
const changed = await api.PATCH('/api/v1/subscribers/{id}', {
  ...subscriber,
  body: { hour: 7, status: 'paused' },
});
assert.deepEqual([changed.data?.hour, changed.data?.status], [7, 'paused']);
assert.equal((await api.GET('/api/v1/subscribers')).data?.items.length, 1);
const csv = await api.GET('/api/v1/subscribers/export.csv', { parseAs: 'text' });
assert.match(String(csv.data), /ada@example\.org/);
assert.equal((await api.DELETE('/api/v1/subscribers/{id}', subscriber)).response.status, 204);

const refused = await api.POST('/api/v1/digests', { body: { date: 'today' } });
assert.deepEqual(refused.error?.errors, [{ path: 'date', message: 'a date such as 2026-03-14' }]);
const unknown = await api.GET('/api/v1/papers/{id}', { params: { path: { id: 999_999 } } });
assert.equal(unknown.error?.status satisfies number | undefined, 404);

// A wrong name or type does not compile.
// @ts-expect-error: there is no such field
void (() => api.POST('/api/v1/papers', { body: { titel: 'x' } }));
// @ts-expect-error: a limit is a number
void (() => api.GET('/api/v1/papers', { params: { query: { limit: 'ten' } } }));
