import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createApiKey } from '../../../../src/admin/accounts/api-keys.ts';
import { ownPath } from '../../../../src/digests/mail/web-path.ts';
import { recordTick } from '../../../../src/digests/send/sql/tick.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import type { Context } from '../../../../src/context.ts';
import type { Purpose } from '../../../../src/subscribers/tokens.ts';
import { linkTo } from '../../../support/links.ts';
import { addPapers, addReader } from '../../../support/readers.ts';
import { daily, huggingFace } from '../../../support/sources.ts';

const content = z.record(z.string(), z.unknown());
const document = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({ responses: z.record(z.string(), z.object({ content: content.optional() })) }),
    ),
  ),
});

/** Closes a schema, so that fields missing from the description are found. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inside = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, closed(value)]),
  );
  return 'properties' in schema && 'type' in schema
    ? { additionalProperties: false, ...inside }
    : inside;
}

/** Sends requests and validates each response against the description. */
async function checker(app: FastifyInstance) {
  const described: unknown = (await app.inject('/api/openapi.json')).json();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(closed(described) as object, 'api');
  const { paths } = document.parse(described);
  const asked = new Set<string>();
  const validators = new Map<string, ValidateFunction>();

  async function ask(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    url: string,
    payload?: object | string,
    authorization = 'Bearer test-key-of-some-length',
  ) {
    const type = typeof payload === 'string' ? 'text/plain' : 'application/json';
    const headers = {
      authorization,
      accept: 'application/json',
      ...(payload === undefined ? {} : { 'content-type': type }),
    };
    const answer = await app.inject({
      method,
      url,
      headers,
      ...(payload === undefined ? {} : { payload }),
    });
    const status = String(answer.statusCode);
    const what = `${method} ${path} ${status}`;
    asked.add(what);
    const responses = paths[path]?.[method.toLowerCase()]?.responses ?? {};
    expect([what, Object.keys(responses)]).toEqual([what, expect.arrayContaining([status])]);
    const [mediaType] = Object.keys(responses[status]?.content ?? {});
    if (mediaType === undefined) return answer;
    expect([what, String(answer.headers['content-type']).split(';')[0]]).toEqual([what, mediaType]);
    if (mediaType === 'image/png' || mediaType === 'application/feed+json') return answer;
    const escaped = (text: string) =>
      encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'));
    const pointer = [
      'paths',
      path,
      method.toLowerCase(),
      'responses',
      status,
      'content',
      mediaType,
      'schema',
    ];
    const $ref = `api#/${pointer.map(escaped).join('/')}`;
    const validate = validators.get($ref) ?? ajv.compile({ $ref });
    validators.set($ref, validate);
    validate(mediaType.endsWith('json') ? answer.json() : answer.body);
    expect([what, validate.errors ?? []]).toEqual([what, []]);
    return answer;
  }
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { responses }]) =>
      Object.keys(responses).map((status) => `${method.toUpperCase()} ${path} ${status}`),
    ),
  );
  return { ask, all, asked, paths };
}

type Ask = Awaited<ReturnType<typeof checker>>['ask'];

/** Requests each emailed link in three variants: a forged, a valid, and an expired one. */
async function askLinks(ctx: Context, app: FastifyInstance, ask: Ask) {
  const id = await addReader(ctx, { email: 'links@example.org' });
  const url = (purpose: Purpose, of = id) => linkTo(ctx, app, purpose, of).url;
  for (const path of ['/confirm', '/address', '/manage', '/preferences', '/unsubscribe'] as const)
    for (const method of ['GET', 'POST'] as const)
      await ask(method, `${path}/{token}`, `${path}/unknown`);
  const { id: asked } = await ctx.db.prisma.confirmation.findFirstOrThrow();
  for (const method of ['GET', 'POST'] as const) {
    await ask(method, '/confirm/{token}', url('confirm', asked));
    await ask(method, '/preferences/{token}', url('preferences'));
  }
  await ask('POST', '/preferences/{token}', url('preferences'), { hour: 99 });
  await ask('POST', '/preferences/{token}', url('preferences'), { action: 'manage' });
  await ask('POST', '/preferences/{token}', url('preferences'), {
    action: 'address',
    email: 'moved@example.org',
  });
  const { id: change } = await ctx.db.prisma.addressChange.findFirstOrThrow();
  for (const method of ['GET', 'POST'] as const)
    await ask(method, '/address/{token}', url('address', change));
  await ask('GET', '/unsubscribe/{token}', url('unsubscribe'));
  const leave = (payload?: object) =>
    ask('POST', '/unsubscribe/{token}', url('unsubscribe'), payload);
  await leave();
  await leave({ action: 'reason', comment: 'x'.repeat(2000) });
  await leave({ action: 'reason', reason: 'too-long' });
  await leave({ action: 'pause', days: 7 });
  await leave();
  await leave({ action: 'weekly' });
  await ctx.db.prisma.subscriber.updateMany({ data: { status: 'unsubscribed' } });
  await leave({ action: 'weekly' });
  const { id: mail } = await ctx.db.prisma.transactionalEmail.findFirstOrThrow({
    where: { kind: 'manage' },
  });
  await ctx.db.prisma.confirmation.deleteMany();
  await ctx.db.prisma.addressChange.deleteMany();
  for (const method of ['GET', 'POST'] as const) {
    await ask(method, '/confirm/{token}', url('confirm', asked));
    await ask(method, '/address/{token}', url('address', change));
    await ask(method, '/preferences/{token}', url('preferences'));
    await ask(method, '/manage/{token}', url('manage', mail));
  }
  for (const method of ['GET', 'POST'] as const)
    await ask(method, '/manage/{token}', url('manage', 999_999));
}

