import { expect, test } from 'vitest';
import { createOperator } from '../../../../src/admin/accounts/operators.ts';
import { verifyPassword, hashPassword } from '../../../../src/admin/accounts/passwords.ts';
import { sql } from '../../../../src/db/sql.ts';
import { form, startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { fromOurPage, operatorOn, signedIn } from '../../../support/operator.ts';

const ada = { email: 'Ada@example.org', key: 'ada@example.org' };
const password = 'correct horse battery';

async function setup(env: Record<string, string> = {}) {
  const { ctx } = await freshContext(env);
  const app = await startApp(ctx);
  const signIn = (
    fields: Record<string, string>,
    headers: Record<string, string> = fromOurPage,
    remoteAddress = '10.0.0.1',
  ) => {
    const { headers: type, payload } = form(fields);
    return app.inject({
      method: 'POST',
      url: '/admin/sign-in',
      headers: { ...type, ...headers },
      payload,
      remoteAddress,
    });
  };
  return { ctx, app, signIn };
}

function cookieOf(answer: { cookies: { name: string; value: string }[] }): string {
  const [cookie] = answer.cookies;
  return `${cookie?.name}=${cookie?.value}`;
}

test('shows the command that creates the first operator', async () => {
  const { app } = await setup();
  const first = await app.inject('/admin');
  expect([first.statusCode, first.headers.location]).toEqual([303, '/admin/sign-in?next=%2Fadmin']);
  expect((await app.inject('/admin/sign-in')).body).toContain(
    'npx daily-papers admin create --email',
  );
});

test('signs in and out with a cookie that is HttpOnly, strict, secure and host-only', async () => {
  const { ctx, app, signIn } = await setup();
  await createOperator(ctx, ada, password);
  const answer = await signIn({ email: 'ADA@example.org', password, next: '/admin/keys' });
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/admin/keys']);
  expect(answer.cookies).toMatchObject([
    { name: '__Host-operator', path: '/', httpOnly: true, secure: true, sameSite: 'Strict' },
    { name: '__Host-device', path: '/', httpOnly: true, secure: true, sameSite: 'Strict' },
  ]);
  const cookie = cookieOf(answer);
  const stored = await ctx.db.prisma.operatorSession.findMany();
  expect(cookie).not.toContain(stored[0]?.tokenHash);
  const page = await app.inject({ url: '/admin/keys', headers: { cookie } });
  expect(page.statusCode).toBe(200);
  expect(page.headers).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-robots-tag': 'noindex',
  });
  expect(page.headers['content-security-policy']).not.toContain('unsafe');
  const [, csrf = ''] = /name="csrf" value="([\w-]+)"/.exec(page.body) ?? [];
  const { headers, payload } = form({ csrf });
  const out = await app.inject({
    method: 'POST',
    url: '/admin/sign-out',
    headers: { ...headers, ...fromOurPage, cookie },
    payload,
  });
  expect([out.statusCode, out.headers.location]).toEqual([303, '/admin/sign-in']);
  expect((await app.inject({ url: '/admin/keys', headers: { cookie } })).statusCode).toBe(303);
});

test('omits Secure and the cookie prefix over plain HTTP on a laptop', async () => {
  const { ctx, signIn } = await setup({ PUBLIC_URL: 'http://127.0.0.1:3000' });
  await createOperator(ctx, ada, password);
  const { cookies } = await signIn({ email: ada.email, password }, {});
  expect(cookies).toMatchObject([
    { name: 'operator', httpOnly: true, sameSite: 'Strict' },
    { name: 'device', httpOnly: true, sameSite: 'Strict' },
  ]);
  expect(cookies[0]).not.toHaveProperty('secure');
});

test('answers an unknown address like a wrong password; keeps the address in the form only', async () => {
  const { ctx, signIn } = await setup();
  await createOperator(ctx, ada, password);
  const wrong = await signIn({ email: ada.email, password: 'not this one at all' });
  const unknown = await signIn({ email: 'bob@example.org', password: 'not this one at all' });
  expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
  expect(wrong.body.replace('Ada@', 'bob@')).toBe(unknown.body);
  expect(wrong.body).toContain('value="Ada@example.org"');
  expect(wrong.body).not.toContain('not this one at all');
  expect(wrong.cookies).toEqual([]);
});

