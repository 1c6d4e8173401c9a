import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import type { Context } from '../../../../src/context.ts';
import { expireUnconfirmed } from '../../../../src/subscribers/signup/expire.ts';
import { makeToken } from '../../../../src/subscribers/tokens.ts';
import { form, startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addReader, ageConfirmations, mails } from '../../../support/readers.ts';

function subscribe(
  app: FastifyInstance,
  email: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) {
  return app.inject({
    method: 'POST',
    url: '/subscribe',
    headers: { accept: 'application/json', ...headers },
    payload: { email, ...more },
  });
}

/** Returns the path of the newest confirmation link. */
async function confirmLink(ctx: Context): Promise<string> {
  const newest = await ctx.db.prisma.confirmation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  return `/confirm/${makeToken(ctx.keys, 'confirm', newest.id)}`;
}

async function reader(ctx: Context, emailKey: string) {
  return ctx.db.prisma.subscriber.findUniqueOrThrow({ where: { emailKey } });
}

test('a subscriber is pending until the button is clicked; the consent is recorded', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const referer = 'https://papers.example/papers/7?q=ada';
  const answer = await subscribe(app, 'Ada@EXAMPLE.org', {}, { referer });
  expect([answer.statusCode, answer.json()]).toEqual([202, { status: 'pending' }]);
  expect(await reader(ctx, 'ada@example.org')).toMatchObject({
    email: 'Ada@example.org',
    status: 'pending',
  });
  expect(await mails(ctx)).toMatchObject([{ kind: 'confirmation' }]);
  const link = await confirmLink(ctx);
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD'] as const)
    await app.inject({ method, url: link });
  expect((await reader(ctx, 'ada@example.org')).status).toBe('pending');
  expect((await app.inject({ method: 'POST', url: link })).statusCode).toBe(200);
  expect((await reader(ctx, 'ada@example.org')).status).toBe('active');
  const [consent] = await ctx.db.prisma.consent.findMany();
  expect(consent).toMatchObject({ source: 'web', page: '/papers/7', at: ctx.now() });
  expect(consent?.clientHash).toMatch(/^[\w-]{22}$/);
  expect(consent?.clientHash).not.toContain('127.0.0.1');
});

test('a used confirmation link works while the subscription is active and expires once the reader unsubscribes', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await subscribe(app, 'ada@example.org');
  const link = await confirmLink(ctx);
  await app.inject({ method: 'POST', url: link });
  expect((await app.inject({ method: 'POST', url: link })).statusCode).toBe(200);
  const { id } = await reader(ctx, 'ada@example.org');
  await app.inject({
    method: 'POST',
    url: `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}`,
  });
  for (const method of ['GET', 'POST'] as const) {
    const gone = await app.inject({ method, url: link });
    expect(gone.statusCode).toBe(410);
    expect(gone.body).toContain('action="/subscribe"');
  }
  expect((await reader(ctx, 'ada@example.org')).status).toBe('unsubscribed');
});

test('an older unused link does not reactivate a reader who unsubscribed since', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await subscribe(app, 'ada@example.org');
  const first = await confirmLink(ctx);
  await ageConfirmations(ctx, '11 minutes');
  await subscribe(app, 'ada@example.org');
  const second = await confirmLink(ctx);
  expect(second).not.toBe(first);
  await app.inject({ method: 'POST', url: first });
  const { id } = await reader(ctx, 'ada@example.org');
  await app.inject({
    method: 'POST',
    url: `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}`,
  });
  expect((await app.inject({ method: 'POST', url: second })).statusCode).toBe(410);
  expect((await reader(ctx, 'ada@example.org')).status).toBe('unsubscribed');
});

test('a confirmation link expires after 7 days, an unknown one gets 404', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await subscribe(app, 'ada@example.org');
  const link = await confirmLink(ctx);
  await ctx.db.run(
    sql`update confirmation set send_at = clock_timestamp() - interval '7 days 1 second'`,
  );
  expect((await app.inject({ method: 'POST', url: link })).statusCode).toBe(410);
  // Programs get English in every language.
  const gone = await app.inject({
    url: link,
    headers: { accept: 'application/json', 'accept-language': 'de' },
  });
  expect([gone.statusCode, gone.json().title]).toEqual([410, 'This link has expired']);
  expect((await reader(ctx, 'ada@example.org')).status).toBe('pending');
  for (const url of [
    '/confirm/1-aaaaaaaaaaaaaaaaaaaaaa',
    '/confirm/x',
    `/confirm/${makeToken(ctx.keys, 'unsubscribe', 1)}`,
  ]) {
    expect((await app.inject({ method: 'POST', url })).statusCode).toBe(404);
  }
});

