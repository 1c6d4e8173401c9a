import { TOTP, Secret } from 'otpauth';
import { expect, test } from 'vitest';
import { createApiKey } from '../../../../src/admin/accounts/api-keys.ts';
import { createOperator } from '../../../../src/admin/accounts/operators.ts';
import type { Context } from '../../../../src/context.ts';
import { makeToken } from '../../../../src/subscribers/tokens.ts';
import { form, startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { fromOurPage, operatorOn } from '../../../support/operator.ts';
import { addPapers } from '../../../support/readers.ts';

const password = 'correct horse battery';

async function setup(env: Record<string, string> = {}) {
  const { ctx, clock } = await freshContext(env);
  const app = await startApp(ctx);
  const post = (url: string, fields: Record<string, string>) => {
    const { headers, payload } = form(fields);
    return app.inject({ method: 'POST', url, headers: { ...headers, ...fromOurPage }, payload });
  };
  return { ctx, app, clock, post, owner: await operatorOn(ctx, app) };
}

async function inviteLink(ctx: Context): Promise<string> {
  const { id } = await ctx.db.prisma.operatorInvite.findFirstOrThrow();
  return `/admin/invite/${makeToken(ctx.keys, 'operator-invite', id)}`;
}

test('invites an operator by email with a link that works once', async () => {
  const { ctx, app, owner, post } = await setup();
  const email = 'Grace@example.org';
  expect(
    (await owner.post('/admin/operators', { email: 'nobody', role: 'editor' })).statusCode,
  ).toBe(422);
  expect((await owner.post('/admin/operators', { email, role: 'editor' })).statusCode).toBe(303);
  expect(await ctx.db.prisma.transactionalEmail.findMany()).toMatchObject([
    { kind: 'operator-invite', address: email },
  ]);
  expect((await owner.get('/admin/operators')).body).toContain(email);
  const link = await inviteLink(ctx);
  for (const method of ['GET', 'HEAD'] as const) await app.inject({ method, url: link });
  expect(await ctx.db.prisma.operator.count()).toBe(1);
  expect((await post(link, { password: 'short' })).statusCode).toBe(422);
  const accepted = await post(link, { password });
  expect([accepted.statusCode, accepted.headers.location]).toEqual([303, '/admin']);
  const grace = await ctx.db.prisma.operator.findUniqueOrThrow({
    where: { emailKey: 'grace@example.org' },
  });
  expect(grace.role).toBe('editor');
  expect((await post(link, { password })).statusCode).toBe(404);
  expect((await post('/admin/sign-in', { email, password })).statusCode).toBe(303);
  expect((await owner.post('/admin/operators', { email, role: 'owner' })).statusCode).toBe(422);
});

test('ends an invitation that is withdrawn, replaced or a week old', async () => {
  const { ctx, app, owner } = await setup();
  const invite = () =>
    owner.post('/admin/operators', { email: 'grace@example.org', role: 'viewer' });
  await invite();
  const first = await inviteLink(ctx);
  await invite();
  const second = await inviteLink(ctx);
  const status = async (url: string) => (await app.inject(url)).statusCode;
  expect([await status(first), await status(second)]).toEqual([404, 200]);
  const { id } = await ctx.db.prisma.operatorInvite.findFirstOrThrow();
  const withdraw = async () => (await owner.post(`/admin/invites/${id}/withdraw`)).headers.location;
  expect(await withdraw()).toBe('/admin/operators?done=invite-withdrawn');
  expect(await withdraw()).toBe('/admin/operators');
  expect(await status(second)).toBe(404);
  await invite();
  const third = await inviteLink(ctx);
  const weekAgo = new Date(Date.now() - 7 * 86_400_000 - 1000);
  await ctx.db.prisma.operatorInvite.updateMany({ data: { createdAt: weekAgo } });
  expect(await status(third)).toBe(404);
  // Two invitations of one address at the same time: the second replaces the first.
  const both = await Promise.all([invite(), invite(), invite()]);
  expect(both.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303]);
  expect(await ctx.db.prisma.operatorInvite.count()).toBe(1);
});

