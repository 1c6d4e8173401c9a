import { expect, test } from 'vitest';
import { authenticate } from '../../../src/admin/accounts/api-keys.ts';
import { chartOf } from '../../../src/admin/overview/routes-dashboard.ts';
import { barOf, endOf } from '../../../src/admin/digests/digest-view.ts';
import { sql } from '../../../src/db/sql.ts';
import { composeDraft } from '../../../src/digests/compose/compose.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { operatorOn } from '../../support/operator.ts';
import { addPapers, addReader } from '../../support/readers.ts';

async function setup(env: Record<string, string> = {}) {
  const { ctx, clock } = await freshContext(env, '2026-03-10T09:00:00Z');
  const app = await startApp(ctx);
  return { ctx, clock, app, ...(await operatorOn(ctx, app)) };
}

test('shows a new key once, accepts it, and rejects it after it is revoked', async () => {
  const { ctx, get, post } = await setup();
  const made = await post('/admin/keys', { name: 'nightly <script>', scopes: 'papers:read' });
  expect(made.statusCode).toBe(201);
  const [key = ''] = /dp_[\w-]{32}/.exec(made.body) ?? [];
  expect(await authenticate(ctx, `Bearer ${key}`)).toMatchObject({ scopes: ['papers:read'] });
  const list = (await get('/admin/keys')).body;
  expect(list).not.toContain(key);
  expect(list).toContain('nightly &lt;script&gt;');
  expect(list).not.toContain('nightly <script>');
  const [, id] = /keys\/(\d+)\/revoke/.exec(list) ?? [];
  await post(`/admin/keys/${id}/revoke`);
  await post(`/admin/keys/${id}/revoke`);
  expect(await authenticate(ctx, `Bearer ${key}`)).toBeUndefined();
  expect(await ctx.db.prisma.auditEvent.count({ where: { action: 'key-revoked' } })).toBe(1);
  expect((await post('/admin/keys/9999/revoke')).statusCode).toBe(303);
  expect((await post('/admin/keys/x/revoke')).statusCode).toBe(422);
});

test('rejects a key without a name or scope, and keeps the input', async () => {
  const { ctx, post } = await setup();
  const nameless = await post('/admin/keys', { name: ' ', scopes: 'digests:write' });
  expect(nameless.statusCode).toBe(422);
  expect(nameless.body).toContain('id="name-error" role="alert"');
  expect(nameless.body).toContain('value="digests:write" checked');
  const useless = await post('/admin/keys', { name: 'mine' });
  expect(useless.body).toContain('id="scopes-error" role="alert"');
  expect(useless.body).toContain('value="mine"');
  expect(
    (await post('/admin/keys', { name: 'x'.repeat(101), scopes: 'papers:read' })).statusCode,
  ).toBe(422);
  expect((await post('/admin/keys', { name: 'x', scopes: 'everything' })).statusCode).toBe(422);
  expect((await post('/admin/keys', { name: 'nul\0', scopes: 'papers:read' })).statusCode).toBe(
    201,
  );
  expect(await ctx.db.prisma.apiKey.count()).toBe(1);
});

test('serves the overview with a trailing slash', async () => {
  const { app, get } = await setup();
  expect((await get('/admin/')).headers.location).toBe('/admin');
  const stranger = await app.inject({ url: '/admin/', headers: { accept: 'text/html' } });
  expect(stranger.headers.location).toBe('/admin/sign-in?next=%2Fadmin%2F');
});