test('asks a client with too many attempts to wait', async () => {
  const { signIn } = await setup();
  const wrong = { email: ada.email, password: 'x' };
  const statuses = [];
  for (let n = 0; n < 11; n += 1)
    statuses.push((await signIn({ ...wrong, email: `a${n}@example.org` })).statusCode);
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  expect(
    (await signIn({ ...wrong, email: 'bob@example.org' }, fromOurPage, '10.0.0.2')).statusCode,
  ).toBe(401);
});

test('locks unknown clients out of an attacked account, but not the operator’s device', async () => {
  const { ctx, signIn } = await setup();
  await createOperator(ctx, ada, password);
  const first = await signIn({ email: ada.email, password });
  const device = first.cookies.find(({ name }) => name === '__Host-device')?.value;
  await ctx.db.run(sql`insert into rate_limit (name, count, ends_at)
    values (${`password ${ctx.keys.mac('sign-in', ada.key)}`}, 100, clock_timestamp() + interval '10 minutes')
    on conflict (name) do update set count = 100`);
  const stranger = await signIn({ email: ada.email, password }, fromOurPage, '10.0.0.2');
  expect([stranger.statusCode, stranger.cookies]).toEqual([429, []]);
  const cookie = `__Host-device=${device}`;
  const own = await signIn({ email: ada.email, password }, { ...fromOurPage, cookie }, '10.0.0.2');
  expect(own.statusCode).toBe(303);
  // Neither do wrong attempts from the same network lock it out.
  for (let n = 0; n < 11; n += 1)
    await signIn({ email: `a${n}@example.org`, password: 'x' }, fromOurPage, '10.0.0.2');
  const again = await signIn(
    { email: ada.email, password },
    { ...fromOurPage, cookie },
    '10.0.0.2',
  );
  expect(again.statusCode).toBe(303);
  // The cookie is valid for this account only and cannot be forged.
  await createOperator(ctx, { email: 'bob@example.org', key: 'bob@example.org' }, password);
  await ctx.db
    .run(sql`update rate_limit set name = ${`password ${ctx.keys.mac('sign-in', 'bob@example.org')}`}
    where count >= 100`);
  for (const other of [cookie, `${cookie}x`, '__Host-device=a.b'])
    expect(
      (
        await signIn(
          { email: 'bob@example.org', password },
          { ...fromOurPage, cookie: other },
          '10.0.0.2',
        )
      ).statusCode,
    ).toBe(429);
});

test('limits the queue of password checks during a flood of guesses', async () => {
  const { ctx, signIn } = await setup();
  await createOperator(ctx, ada, password);
  const { cookies } = await signIn({ email: ada.email, password });
  const device = cookies.find(({ name }) => name === '__Host-device')?.value;
  const guesses = Array.from({ length: 40 }, (_, n) =>
    signIn({ email: `a${n}@example.org`, password: 'x' }, fromOurPage, `10.0.1.${n}`),
  );
  await Promise.race(guesses);
  const cookie = `__Host-device=${device}`;
  const own = await signIn({ email: ada.email, password }, { ...fromOurPage, cookie });
  expect(own.statusCode).toBe(303);
  const answers = await Promise.all(guesses);
  const statuses = answers.map(({ statusCode }) => statusCode);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
});