test('the response is the same for a new, pending, active and suppressed address', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await subscribe(app, 'pending@example.org');
  await addReader(ctx, { email: 'active@example.org' });
  await addReader(ctx, { email: 'complained@example.org', status: 'complained' });
  await addReader(ctx, { email: 'bounced@example.org', status: 'bounced' });
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('complained@example.org', 'complained'), ('bounced@example.org', 'bounced')`,
  );
  const answers = [];
  for (const name of ['new', 'pending', 'active', 'complained', 'bounced']) {
    const began = performance.now();
    const json = await subscribe(app, `${name}@example.org`);
    // A minimum response time hides the work of the database.
    expect(performance.now() - began).toBeGreaterThanOrEqual(19);
    const html = await app.inject({
      method: 'POST',
      url: '/subscribe',
      ...form({ email: `${name}@example.org` }),
    });
    answers.push([json.statusCode, json.body, html.statusCode, html.body, html.headers.location]);
  }
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const kinds = (await mails(ctx)).map(({ kind }) => kind).sort();
  expect(kinds).toEqual(['confirmation', 'confirmation', 'reminder']);
});

test('another person cannot change an active reader, who is notified at most once a day', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await addReader(ctx, { email: 'ada@example.org' });
  await subscribe(app, 'ada@example.org', { frequency: 'weekdays', hour: 5 });
  await subscribe(app, 'ada@example.org');
  expect(await reader(ctx, 'ada@example.org')).toMatchObject({
    status: 'active',
    frequency: 'daily',
    hour: null,
  });
  expect((await mails(ctx)).map(({ kind }) => kind)).toEqual(['reminder']);
});

test('preferences sent with a subscribe take effect on its confirmation', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await subscribe(app, 'ada@example.org', {
    frequency: 'weekdays',
    hour: 5,
    timezone: 'Europe/Berlin',
    topics: ['vision'],
  });
  expect(await reader(ctx, 'ada@example.org')).toMatchObject({ frequency: 'daily', hour: null });
  await app.inject({ method: 'POST', url: await confirmLink(ctx) });
  expect(await reader(ctx, 'ada@example.org')).toMatchObject({
    frequency: 'weekdays',
    hour: 5,
    timezone: 'Europe/Berlin',
    topics: ['vision'],
  });
});

test('an unsubscribed reader returns by subscribing and confirming, with a new consent', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await addReader(ctx, { email: 'ada@example.org', status: 'unsubscribed' });
  await subscribe(app, 'ada@example.org');
  await app.inject({ method: 'POST', url: await confirmLink(ctx) });
  expect((await reader(ctx, 'ada@example.org')).status).toBe('active');
  expect(await ctx.db.prisma.consent.count()).toBe(1);
});

test.for([
  '',
  'ada',
  'ada@localhost',
  'a b@example.org',
  'ada@example.org, eve@example.org',
  '"ada"@example.org',
  'ada(x)@example.org',
  `${'a'.repeat(65)}@example.org`,
  'ada@example.org>\r\nRCPT TO:<eve@example.org',
  'ada@[127.0.0.1]',
  'ada@-x.org',
  `ada@${'a.'.repeat(130)}org`,
])('the address %j is refused next to the field, and the input is kept', async (email) => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const page = await app.inject({ method: 'POST', url: '/subscribe', ...form({ email }) });
  expect(page.statusCode).toBe(422);
  expect(page.body).toContain('aria-invalid="true"');
  expect((await subscribe(app, email)).json()).toMatchObject({
    status: 422,
    errors: [{ path: 'email' }],
  });
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
});

test('hourly, an unknown zone and an hour of 24 are refused with the field', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  for (const [field, value] of [
    ['frequency', 'hourly'],
    ['timezone', 'Mars/Olympus'],
    ['hour', 24],
  ] as const) {
    const answer = await subscribe(app, 'ada@example.org', { [field]: value });
    expect(answer.statusCode).toBe(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.json()).toMatchObject({ errors: [{ path: field }] });
  }
});

test('unconfirmed rows are deleted after 7 days', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await subscribe(app, 'old@example.org');
  await subscribe(app, 'new@example.org');
  await addReader(ctx, { email: 'active@example.org' });
  await ctx.db.run(sql`update subscriber set created_at = now() - interval '8 days'`);
  await ctx.db.run(sql`update confirmation set send_at = now() - interval '8 days'
    from subscriber where subscriber.id = subscriber_id and email_key = 'old@example.org'`);
  await expireUnconfirmed(ctx);
  expect(
    (await ctx.db.prisma.subscriber.findMany({ orderBy: { id: 'asc' } })).map(({ email }) => email),
  ).toEqual(['new@example.org', 'active@example.org']);
});

test('one-click accepts both kinds of body, repeatedly, without cookie or redirect; GET and HEAD change nothing', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const id = await addReader(ctx, { email: 'ada@example.org' });
  const url = `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}`;
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD'] as const)
    expect((await app.inject({ method, url })).statusCode).toBe(200);
  expect((await reader(ctx, 'ada@example.org')).status).toBe('active');
  const boundary = 'xyz';
  const multipart = {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      origin: 'https://mail.example',
    },
    payload: `--${boundary}\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--${boundary}--\r\n`,
  };
  for (const body of [form({ 'List-Unsubscribe': 'One-Click' }), multipart, multipart, {}]) {
    const answer = await app.inject({ method: 'POST', url, ...body });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await reader(ctx, 'ada@example.org')).status).toBe('unsubscribed');
  }
  await ctx.db.run(sql`delete from subscriber`);
  expect((await app.inject({ method: 'POST', url })).statusCode).toBe(200);
});

test('token pages are not cached, not indexed, and not sent as a referrer', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const id = await addReader(ctx);
  for (const purpose of ['unsubscribe', 'preferences', 'confirm', 'manage'] as const) {
    const { headers, body } = await app.inject({
      url: `/${purpose}/${makeToken(ctx.keys, purpose, id)}`,
    });
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(body).toContain('<meta name="robots" content="noindex">');
  }
});

test('preferences change hour, zone and days, pause and resume', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const id = await addReader(ctx, { email: 'ada@example.org' });
  const url = `/preferences/${makeToken(ctx.keys, 'preferences', id)}`;
  const post = (fields: Record<string, string>) =>
    app.inject({ method: 'POST', url, ...form(fields) });
  expect(
    (await post({ action: 'save', frequency: 'weekdays', hour: '6', timezone: 'Asia/Kathmandu' }))
      .body,
  ).toContain('Saved.');
  expect(await reader(ctx, 'ada@example.org')).toMatchObject({
    frequency: 'weekdays',
    hour: 6,
    timezone: 'Asia/Kathmandu',
  });
  await post({ action: 'save', hour: '', timezone: '' });
  expect(await reader(ctx, 'ada@example.org')).toMatchObject({ hour: null, timezone: null });
  await post({ action: 'pause', days: '7' });
  expect(await reader(ctx, 'ada@example.org')).toMatchObject({
    status: 'paused',
    pausedUntil: new Date('2026-03-17T09:00:00Z'),
  });
  await post({ action: 'resume' });
  expect((await reader(ctx, 'ada@example.org')).status).toBe('active');
  expect((await post({ action: 'save', hour: '25' })).statusCode).toBe(422);
});

test('export and erase require a new emailed link; afterwards a hash blocks imports, not the reader', async () => {
  const { ctx } = await freshContext({ ADMIN_API_KEY: 'a key of enough length' });
  const app = await startApp(ctx);
  const id = await addReader(ctx, { email: 'ada@example.org' });
  await app.inject({
    method: 'POST',
    url: `/preferences/${makeToken(ctx.keys, 'preferences', id)}`,
    ...form({ action: 'manage' }),
  });
  const [mail] = await mails(ctx);
  expect(mail?.kind).toBe('manage');
  const link = `/manage/${makeToken(ctx.keys, 'manage', mail?.id ?? 0)}`;
  expect(
    (await app.inject({ url: link, headers: { accept: 'application/json' } })).json(),
  ).toMatchObject({
    subscriber: { email: 'ada@example.org' },
  });
  expect((await app.inject({ method: 'POST', url: link })).statusCode).toBe(200);
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
  const headers = { authorization: 'Bearer a key of enough length' };
  const imported = await app.inject({
    method: 'POST',
    url: '/api/v1/subscribers/import?consent=list',
    headers: { ...headers, 'content-type': 'text/csv' },
    payload: 'email\nADA@example.org\nbob@example.org\n',
  });
  expect(imported.json()).toMatchObject({ read: 2, added: 1, rejected: [{ line: 2 }] });
  await subscribe(app, 'ada@example.org');
  await app.inject({ method: 'POST', url: await confirmLink(ctx) });
  expect((await reader(ctx, 'ada@example.org')).status).toBe('active');
});