test('ends the invitations of an owner who is removed or demoted', async () => {
  const { ctx, app, owner } = await setup();
  for (const [action, fields] of [
    ['remove', {}],
    ['role', { role: 'editor' }],
  ] as const) {
    const other = await operatorOn(ctx, app);
    await other.post('/admin/operators', { email: 'grace@example.org', role: 'owner' });
    const link = await inviteLink(ctx);
    expect((await app.inject(link)).statusCode).toBe(200);
    await owner.post(`/admin/operators/${other.id}/${action}`, fields);
    expect((await app.inject(link)).statusCode).toBe(404);
  }
});

test('applies a new role at once; nobody can change or remove themselves', async () => {
  const { ctx, app, owner } = await setup();
  const other = await operatorOn(ctx, app, 'en', 'viewer');
  expect((await other.get('/admin/subscribers')).statusCode).toBe(403);
  await owner.post(`/admin/operators/${other.id}/role`, { role: 'owner' });
  expect((await other.get('/admin/subscribers')).statusCode).toBe(200);
  await owner.post(`/admin/operators/${owner.id}/role`, { role: 'viewer' });
  await owner.post(`/admin/operators/${owner.id}/remove`);
  expect(await ctx.db.prisma.operator.count({ where: { role: 'owner' } })).toBe(2);
  // Two owners remove each other at the same time. One of them remains.
  await Promise.all([
    owner.post(`/admin/operators/${other.id}/remove`),
    other.post(`/admin/operators/${owner.id}/remove`),
  ]);
  expect(await ctx.db.prisma.operator.count({ where: { role: 'owner' } })).toBe(1);
  // The audit log names an operator who was removed.
  const [first] = await ctx.db.prisma.operator.findMany({ where: { role: 'owner' } });
  const third = await operatorOn(ctx, app, 'en', 'editor');
  const { email } = await ctx.db.prisma.operator.findUniqueOrThrow({ where: { id: third.id } });
  await third.post('/admin/sign-out');
  const remaining = first?.id === owner.id ? owner : other;
  await remaining.post(`/admin/operators/${third.id}/remove`);
  expect((await remaining.get('/admin/log')).body).toContain(email);
});

test('hides addresses and unavailable actions from viewers and editors', async () => {
  const { ctx, app } = await setup();
  await addPapers(ctx, '2026-03-10', ['A paper']);
  const owner = await operatorOn(ctx, app);
  await owner.post('/admin/digests', { date: '2026-03-10', kind: 'daily' });
  const page = '/admin/digests/2026-03-10';
  for (const [role, buttons] of [
    ['viewer', []],
    ['editor', ['/compose', '/edit', '/subject', '/test']],
    ['owner', ['/cancel', '/compose', '/edit', '/send', '/subject', '/test']],
  ] as const) {
    const { body } = await (await operatorOn(ctx, app, 'en', role)).get(page);
    const found = body.matchAll(/(?:action|href)="\/admin\/digests\/2026-03-10(\/[a-z]+)"/g);
    expect([role, [...new Set([...found].map(([, path = '']) => path))].toSorted()]).toEqual([
      role,
      buttons,
    ]);
    expect(body.includes('href="/admin/keys"')).toBe(role === 'owner');
  }
});

test('ends only the operator’s own sessions, one by one', async () => {
  const { ctx, app, post, owner } = await setup();
  await createOperator(ctx, { email: 'ada@example.org', key: 'ada@example.org' }, password);
  await post('/admin/sign-in', { email: 'ada@example.org', password });
  await post('/admin/sign-in', { email: 'ada@example.org', password });
  const sessions = await ctx.db.prisma.operatorSession.findMany({ orderBy: { id: 'asc' } });
  const [own, first] = sessions;
  expect(sessions).toHaveLength(3);
  await owner.post(`/admin/account/sessions/${first?.id}/end`);
  expect(await ctx.db.prisma.operatorSession.count()).toBe(3);
  await owner.post(`/admin/account/sessions/${own?.id}/end`);
  expect((await owner.get('/admin/account')).statusCode).toBe(303);
  expect(app.hasRoute({ method: 'POST', url: '/admin/account/sessions/:id/end' })).toBe(true);
});