test('rejects a sign-in from a foreign page, whatever headers the browser sends', async () => {
  const { ctx, signIn } = await setup();
  await createOperator(ctx, ada, password);
  for (const headers of [
    { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'https://other.papers.example' },
    { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://papers.example.evil.example' },
  ]) {
    const answer = await signIn({ email: ada.email, password }, headers);
    expect([headers, answer.statusCode, answer.cookies]).toEqual([headers, 403, []]);
  }
});

test.each([
  'https://evil.example/',
  '//evil.example/admin',
  '/\\evil.example/admin',
  '/admin/../../etc',
  'javascript:alert(1)',
  '/admin/sign-in?next=/admin/sign-in',
  '/subscribers',
  '/administrator',
  '',
])('redirects to no foreign page after signing in: %j', async (next) => {
  const { ctx, signIn } = await setup();
  await createOperator(ctx, ada, password);
  expect((await signIn({ email: ada.email, password, next })).headers.location).toBe('/admin');
});

test('ends a session when idle, at its maximum age, and after a password change', async () => {
  const { ctx, app } = await setup({ SESSION_IDLE_TIMEOUT: '2h', SESSION_LIFETIME: '3d' });
  const { cookie, id } = await signedIn(ctx);
  const status = async () => (await app.inject({ url: '/admin', headers: { cookie } })).statusCode;
  await ctx.db.run(
    sql`update operator_session set last_used_at = clock_timestamp() - interval '119 minutes'`,
  );
  expect(await status()).toBe(200);
  // It has just been used.
  await ctx.db.run(
    sql`update operator_session set last_used_at = last_used_at - interval '119 minutes'`,
  );
  expect(await status()).toBe(200);
  await ctx.db.run(
    sql`update operator_session set last_used_at = clock_timestamp() - interval '121 minutes'`,
  );
  expect(await status()).toBe(303);
  await ctx.db.run(
    sql`update operator_session set last_used_at = clock_timestamp(), started_at = clock_timestamp() - interval '73 hours'`,
  );
  expect(await status()).toBe(303);
  await ctx.db.run(sql`update operator_session set started_at = clock_timestamp()`);
  expect(await status()).toBe(200);
  const { email, emailKey } = await ctx.db.prisma.operator.findUniqueOrThrow({ where: { id } });
  expect(await createOperator(ctx, { email, key: emailKey }, password)).toMatchObject({
    isNew: false,
  });
  expect(await status()).toBe(303);
});

test('signs out every session of this operator only', async () => {
  const { ctx, app } = await setup();
  const here = await operatorOn(ctx, app);
  const other = await signedIn(ctx);
  await ctx.db.run(
    sql`insert into operator_session (token_hash, operator_id) values ('elsewhere', ${here.id})`,
  );
  expect((await here.get('/admin/account')).body.match(/<li>/g)).not.toBeNull();
  await here.post('/admin/sign-out-everywhere');
  expect(await ctx.db.prisma.operatorSession.findMany()).toMatchObject([{ operatorId: other.id }]);
});

test('redirects pages to sign-in, answers programs with 401, and performs no action', async () => {
  const { ctx, app } = await setup();
  for (const url of [
    '/admin',
    '/admin/digests?kind=weekly',
    '/admin/digests/2026-03-10/send',
    '/admin/keys',
    '/admin/log',
  ]) {
    const page = await app.inject({ url, headers: { accept: 'text/html' } });
    expect([page.statusCode, page.headers.location]).toEqual([
      303,
      `/admin/sign-in?next=${encodeURIComponent(url)}`,
    ]);
    const json = await app.inject({ url, headers: { accept: 'application/json' } });
    expect([json.statusCode, json.headers['content-type']]).toEqual([
      401,
      expect.stringContaining('problem+json'),
    ]);
  }
  for (const cookie of [
    '__Host-operator=',
    '__Host-operator=x',
    `__Host-operator=${'a'.repeat(43)}`,
    'operator=x',
  ]) {
    expect((await app.inject({ url: '/admin', headers: { cookie } })).statusCode).toBe(303);
  }
  const { headers, payload } = form({ name: 'x', scopes: 'papers:read' });
  const posted = await app.inject({
    method: 'POST',
    url: '/admin/keys',
    headers: { ...headers, ...fromOurPage },
    payload,
  });
  expect(posted.statusCode).toBe(401);
  expect(await ctx.db.prisma.apiKey.count()).toBe(0);
});

test('keeps a form submitted after the session ended, and submits it after signing in', async () => {
  const { ctx, app, signIn } = await setup();
  await createOperator(ctx, ada, password);
  const fields = { name: 'Of <mine> "&"', scopes: 'papers:read', csrf: 'of an old session' };
  const { headers, payload } = form(fields);
  const ended = await app.inject({
    method: 'POST',
    url: '/admin/keys',
    headers: { ...headers, ...fromOurPage },
    payload,
  });
  expect(ended.statusCode).toBe(401);
  const hidden = (name: string, body: string) =>
    (new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? '')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#34;', '"')
      .replaceAll('&amp;', '&');
  const pending = hidden('pending', ended.body);
  expect(JSON.parse(pending)).toEqual([
    ['name', fields.name],
    ['scopes', fields.scopes],
  ]);
  const again = await signIn({
    email: ada.email,
    password,
    next: hidden('next', ended.body),
    pending,
  });
  expect(again.statusCode).toBe(200);
  expect(again.body).toContain('action="/admin/keys"');
  expect(await ctx.db.prisma.apiKey.count()).toBe(0);
  const sent = form({
    name: hidden('name', again.body),
    scopes: hidden('scopes', again.body),
    csrf: hidden('csrf', again.body),
  });
  const done = await app.inject({
    method: 'POST',
    url: '/admin/keys',
    headers: { ...sent.headers, ...fromOurPage, cookie: cookieOf(again) },
    payload: sent.payload,
  });
  expect(done.statusCode).toBe(201);
  expect(await ctx.db.prisma.apiKey.findMany()).toMatchObject([{ name: fields.name }]);
});

test('keeps a long form; rejects one above the limit before reading it', async () => {
  const { ctx, app, signIn } = await setup();
  await createOperator(ctx, ada, password);
  const send = (size: number) => {
    const { headers, payload } = form({ name: '"'.repeat(size) });
    return app.inject({
      method: 'POST',
      url: '/admin/keys',
      headers: { ...headers, ...fromOurPage },
      payload,
    });
  };
  const ended = await send(29_000);
  expect([ended.statusCode, ended.body.includes('name="pending"')]).toEqual([401, true]);
  const pending = JSON.stringify([['name', '"'.repeat(29_000)]]);
  const again = await signIn({ email: ada.email, password, next: '/admin/keys', pending });
  expect([again.statusCode, again.body.split('&#34;').length - 1]).toEqual([200, 29_000]);
  const huge = await send(31_000);
  expect([huge.statusCode, huge.body.includes('name="pending"')]).toEqual([401, false]);
  for (const wrong of ['{', '[[1,2]]', '[["a"]]', 'null']) {
    const { statusCode, headers } = await signIn({
      email: ada.email,
      password,
      next: '/admin/log',
      pending: wrong,
    });
    expect([wrong, statusCode, headers.location]).toEqual([wrong, 303, '/admin/log']);
  }
});

test('rejects a form without its session’s token or from another site', async () => {
  const { ctx, app } = await setup();
  const operator = await operatorOn(ctx, app);
  const other = await operatorOn(ctx, app);
  const key = { name: 'x', scopes: 'papers:read' };
  // A form from our own page is shown again, with a button that submits it.
  for (const csrf of ['', 'x', other.csrf]) {
    const answer = await operator.post('/admin/keys', { ...key, csrf });
    expect([csrf, answer.statusCode]).toEqual([csrf, 403]);
    expect(answer.body).toContain('<button>');
  }
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'same-site', origin: 'https://x.papers.example' },
  ]) {
    const answer = await operator.post('/admin/keys', key, headers);
    expect([answer.statusCode, answer.body.includes('name="csrf"')]).toEqual([403, false]);
  }
  const silent = form({ ...key, csrf: 'x' });
  const blind = await app.inject({
    method: 'POST',
    url: '/admin/keys',
    headers: { ...silent.headers, cookie: operator.cookie },
    payload: silent.payload,
  });
  expect([blind.statusCode, blind.body.includes('name="csrf"')]).toEqual([403, false]);
  expect(await ctx.db.prisma.apiKey.count()).toBe(0);
  expect((await operator.post('/admin/keys', key)).statusCode).toBe(201);
});