test('matches every response of every route with its description', async () => {
  const sources = await huggingFace([daily('2603.00001'), { paper: {} }]);
  const { ctx } = await freshContext({
    ADMIN_API_KEY: 'test-key-of-some-length',
    PAPER_SOURCES: 'huggingface,arxiv:cs.CL',
    HUGGINGFACE_URL: sources,
    ARXIV_API_URL: 'http://127.0.0.1:1/',
    SUBSCRIBE_RATE: '2',
    POSTMARK_WEBHOOK_AUTH: 'postmark:a long password',
  });
  const app = await startApp(ctx);
  const { ask, all, asked, paths } = await checker(app);
  await recordTick(ctx.db, ctx.now());

  const { key: limited } = await createApiKey(ctx, null, 'reads sources', ['papers:read']);
  const { key: other } = await createApiKey(ctx, null, 'reads subscribers', ['subscribers:read']);
  for (const [path, methods] of Object.entries(paths)) {
    if (!path.startsWith('/api/v1/')) continue;
    const url = path.replace('{date}', '2026-03-10').replace('{id}', '1');
    for (const name of Object.keys(methods)) {
      const method = name.toUpperCase() as 'GET';
      await ask(method, path, url, undefined, 'Bearer unknown');
      const reads = name === 'get' && !/\/(subscribers|suppressions)/.test(path);
      await ask(method, path, url, undefined, `Bearer ${reads ? other : limited}`);
      await ask(method, path, `${url}?nonsense=1`);
    }
  }
  for (const url of ['/', '/api/openapi.json', '/api/docs', '/subscribe', '/healthz', '/readyz'])
    await ask('GET', url, url);
  for (const ending of ['xml', 'json']) {
    for (const feed of ['/feed', '/digests/feed']) {
      await ask('GET', `${feed}.${ending}`, `${feed}.${ending}`);
      await ask('GET', `${feed}.${ending}`, `${feed}.${ending}?since=now`);
    }
    await ask('GET', `/search.${ending}`, `/search.${ending}?q=x`);
    await ask('GET', `/search.${ending}`, `/search.${ending}`);
    await ask('GET', `/authors/{name}.${ending}`, `/authors/Nobody.${ending}`);
    await ask('GET', `/authors/{name}.${ending}`, `/authors/Nobody.${ending}?since=now`);
  }
  await ask('GET', '/authors/{name}', '/authors/Nobody');
  await ask('GET', '/', '/?date=2999-01-01');
  for (const [path, url] of [
    ['/', '/?sort=best'],
    ['/papers', '/papers?sort=best'],
    ['/papers.png', '/papers.png?date=never'],
    ['/digests', '/digests?kind=monthly'],
    ['/digests/{date}', '/digests/2026-03-10?kind=monthly'],
    ['/digests/{date}.png', '/digests/2026-03-10.png?kind=monthly'],
  ] as const)
    await ask('GET', path, url);

  await ask('GET', '/api/v1/sources', '/api/v1/sources');
  await ask('POST', '/api/v1/papers/fetch', '/api/v1/papers/fetch');
  await ask('GET', '/api/v1/sources', '/api/v1/sources');
  await ask(
    'POST',
    '/api/v1/papers/import',
    '/api/v1/papers/import?format=ndjson',
    '{"title":"Imported"}\n{broken\n',
  );
  await ask('POST', '/api/v1/papers/import', '/api/v1/papers/import?format=page', 'Dear all\n');
  const full = {
    title: 'Sparse rewards',
    authors: ['Ada Lindqvist'],
    arxivId: '2603.09999',
    categories: ['cs.CL'],
  };
  const { id } = (await ask('POST', '/api/v1/papers', '/api/v1/papers', full)).json();
  await ask('POST', '/api/v1/papers', '/api/v1/papers', { ...full, upvotes: 3 });
  await ask('GET', '/authors/{name}', '/authors/Ada%20Lindqvist');
  for (const ending of ['xml', 'json'])
    await ask('GET', `/authors/{name}.${ending}`, `/authors/Ada%20Lindqvist.${ending}`);
  await ask('POST', '/api/v1/papers', '/api/v1/papers', { titel: 'x' });
  for (const query of ['', '?limit=1', '?q=sparse', '?date=2026-03-10'])
    await ask('GET', '/api/v1/papers', `/api/v1/papers${query}`);
  await addPapers(ctx, '2026-03-09', ['The day before']);
  for (const query of ['', '?sort=newest', '?date=2026-03-09', '?date=2020-01-01'])
    await ask('GET', '/papers', `/papers${query}`);
  await ask('GET', '/papers/{id}', `/papers/${id}`);
  await ask('GET', '/papers/{id}', '/papers/999999');
  await ask('GET', '/papers', '/papers?date=2999-01-01');
  await ask('GET', '/api/v1/papers/{id}', `/api/v1/papers/${id}`);
  await ask('GET', '/api/v1/papers/{id}', '/api/v1/papers/999999');
  await ask('GET', '/papers.png', '/papers.png');
  await ask('GET', '/papers.png', '/papers.png?date=2999-01-01');
  await ask('GET', '/papers/{id}.png', `/papers/${id}.png`);
  await ask('GET', '/papers/{id}.png', '/papers/999999.png');
  for (const q of ['sparse', 'spasre', '']) await ask('GET', '/search', `/search?q=${q}`);
  await ask('GET', '/search', '/search?q=x&from=never');

  await addReader(ctx);
  const digests = '/api/v1/digests';
  const one = `${digests}/{date}`;
  const date = `${digests}/2026-03-10`;
  await ask('POST', digests, digests, { date: '2026-03-10' });
  await ask('POST', digests, digests, { date: '2026-03-10' });
  await ask('POST', digests, digests, { date: '2020-01-01' });
  for (const query of ['', '?limit=1', '?kind=weekly', '?status=draft'])
    await ask('GET', digests, `${digests}${query}`);
  await ask('GET', one, date);
  await ask('GET', one, `${digests}/2020-01-01`);
  for (const on of ['2026-03-10', '2020-01-01'])
    await ask('GET', `${one}/domains`, `${digests}/${on}/domains`);
  await ask('POST', `${one}/retry`, `${date}/retry`);
  for (const action of ['send', 'pause', 'resume', 'cancel', 'retry', 'draft'])
    await ask('POST', `${one}/${action}`, `${digests}/2019-01-01/${action}`);
  await ask('POST', `${one}/pause`, `${date}/pause`);
  await ask('POST', `${one}/resume`, `${date}/resume`);
  await ask('POST', `${one}/draft`, `${date}/draft`);
  await ask('POST', `${one}/send`, `${date}/send`, { at: '2026-03-10T20:00:00Z' });
  await ask('POST', `${one}/draft`, `${date}/draft`);
  await ask('POST', `${one}/send`, `${date}/send`, { to: ['ada@example.org'] });
  await ask('POST', `${one}/send`, `${date}/send`);
  await ask('POST', `${one}/send`, `${date}/send`);
  await ask('POST', digests, digests, { date: '2026-03-10' });
  await ask('POST', `${one}/pause`, `${date}/pause`);
  await ask('POST', `${one}/resume`, `${date}/resume`);
  await ask('POST', `${one}/retry`, `${date}/retry`);
  await ask('GET', '/digests', '/digests');
  await ask('GET', '/digests/{date}', '/digests/2026-03-10');
  await ask('GET', '/digests/{date}', '/digests/2020-01-01');
  await ask('GET', '/digests/{date}.png', '/digests/2026-03-10.png');
  await ask('GET', '/digests/{date}.png', '/digests/2020-01-01.png');
  const { digestId, subscriberId } = await ctx.db.prisma.delivery.findFirstOrThrow();
  const own = ownPath(ctx.keys, { id: digestId, kind: 'daily', date: '2026-03-10' }, subscriberId);
  for (const url of [own, own.replace('03-10', '03-11'), `${own}?kind=monthly`])
    await ask('GET', '/my/{token}/digests/{date}', url);
  await ask('POST', `${one}/cancel`, `${date}/cancel`);
  await ask('POST', `${one}/resume`, `${date}/resume`);
  await ask('POST', `${one}/pause`, `${date}/pause`);
  await ask('POST', `${one}/send`, `${date}/send`);
  await ctx.db.prisma.digest.updateMany({ data: { status: 'sent' } });
  await ask('POST', `${one}/cancel`, `${date}/cancel`);

  await ask('POST', '/subscribe', '/subscribe', { email: 'eve@example.org' });
  await ask('POST', '/subscribe', '/subscribe', { email: 'nobody' });
  await ask('POST', '/subscribe', '/subscribe', { email: 'eve@example.org' });
  await askLinks(ctx, app, ask);
  const readers = '/api/v1/subscribers';
  const reader = `${readers}/{id}`;
  const consent = { source: 'a fair', at: '2026-03-01T00:00:00Z' };
  const added = await ask('POST', readers, readers, {
    email: 'bob@example.org',
    topics: ['rewards'],
    consent,
  });
  const bob = `${readers}/${added.json().id}`;
  await ask('POST', readers, readers, { email: 'bob@example.org' });
  await ask('POST', readers, readers, { email: 'bob@example.org', hour: 25 });
  await ask('GET', readers, `${readers}?limit=1`);
  await ask('GET', reader, bob);
  await ask('PATCH', reader, bob, { hour: 7, status: 'paused' });
  await ask('PATCH', reader, bob, { hours: 7 });
  await ask('PATCH', reader, bob, { status: 'unsubscribed' });
  await ask('PATCH', reader, bob, { status: 'active' });
  await ask('POST', readers, readers, { email: 'bob@example.org' });
  await ask('POST', `${readers}/import`, `${readers}/import`, 'email\ncarl@example.org\nnobody\n');
  await ask('GET', `${readers}/export.csv`, `${readers}/export.csv`);
  for (const method of ['DELETE', 'DELETE', 'GET'] as const) await ask(method, reader, bob);
  await ask('PATCH', reader, bob, { hour: 7 });

  const suppressions = '/api/v1/suppressions';
  const bounce = { email: 'dora@example.org', reason: 'bounced' };
  await ask('POST', suppressions, suppressions, bounce);
  const { id: suppressed } = (await ask('POST', suppressions, suppressions, bounce)).json();
  await ask(
    'POST',
    `${suppressions}/import`,
    `${suppressions}/import`,
    'email\ndora@example.org\nnobody\n',
  );
  await ask('GET', suppressions, suppressions);
  await ask('GET', `${suppressions}/export.csv`, `${suppressions}/export.csv`);
  for (const _again of [1, 2])
    await ask('DELETE', `${suppressions}/{id}`, `${suppressions}/${suppressed}`);

  const postmark = '/webhooks/postmark';
  const basic = `Basic ${Buffer.from('postmark:a long password').toString('base64')}`;
  await ask('POST', postmark, postmark, { RecordType: 'Delivery' }, basic);
  await ask('POST', postmark, postmark, 'no JSON', basic);
  await ask('POST', postmark, postmark, {}, 'Basic b3RoZXI=');
  for (const closed of ['ses', 'mailgun', 'sendgrid'])
    await ask('POST', `/webhooks/${closed}`, `/webhooks/${closed}`, {});

  // Other tests cover the responses of a busy server, to a form, and to a provider's signature.
  const calm = (what: string) =>
    !/ (429|503|303)$|\/webhooks\/(?!.* 404$)|postmark 404$/.test(what);
  expect([...asked].filter(calm).toSorted()).toEqual(all.filter(calm).toSorted());
});

test('finds a schema that does not match a response', () => {
  const ajv = new Ajv2020({ strict: false });
  formats.default(ajv);
  const schema = { type: 'object', properties: { at: { type: 'string', format: 'date-time' } } };
  const validate = ajv.compile(closed(schema) as object);
  expect(
    [{ at: '2026-03-10T09:00:00Z' }, { at: 'noon' }, { at: null }, { more: 1 }].map((it) =>
      validate(it),
    ),
  ).toEqual([true, false, false, false]);
});