test('changes the operator’s password and time zone, and signs out other browsers', async () => {
  const { ctx, app, post } = await setup();
  const key = 'ada@example.org';
  await createOperator(ctx, { email: key, key }, password);
  const browsers = [];
  for (let n = 0; n < 2; n += 1) {
    const { cookies } = await post('/admin/sign-in', { email: key, password });
    const cookie = `${cookies[0]?.name}=${cookies[0]?.value}`;
    const { body } = await app.inject({ url: '/admin/account', headers: { cookie } });
    browsers.push({ cookie, csrf: /name="csrf" value="([\w-]+)"/.exec(body)?.[1] ?? '' });
  }
  const act = (
    browser: { cookie: string; csrf: string } | undefined,
    url: string,
    fields: object,
  ) =>
    app.inject({
      method: 'POST',
      url,
      headers: { ...form({}).headers, ...fromOurPage, cookie: browser?.cookie ?? '' },
      payload: form({ csrf: browser?.csrf ?? '', ...fields }).payload,
    });
  const [one, two] = browsers;
  const next = 'a better horse battery';
  const change = (current: string, chosen: string) =>
    act(one, '/admin/account/password', { current, password: chosen });
  expect((await change('wrong', next)).statusCode).toBe(422);
  expect((await change(password, 'short')).statusCode).toBe(422);
  expect((await change(password, next)).statusCode).toBe(303);
  const look = (cookie = '') => app.inject({ url: '/admin/account', headers: { cookie } });
  expect((await look(one?.cookie)).statusCode).toBe(200);
  expect((await look(two?.cookie)).statusCode).toBe(303);
  expect((await post('/admin/sign-in', { email: key, password: next })).statusCode).toBe(303);
  await act(one, '/admin/account/time-zone', { timezone: 'Asia/Tokyo' });
  expect((await look(one?.cookie)).body).toMatch(/GMT\+9|JST/);
  expect((await act(one, '/admin/account/time-zone', { timezone: 'Mars' })).statusCode).toBe(422);
});

test('sets up a second factor, requires it at sign-in, and accepts each code once', async () => {
  const { ctx, app, clock, post } = await setup();
  const key = 'ada@xn--bcher-kva.example';
  await createOperator(ctx, { email: key, key }, password);
  const first = await post('/admin/sign-in', { email: 'Ada@Bücher.example', password });
  const cookie = `${first.cookies[0]?.name}=${first.cookies[0]?.value}`;
  const setupUrl = '/admin/account/second-factor';
  const { body } = await app.inject({ url: setupUrl, headers: { cookie } });
  const field = (name: string, text = body) =>
    new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
  const secret = field('secret');
  expect(body).toContain('src="data:image/svg+xml;base64,');
  const code = () =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: ctx.now().getTime() });
  const send = (fields: Record<string, string>, path = '') =>
    app.inject({
      method: 'POST',
      url: `${setupUrl}${path}`,
      headers: { ...form({}).headers, ...fromOurPage, cookie },
      payload: form({ csrf: field('csrf'), secret, mac: field('mac'), ...fields }).payload,
    });
  expect((await send({ code: '000000' })).statusCode).toBe(422);
  // A secret that this server did not create is rejected.
  expect((await send({ code: code(), secret: 'JBSWY3DPEHPK3PXP' })).statusCode).toBe(422);
  // Somebody who finds an open browser does not know the password.
  const unproven = await send({ code: code() });
  expect(unproven.body).toContain('id="current-error" role="alert"');
  const added = await send({ code: code(), current: password });
  const [listed = ''] = /<pre[^]*<\/pre>/.exec(added.body) ?? [];
  const recovery = listed.match(/\b[a-z2-9]{5}-[a-z2-9]{5}\b/g) ?? [];
  expect([added.statusCode, recovery.length]).toEqual([200, 10]);
  // So do replacing and removing it.
  clock.set('2026-03-10T09:00:30Z');
  for (const [path, id] of [
    ['', 'current'],
    ['/remove', 'removal'],
  ] as const) {
    const refused = await send({ code: code(), current: 'not this one at all' }, path);
    expect([path, refused.statusCode]).toEqual([path, 422]);
    expect(refused.body).toContain(`id="${id}-error" role="alert"`);
    expect(refused.body.match(/aria-invalid/g)).toHaveLength(1);
    expect(refused.body.includes('<details open>')).toBe(path === '/remove');
  }
  clock.set('2026-03-10T09:00:00Z');

  const step = await post('/admin/sign-in', { email: key, password, next: '/admin/keys' });
  expect([step.statusCode, step.cookies]).toEqual([200, []]);
  const ticket = field('ticket', step.body);
  const enter = (typed: string, withTicket = ticket) =>
    post('/admin/sign-in/code', { ticket: withTicket, code: typed, next: '/admin/keys' });
  // The code of the setup was used already.
  expect((await enter(code())).statusCode).toBe(401);
  clock.set('2026-03-10T09:01:00Z');
  expect((await enter(code(), `${ticket.slice(0, -1)}x`)).statusCode).toBe(401);
  const entered = await enter(code());
  expect([entered.statusCode, entered.headers.location]).toEqual([303, '/admin/keys']);
  expect((await enter(code())).statusCode).toBe(401);
  expect((await enter(recovery[0]?.toUpperCase() ?? '')).statusCode).toBe(303);
  expect((await enter(recovery[0] ?? '')).statusCode).toBe(401);
  const { recoveryHashes } = await ctx.db.prisma.operator.findUniqueOrThrow({
    where: { emailKey: key },
  });
  expect(recoveryHashes).toHaveLength(9);
  const removed = await send({ current: password }, '/remove');
  expect(removed.headers.location).toBe('/admin/account?done=second-factor-removed');
  const where = { action: 'second-factor-removed' };
  expect(await ctx.db.prisma.auditEvent.count({ where })).toBe(1);
  await ctx.db.prisma.operator.update({
    where: { emailKey: key },
    data: { totpSecret: secret, recoveryHashes },
  });
  // Resetting the password on the command line removes the second factor, for an operator who lost
  // the phone and the recovery codes.
  await createOperator(ctx, { email: key, key }, 'another horse battery', 'editor');
  const events = await ctx.db.prisma.auditEvent.findMany({ orderBy: { id: 'desc' }, take: 2 });
  expect(events.map(({ action }) => action)).toEqual(['operator-role', 'operator-password']);
  expect((await enter(recovery[1] ?? '')).statusCode).toBe(401);
  await ctx.db.prisma.rateLimit.deleteMany();
  const again = await post('/admin/sign-in', { email: key, password: 'another horse battery' });
  expect(again.statusCode).toBe(303);
});