test('rejects an invalid form without its session’s token instead of showing it again', async () => {
  const { ctx, app } = await setup();
  const operator = await operatorOn(ctx, app);
  const valid = { name: 'x', scopes: 'papers:read' };
  expect((await operator.post('/admin/keys', { ...valid, name: '' })).statusCode).toBe(422);
  const forged = await operator.post('/admin/keys', { ...valid, name: '', csrf: 'x' });
  expect(forged.statusCode).toBe(403);
  const { headers, payload } = form({ ...valid, name: '' });
  const signedOut = await app.inject({ method: 'POST', url: '/admin/keys', headers, payload });
  expect(signedOut.statusCode).toBe(401);
});

test('changes nothing on GET and HEAD of any operator page', async () => {
  const { ctx, app } = await setup();
  const { cookie } = await signedIn(ctx);
  for (const url of [
    '/admin',
    '/admin/sign-out',
    '/admin/keys',
    '/admin/log',
    '/admin/account',
    '/admin/digests',
  ])
    for (const method of ['GET', 'HEAD'] as const)
      await app.inject({ method, url, headers: { cookie } });
  expect([
    await ctx.db.prisma.auditEvent.count(),
    await ctx.db.prisma.operatorSession.count(),
  ]).toEqual([0, 1]);
});