test('shows today’s digest with its bar, the next one, readers and suppressions', async () => {
  const { ctx, get } = await setup();
  await addPapers(ctx, '2026-03-10', ['One', 'Two']);
  for (let n = 0; n < 3; n += 1) await addReader(ctx);
  await addReader(ctx, { status: 'paused' });
  await digestTick(ctx);
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('a@x.example', 'bounced'), ('b@x.example', 'bounced')`,
  );
  const { body } = await get('/admin');
  expect(body).toContain('aria-label="3 waiting"');
  expect(body).toContain('One and 1 more');
  expect(body).toContain('Next daily digest: 11 Mar 2026, 08:00 UTC');
  expect(body).toContain('Next weekly digest: 16 Mar 2026, 08:00 UTC');
  expect(body).toMatch(/<dt>active<\/dt>\s*<dd>3<\/dd>/);
  expect(body).toMatch(/<dt>bounced<\/dt>\s*<dd>2<\/dd>/);
  expect(body).not.toContain('@x.example');
});

test('alerts to drafts whose scheduled time has passed, today or on earlier days', async () => {
  const { ctx, clock, get } = await setup();
  const waits = 'The digest for Tuesday 10 March 2026 is waiting for you';
  await addPapers(ctx, '2026-03-10', ['One']);
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-10' });
  expect((await get('/admin')).body).toContain(waits);
  clock.set('2026-03-11T07:00:00Z');
  await addPapers(ctx, '2026-03-11', ['Two']);
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-11' });
  const { body } = await get('/admin');
  expect(body).toContain(waits);
  expect(body).toContain('href="/admin/digests/2026-03-10"');
  // Its scheduled time is in an hour.
  expect(body).not.toContain('The digest of Wednesday 11 March 2026 waits');
});

test('shows what went wrong and what to do about it', async () => {
  const { ctx, clock, app, get } = await setup({ PAPER_SOURCES: 'huggingface' });
  expect((await get('/admin')).body).toContain('All good.');
  await ctx.db.run(sql`insert into digest (kind, date, status, reason, reason_params, starts_at)
    values ('daily', '2026-03-09', 'paused', 'refused', '{"reply": "550 5.7.1 <b>"}', now()),
      ('daily', '2026-03-10', 'skipped', 'no-papers', '{}', now())`);
  await ctx.db.run(sql`insert into source_fetch (source, fetched_at, failure)
    values ('huggingface', ${ctx.now()}, '{"code":"http-status","status":503}')`);
  await ctx.db.run(sql`insert into recipient_domain (domain, paused_until, pause_detail)
    values ('mail.example', clock_timestamp() + interval '10 minutes', 'refused: 421')`);
  await ctx.db.run(sql`update send_rate_limiter set share = 0.5`);
  await ctx.db.run(
    sql`insert into sent_alert (event, quiet_until) values ('relay-away', clock_timestamp() + interval '1 hour')`,
  );
  await ctx.db.run(
    sql`insert into transactional_email (kind, address, expires_at) values ('test', 'a@x.example', now() + interval '1 hour')`,
  );
  const { body } = await get('/admin');
  expect(body).not.toContain('Paused by an operator');
  for (const text of [
    'The digest for Monday 9 March 2026 was paused',
    'rejected: 550 5.7.1 &lt;b&gt;',
    'No digest for Tuesday 10 March 2026',
    'mail.example is rejecting our emails',
    'Problem with the source huggingface',
    'answered 503',
    'asked us to slow down',
    'relay was unreachable',
    'no sender is running',
  ])
    expect(body).toContain(text);
  expect((await (await operatorOn(ctx, app, 'de')).get('/admin')).body).toContain('Antwort 503');
  await ctx.db.run(sql`update digest set reason = 'paused-by-operator' where status = 'paused'`);
  expect((await get('/admin')).body).toContain('Paused by an operator');
  // A weekend without papers is normal.
  await ctx.db.run(
    sql`update digest set date = '2026-03-14', status = 'skipped', reason = 'no-papers' where date = '2026-03-10'`,
  );
  clock.set('2026-03-14T09:00:00Z');
  expect((await get('/admin')).body).not.toContain('No digest for Saturday');
});

test('fills the bar of deliveries for any counts', () => {
  const none = { queued: 0, sending: 0, sent: 0, deferred: 0, failed: 0, skipped: 0, uncertain: 0 };
  const words = { t: (key: string) => key } as never;
  expect(barOf(words, none)).toEqual({ total: 0, segments: [] });
  const { segments } = barOf(words, { ...none, sent: 1, queued: 1, failed: 1 });
  expect(segments.map(({ x }) => x)).toEqual([0, 33.33, 66.66]);
  const last = segments.at(-1);
  expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(100, 1);
  const now = new Date('2026-03-10T09:00:00Z');
  expect(endOf(now, { ...none, queued: 120 }, 60)?.toISOString()).toBe('2026-03-10T09:02:00.000Z');
  expect(endOf(now, { ...none, queued: 120 }, 0)).toBeNull();
  expect(endOf(now, none, 60)).toBeNull();
});

test('counts joining and leaving readers by days in the digests’ time zone', async () => {
  const { ctx, get } = await setup({ DIGEST_TIMEZONE: 'Asia/Tokyo' });
  await addReader(ctx, { activeSince: '2026-03-08T16:00:00Z' });
  const left = await addReader(ctx, {
    activeSince: '2026-03-09T10:00:00Z',
    status: 'unsubscribed',
  });
  await ctx.db.run(
    sql`update subscriber set unsubscribed_at = '2026-03-10T01:00:00Z' where id = ${left}`,
  );
  const { body } = await get('/admin');
  expect(body).toContain('9 Mar 2026: 2 joined, 0 left');
  expect(body).toContain('10 Mar 2026: 0 joined, 1 left');
  expect(body).toContain('Last 30 days: 2 joined, 1 left.');
  expect(body).toMatch(/Next daily digest: 11 Mar 2026, 08:00 (GMT\+9|JST)/);
  const words = ctx.words('en');
  expect(chartOf(words, [{ day: '2026-03-09', came: 0, left: 0 }]).days).toMatchObject([
    { up: 0, down: 0 },
  ]);
});

/** Hostile form values. */
const hostile = [
  '',
  ' ',
  '0',
  '-1',
  '1e9',
  '99999999999999999999',
  'a\0b',
  '\ud800',
  '../..',
  "'; drop table paper; --",
  '<b>',
  '٣',
  '2026-03-10',
];

test('answers hostile input on every operator page without an error or an email', async () => {
  const { ctx, app, cookie, csrf, get, post } = await setup();
  await addPapers(ctx, '2026-03-10', ['One', 'Two']);
  await addReader(ctx);
  const digest = '/admin/digests/2026-03-10';
  await post('/admin/digests', { date: '2026-03-10' });
  const statuses = new Set<number>();
  for (const text of hostile) {
    const part = encodeURIComponent(text.replace('\ud800', '\ufffd'));
    for (const url of [
      `/admin/digests?kind=${part}&before=${part}`,
      `/admin/digests/${part}`,
      `${digest}?q=${part}&language=${part}&part=${part}&done=${part}`,
      `${digest}/send?kind=${part}`,
      `/admin/log?before=${part}`,
      `/admin/sign-in?next=${part}`,
    ])
      statuses.add((await get(url)).statusCode);
    for (const url of [
      '/admin/digests',
      `${digest}/edit`,
      `${digest}/send`,
      `${digest}/test`,
      '/admin/keys',
      `/admin/keys/${part}/revoke`,
      `/admin/digests/${part}/pause`,
    ]) {
      const fields = {
        date: text,
        kind: text,
        id: text,
        place: text,
        add: text,
        to: text,
        typed: text,
        when: text,
        at: text,
      };
      statuses.add((await post(url, { ...fields, name: text, scopes: text })).statusCode);
      // Repeated fields, and JSON instead of a form.
      const twice = { 'content-type': 'application/x-www-form-urlencoded', cookie };
      const payload = `csrf=${csrf}&date=${part}&date=${part}&name=${part}&name=${part}&to=${part}&to=${part}&id=1&id=2&typed=1&typed=1`;
      statuses.add((await app.inject({ method: 'POST', url, headers: twice, payload })).statusCode);
      const json = {
        csrf,
        date: { a: text },
        name: [text],
        scopes: [[text]],
        to: null,
        id: {},
        typed: 5,
      };
      statuses.add(
        (await app.inject({ method: 'POST', url, headers: { cookie }, payload: json })).statusCode,
      );
    }
  }
  expect([...statuses].filter((status) => status >= 500)).toEqual([]);
  expect(await ctx.db.prisma.transactionalEmail.count()).toBe(0);
  expect(await ctx.db.prisma.delivery.count()).toBe(0);
});