test('limits code attempts of somebody who knows the password, not those of a known device', async () => {
  const { ctx, app, post } = await setup();
  const key = 'ada@example.org';
  await createOperator(ctx, { email: key, key }, password);
  const { cookies } = await post('/admin/sign-in', { email: key, password });
  const device = cookies.find(({ name }) => name === '__Host-device')?.value;
  await ctx.db.prisma.operator.update({
    where: { emailKey: key },
    data: { totpSecret: 'JBSWY3DPEHPK3PXP' },
  });
  const { body } = await post('/admin/sign-in', { email: key, password });
  const ticket = /name="ticket" value="([^"]*)"/.exec(body)?.[1] ?? '';
  const statuses = [];
  for (let n = 0; n < 11; n += 1) {
    statuses.push((await post('/admin/sign-in/code', { ticket, code: '123456' })).statusCode);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  const { headers, payload } = form({ ticket, code: '123456' });
  const own = await app.inject({
    method: 'POST',
    url: '/admin/sign-in/code',
    headers: { ...headers, ...fromOurPage, cookie: `__Host-device=${device}` },
    payload,
  });
  expect(own.statusCode).toBe(401);
});

test('expires an API key, and records its name in the audit log', async () => {
  const { ctx, app, clock, owner } = await setup();
  const forever = { name: 'website', scopes: 'papers:read', days: 'forever' };
  const unclear = await owner.post('/admin/keys', forever);
  expect([unclear.statusCode, unclear.body.includes('id="days-error"')]).toEqual([422, true]);
  const { key } = await createApiKey(ctx, null, 'website', ['papers:write'], 30);
  const add = () =>
    app.inject({
      method: 'POST',
      url: '/api/v1/papers',
      headers: { authorization: `Bearer ${key}` },
      payload: { title: 'A paper' },
    });
  expect((await add()).statusCode).toBe(201);
  expect(await ctx.db.prisma.auditEvent.findMany({ orderBy: { id: 'asc' } })).toMatchObject([
    { action: 'key-created', apiKey: null, operatorId: null, target: 'website' },
    { action: 'paper-added', apiKey: 'website', operatorId: null },
  ]);
  expect((await owner.get('/admin/log')).body).toContain('API key “website”');
  clock.set('2026-04-10T09:00:00Z');
  const expired = await add();
  expect([expired.statusCode, expired.json()]).toMatchObject([401, { title: 'Invalid key' }]);
});