test('opens the inbox on loopback, or to operators elsewhere; it is absent with a relay', async () => {
  const local = await setup({ PUBLIC_URL: 'http://127.0.0.1:3000' });
  expect((await local.app.inject('/inbox')).statusCode).toBe(200);
  const { ctx, app } = await setup({ HOST: '0.0.0.0' });
  await ctx.db.run(sql`insert into inbox_message ("from", "to", subject, size, raw)
    values ('a@papers.example', 'b@reader.example', 'Hello', 20, ${Buffer.from('Subject: Hello\r\n\r\nHi')})`);
  const { cookie } = await signedIn(ctx);
  for (const url of [
    '/inbox',
    '/inbox/1',
    '/inbox/1.eml',
    '/inbox/1.html',
    '/inbox/messages.json',
  ]) {
    expect([url, (await app.inject({ url, headers: { accept: 'text/html' } })).statusCode]).toEqual(
      [url, 303],
    );
    expect([
      url,
      (await app.inject({ url, headers: { accept: 'application/json' } })).statusCode,
    ]).toEqual([url, 401]);
    expect([url, (await app.inject({ url, headers: { cookie } })).statusCode]).toEqual([url, 200]);
  }
  const relayed = await setup({ HOST: '0.0.0.0', SMTP_URL: 'smtp://relay.example' });
  const { cookie: theirs } = await signedIn(relayed.ctx);
  expect(
    (await relayed.app.inject({ url: '/inbox', headers: { cookie: theirs } })).statusCode,
  ).toBe(404);
});

test('closes the loopback inbox to proxied requests and foreign host names', async () => {
  const { ctx, app } = await setup({ PUBLIC_URL: 'http://127.0.0.1:3000' });
  const { cookie } = await signedIn(ctx);
  const ask = (headers: Record<string, string>) =>
    app.inject({ url: '/inbox/messages.json', headers });
  for (const host of ['localhost:3000', '127.0.0.1:3000', '[::1]:3000', 'papers.localhost']) {
    expect([host, (await ask({ host })).statusCode]).toEqual([host, 200]);
  }
  for (const headers of [
    { host: 'rebound.example:3000' },
    { host: '127.0.0.1.rebound.example' },
    { host: 'localhost@rebound.example' },
    { host: '127.0.0.1:3000', 'x-forwarded-for': '203.0.113.7' },
    { host: '127.0.0.1:3000', 'x-forwarded-host': 'localhost' },
    { host: '127.0.0.1:3000', forwarded: 'for=203.0.113.7' },
    { host: '127.0.0.1:3000', 'x-real-ip': '203.0.113.7' },
  ]) {
    const stranger = await ask({ ...headers, accept: 'application/json' });
    expect([headers, stranger.statusCode]).toEqual([headers, 401]);
    expect([headers, (await ask({ ...headers, cookie })).statusCode]).toEqual([headers, 200]);
  }
});

test('records who did what and when, without addresses of readers', async () => {
  const { ctx, app } = await setup();
  const operator = await operatorOn(ctx, app);
  await operator.post('/admin/keys', { name: 'a script', scopes: 'papers:read' });
  const { body } = await operator.get('/admin/log');
  expect(body).toContain('Key created.');
  expect(body).toContain('a script');
  expect(await ctx.db.prisma.auditEvent.findMany()).toMatchObject([
    { operatorId: operator.id, action: 'key-created', target: 'a script' },
  ]);
});

test('ignores cookies on public pages, which remain cacheable for an operator', async () => {
  const { ctx, app } = await setup();
  const { cookie } = await signedIn(ctx);
  const plain = await app.inject({ url: '/', headers: { accept: 'text/html' } });
  const theirs = await app.inject({ url: '/', headers: { accept: 'text/html', cookie } });
  expect(theirs.body).toBe(plain.body);
  expect(theirs.headers['cache-control']).toBe(plain.headers['cache-control']);
  expect((await app.inject('/robots.txt')).body).toContain('Disallow: /admin');
});

test('stores a password as scrypt with its cost and salt', async () => {
  const [one, two] = [await hashPassword(password), await hashPassword(password)];
  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(two);
  expect([await verifyPassword(one, password), await verifyPassword(one, `${password}x`)]).toEqual([
    true,
    false,
  ]);
  await expect(verifyPassword('plain', password)).rejects.toThrow('unknown format');
});

test('explains over http why signing in cannot work with an https PUBLIC_URL', async () => {
  const { app } = await setup({ PUBLIC_URL: 'https://papers.example' });
  const look = async (headers: Record<string, string>) =>
    (await app.inject({ url: '/admin/sign-in', headers })).body.includes(
      'Please sign in at https://papers.example/admin.',
    );
  expect(await look({ host: '192.0.2.7:3000' })).toBe(true);
  expect(await look({ host: 'papers.example', 'x-forwarded-proto': 'http' })).toBe(true);
  expect(await look({ host: 'papers.example' })).toBe(false);
  expect(await look({ host: '10.0.0.5:3000', 'x-forwarded-proto': 'https' })).toBe(false);
});