test('records what an API key changed, with its target', async () => {
  const { ctx, app, owner } = await setup();
  const { key } = await createApiKey(
    ctx,
    null,
    'website',
    ['papers:write', 'subscribers:read', 'subscribers:write', 'digests:write'],
    30,
  );
  const request = (
    method: 'POST' | 'HEAD',
    path: string,
    payload?: Record<string, unknown> | string,
  ) =>
    app.inject({
      method,
      url: `/api/v1${path}`,
      headers: {
        authorization: `Bearer ${key}`,
        ...(typeof payload === 'string' && { 'content-type': 'text/csv' }),
      },
      ...(payload !== undefined && { payload }),
    });
  const paper = (await request('POST', '/papers', { title: 'A', listedOn: '2026-03-04' })).json();
  await request('POST', '/papers', { title: 'A', listedOn: '2026-03-04', upvotes: 3 });
  await request('POST', '/digests', { date: '2026-03-09', kind: 'weekly' });
  await request('POST', '/digests/2026-03-09/send?kind=weekly', { to: ['ada@example.org'] });
  const consent = { source: 'a form' };
  const reader = (
    await request('POST', '/subscribers', { email: 'ada@example.org', consent })
  ).json();
  const block = { email: 'bob@example.org', reason: 'bounced' };
  const blocked = (await request('POST', '/suppressions', block)).json();
  // None of these changes or returns anything.
  const idle = [
    await request('POST', '/subscribers', { email: 'ada@example.org', consent }),
    await request('POST', '/suppressions', block),
    await request('POST', '/subscribers/import?dryRun=true', 'email\neve@example.org'),
    await request('HEAD', '/subscribers/export.csv'),
  ];
  expect(idle.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  const complaint = { ...block, reason: 'complained' };
  const stronger = (await request('POST', '/suppressions', complaint)).json();
  const events = await ctx.db.prisma.auditEvent.findMany({ orderBy: { id: 'asc' } });
  expect(events.map(({ action, target }) => [action, target])).toEqual([
    ['key-created', 'website'],
    ['paper-added', `#${paper.id}`],
    ['paper-edited', `#${paper.id}`],
    ['digest-composed', '2026-03-09 weekly'],
    ['digest-tested', '2026-03-09 weekly'],
    ['subscriber-added', `#${reader.id}`],
    ['suppression-added', `#${blocked.id}`],
    ['suppression-added', `#${stronger.id}`],
  ]);

  // An import that fails half-way has changed something. One that is refused has not.
  await ctx.db.prisma.auditEvent.deleteMany();
  await ctx.db.prisma.$executeRawUnsafe(`alter table paper add check (title <> 'Fails')`);
  await ctx.db.prisma.$executeRawUnsafe(
    `alter table subscriber add check (email <> 'eve@example.org')`,
  );
  const titles = [...Array.from({ length: 100 }, (_, n) => `Paper ${n}`), 'Fails'];
  const text = titles.map((title) => JSON.stringify({ title })).join('\n');
  const failed = [
    await request('POST', '/papers/import?format=ndjson', text),
    await request('POST', '/subscribers/import', 'email\neve@example.org'),
    await request('POST', '/papers/import?format=json', text),
  ];
  await owner.post('/admin/papers/import', { format: 'ndjson', text });
  expect(failed.map(({ statusCode }) => statusCode)).toEqual([500, 500, 422]);
  expect(await ctx.db.prisma.paper.count()).toBe(101);
  expect(
    (await ctx.db.prisma.auditEvent.findMany({ orderBy: { id: 'asc' } })).map(
      ({ action, operatorId, apiKey }) => [action, operatorId, apiKey],
    ),
  ).toEqual([
    ['papers-imported', null, 'website'],
    ['subscribers-imported', null, 'website'],
    ['papers-imported', owner.id, null],
  ]);
});
