import { expect, test } from 'vitest';
import { sql } from '../../../src/db/sql.ts';
import { suppress } from '../../../src/subscribers/suppression.ts';
import { makeToken } from '../../../src/subscribers/tokens.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { operatorOn } from '../../support/operator.ts';
import { ageConfirmations, addReader, mails } from '../../support/readers.ts';

async function setup(language = 'en') {
  const { ctx, clock } = await freshContext();
  const app = await startApp(ctx);
  return { ctx, clock, app, operator: await operatorOn(ctx, app, language) };
}

const statusOf = async (ctx: Awaited<ReturnType<typeof setup>>['ctx'], id: number) =>
  (await ctx.db.prisma.subscriber.findUnique({ where: { id } }))?.status;

/** The addresses in a list, in order. */
const listed = (body: string) =>
  [...body.matchAll(/\/admin\/subscribers\/\d+">([^<]+)</g)].map(([, email]) => email);

test('shows and changes subscribers only for signed-in operators', async () => {
  const { ctx, app } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  for (const url of [
    '/admin/subscribers',
    `/admin/subscribers/${id}`,
    `/admin/subscribers/${id}/data.json`,
    '/admin/subscribers/export.csv',
  ]) {
    const answer = await app.inject({ url, headers: { accept: 'text/html' } });
    expect([url, answer.statusCode, answer.body.includes('ada@')]).toEqual([url, 303, false]);
  }
  const erased = await app.inject({ method: 'POST', url: `/admin/subscribers/${id}/erase` });
  expect([erased.statusCode, await statusOf(ctx, id)]).toEqual([401, 'active']);
});

test('rejects an action without the session’s token', async () => {
  const { ctx, operator } = await setup();
  const id = await addReader(ctx);
  const answer = await operator.post(`/admin/subscribers/${id}/erase`, { csrf: 'forged' });
  expect([answer.statusCode, await statusOf(ctx, id)]).toEqual([403, 'active']);
});

test('lists subscribers newest first, by status, page by page', async () => {
  const { ctx, operator } = await setup();
  for (let n = 1; n <= 60; n += 1)
    await addReader(ctx, {
      email: `r${n}@example.org`,
      status: n % 20 === 0 ? 'bounced' : 'active',
    });
  const first = await operator.get('/admin/subscribers');
  expect(listed(first.body).slice(0, 2)).toEqual(['r60@example.org', 'r59@example.org']);
  expect(listed(first.body)).toHaveLength(50);
  const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first.body) ?? [];
  const second = await operator.get(next.replaceAll('&amp;', '&'));
  expect(listed(second.body).at(0)).toBe('r10@example.org');
  expect(listed(second.body)).toHaveLength(10);
  expect(second.body).not.toContain('rel="next"');
  const bounced = await operator.get('/admin/subscribers?status=bounced');
  expect(listed(bounced.body)).toEqual(['r60@example.org', 'r40@example.org', 'r20@example.org']);
  expect(bounced.body).toMatch(/bounced\s+<b>3<\/b>/);
});

test('searches by parts; a full address leads to its subscriber and appears in no URL', async () => {
  const { ctx, operator } = await setup();
  const ada = await addReader(ctx, { email: 'Ada.L@example.org' });
  await addReader(ctx, { email: 'kwame_1%@example.net' });
  const domain = await operator.post('/admin/subscribers', { q: 'EXAMPLE.net' });
  expect([domain.statusCode, domain.headers.location]).toEqual([
    303,
    '/admin/subscribers?q=EXAMPLE.net',
  ]);
  expect(listed((await operator.get('/admin/subscribers?q=EXAMPLE.net')).body)).toEqual([
    'kwame_1%@example.net',
  ]);
  const whole = await operator.post('/admin/subscribers', { q: ' ada.l@EXAMPLE.org ' });
  expect(whole.headers.location).toBe(`/admin/subscribers/${ada}`);
  const grace = await addReader(ctx, { email: 'grace@xn--bcher-kva.example' });
  const unicode = await operator.post('/admin/subscribers', { q: 'Grace@Bücher.example' });
  expect(unicode.headers.location).toBe(`/admin/subscribers/${grace}`);
  const part = await operator.post('/admin/subscribers', { q: 'ada.l@' });
  expect([part.statusCode, listed(part.body)]).toEqual([200, ['Ada.L@example.org']]);
  expect(part.body).not.toMatch(/href="[^"]*(?:%40|@)[^"]*"/);
  // Wildcards of `like` are literal characters here.
  expect(listed((await operator.get('/admin/subscribers?q=a%25l')).body)).toEqual([]);
  expect(listed((await operator.get('/admin/subscribers?q=e_1%25')).body)).toEqual([
    'kwame_1%@example.net',
  ]);
  expect(listed((await operator.get('/admin/subscribers?q=ad')).body)).toEqual([
    'Ada.L@example.org',
  ]);
});

test('finds both the newest subscribers and much older ones', async () => {
  const { ctx, operator } = await setup();
  const old = await addReader(ctx, { email: 'needle@haystack.example' });
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'r' || n || '@common.example', 'r' || n || '@common.example', (case when n % 2 = 0 then 'active' else 'unsubscribed' end)::subscriber_status, now()
    from generate_series(1, 25000) as n`);
  expect(listed((await operator.get('/admin/subscribers?q=needle')).body)).toEqual([
    'needle@haystack.example',
  ]);
  expect(
    listed((await operator.get('/admin/subscribers?q=needle&status=active')).body),
  ).toHaveLength(1);
  expect(
    listed((await operator.get('/admin/subscribers?q=needle&status=pending')).body),
  ).toHaveLength(0);
  expect(listed((await operator.get('/admin/subscribers?q=common&status=active')).body)[0]).toBe(
    'r25000@common.example',
  );
  const page = await operator.get(`/admin/subscribers?q=common&before=${old + 3}`);
  expect(listed(page.body)).toEqual(['r2@common.example', 'r1@common.example']);
});

test('estimates large numbers and counts small ones', async () => {
  const { ctx, operator } = await setup();
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'r' || n || '@a.example', 'r' || n || '@a.example', 'active', now() from generate_series(1, 12000) as n`);
  await addReader(ctx, { status: 'complained' });
  await ctx.db.run(sql`analyze subscriber`);
  const { body } = await operator.get('/admin/subscribers');
  expect(body).toMatch(/active\s+<b>≈ 12,000<\/b>/);
  expect(body).toMatch(/complained\s+<b>1<\/b>/);
});

test('shows why an email did not arrive: status, consents, deliveries and reasons', async () => {
  const { ctx, operator } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org', topics: ['<b>rivers</b>'] });
  await ctx.db.run(
    sql`insert into consent (subscriber_id, source, given_at, note) values (${id}, 'web <i>', '2026-01-02T03:04:05Z', 'a "note"')`,
  );
  await ctx.db.run(
    sql`insert into digest (kind, date, status, starts_at) values ('daily', '2026-03-09', 'sending', '2026-03-09T08:00:00Z')`,
  );
  await ctx.db
    .run(sql`insert into delivery (digest_id, subscriber_id, state, reason, due_at, expires_at, next_at, attempts)
    select id, ${id}, 'deferred', '451 4.7.1 <greylisted>', starts_at, starts_at + interval '20 hours', '2026-03-10T10:00:00Z', 1 from digest`);
  const { body } = await operator.get(`/admin/subscribers/${id}`);
  expect(body).toContain(
    'The last digest couldn’t be sent yet. Next try: 10 Mar 2026, 10:00 UTC. See the reason below.',
  );
  expect(body).toContain('451 4.7.1 &lt;greylisted&gt;');
  expect(body).toContain('href="/admin/digests/2026-03-09"');
  expect(body).toContain('web &lt;i&gt;');
  expect(body).toContain('&lt;b&gt;rivers&lt;/b&gt;');
  expect(body).not.toMatch(/<b>rivers|<greylisted|<i>/);
});

test('pauses, resumes and unsubscribes, and logs each action without an address', async () => {
  const { ctx, operator } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  const pause = await operator.post(`/admin/subscribers/${id}/pause`, { days: '7' });
  expect(pause.headers.location).toBe(`/admin/subscribers/${id}?done=subscriber-paused`);
  const paused = await ctx.db.prisma.subscriber.findUnique({ where: { id } });
  expect([paused?.status, paused?.pausedUntil?.toISOString()]).toEqual([
    'paused',
    '2026-03-17T09:00:00.000Z',
  ]);
  expect((await operator.get(`/admin/subscribers/${id}`)).body).toContain(
    'Paused until Tuesday 17 March 2026.',
  );
  for (const days of ['400', 'abc'])
    expect((await operator.post(`/admin/subscribers/${id}/pause`, { days })).statusCode).toBe(422);
  await operator.post(`/admin/subscribers/${id}/pause`, { days: '0' });
  expect((await ctx.db.prisma.subscriber.findUnique({ where: { id } }))?.pausedUntil).toBeNull();
  await operator.post(`/admin/subscribers/${id}/resume`);
  expect(await statusOf(ctx, id)).toBe('active');
  await operator.post(`/admin/subscribers/${id}/unsubscribe`);
  expect(await statusOf(ctx, id)).toBe('unsubscribed');
  // An operator cannot resume an unsubscribed reader.
  const again = await operator.post(`/admin/subscribers/${id}/resume`);
  expect([again.statusCode, await statusOf(ctx, id)]).toEqual([409, 'unsubscribed']);
  const log = await operator.get('/admin/log');
  for (const said of [
    'Subscriber paused.',
    'Subscriber resumed.',
    'Subscriber unsubscribed.',
    `#${id}`,
  ])
    expect(log.body).toContain(said);
  expect(log.body).not.toContain('ada@');
});

test('resends a confirmation within its throttle, with the original preferences', async () => {
  const { ctx, app, operator } = await setup();
  await app.inject({
    method: 'POST',
    url: '/subscribe',
    payload: { email: 'ada@example.org', hour: 7 },
  });
  const { id } = await ctx.db.prisma.subscriber.findFirstOrThrow();
  expect((await operator.get(`/admin/subscribers/${id}`)).body).toMatch(
    /<button class="quiet" disabled>\s*Resend the confirmation/,
  );
  expect((await operator.post(`/admin/subscribers/${id}/ask`)).statusCode).toBe(409);
  await ageConfirmations(ctx, '11 minutes');
  expect((await operator.post(`/admin/subscribers/${id}/ask`)).statusCode).toBe(303);
  expect((await operator.post(`/admin/subscribers/${id}/ask`)).statusCode).toBe(409);
  expect((await mails(ctx)).map(({ kind }) => kind)).toEqual(['confirmation', 'confirmation']);
  const confirmations = await ctx.db.prisma.confirmation.findMany({ orderBy: { id: 'asc' } });
  await app.inject({
    method: 'POST',
    url: `/confirm/${makeToken(ctx.keys, 'confirm', confirmations[1]?.id ?? 0)}`,
  });
  expect(await ctx.db.prisma.subscriber.findUnique({ where: { id } })).toMatchObject({
    status: 'active',
    hour: 7,
  });
});

test('lifts a suppression: a bounced reader is active again, a complained one unsubscribed', async () => {
  const { ctx, operator } = await setup();
  const [ada, kwame, mei] = [
    await addReader(ctx, { email: 'Ada@example.org' }),
    await addReader(ctx, { email: 'kwame@example.org' }),
    await addReader(ctx, { email: 'mei@example.org' }),
  ];
  await suppress(ctx.db, [
    { emailKey: 'ada@example.org', reason: 'bounced', evidence: '550 5.1.1 <no> such user' },
    { emailKey: 'kwame@example.org', reason: 'complained', evidence: null },
    { emailKey: 'mei@example.org', reason: 'blocked', evidence: null },
  ]);
  const blocked = (await operator.get(`/admin/subscribers/${mei}`)).body;
  expect(blocked).toContain('blocked by an operator or an imported list');
  expect(blocked).not.toContain('previous status');
  const page = await operator.get(`/admin/subscribers/${ada}`);
  expect(page.body).toContain('This address is blocked');
  expect(page.body).toContain('550 5.1.1 &lt;no&gt; such user');
  await operator.post(`/admin/subscribers/${ada}/resume`);
  expect(await statusOf(ctx, ada)).toBe('bounced');
  await operator.post(`/admin/subscribers/${ada}/lift`);
  await operator.post(`/admin/subscribers/${kwame}/lift`);
  expect([await statusOf(ctx, ada), await statusOf(ctx, kwame)]).toEqual([
    'active',
    'unsubscribed',
  ]);
  expect((await operator.get(`/admin/subscribers/${ada}`)).body).not.toContain(
    'This address is blocked',
  );
  expect((await operator.post(`/admin/subscribers/${ada}/lift`)).statusCode).toBe(409);
});

test('lists, searches and lifts suppressions without addresses in URLs and logs', async () => {
  const { ctx, operator } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  const gone = Array.from({ length: 55 }, (_, n) => `r${n}@gone.example`);
  await suppress(
    ctx.db,
    gone.map((emailKey) => ({ emailKey, reason: 'bounced', evidence: '550 <x>' })),
  );
  await suppress(ctx.db, [{ emailKey: 'ada@example.org', reason: 'complained', evidence: null }]);
  const first = await operator.get('/admin/suppressions');
  expect(first.body).toContain(`href="/admin/subscribers/${id}">ada@example.org</a>`);
  expect(first.body).toContain('550 &lt;x&gt;');
  const [, before = ''] = /name="before" value="(\d+)"/.exec(first.body) ?? [];
  const next = await operator.post('/admin/suppressions', { before });
  expect(next.body.match(/suppressions\/lift/g)).toHaveLength(6);
  const found = await operator.post('/admin/suppressions', { q: 'r7@GONE' });
  expect(found.body.match(/suppressions\/lift/g)).toHaveLength(1);
  const [, liftId = ''] = /name="id" value="(\d+)"/.exec(found.body) ?? [];
  const lifted = await operator.post('/admin/suppressions/lift', { id: liftId });
  expect(lifted.headers.location).toBe('/admin/suppressions?done=subscriber-unblocked');
  expect((await operator.post('/admin/suppressions', { q: 'r7@gone' })).body).toContain('None.');
  expect((await operator.post('/admin/suppressions/lift', { id: liftId })).headers.location).toBe(
    '/admin/suppressions',
  );
  const add = (email: string) => operator.post('/admin/suppressions/add', { email });
  expect((await add('New@gone.example')).headers.location).toBe(
    '/admin/suppressions?done=suppression-added',
  );
  expect((await add('new@gone.example')).headers.location).toBe('/admin/suppressions');
  const invalid = await add('nobody');
  expect([invalid.statusCode, invalid.body.includes('id="email-error"')]).toEqual([422, true]);
  const exported = await operator.get('/admin/suppressions/export.csv');
  expect(exported.body).toContain('new@gone.example,blocked,');
  const log = (await operator.get('/admin/log')).body;
  expect(log).not.toContain('gone.example');
  expect([log.includes('Address blocked.'), log.includes('Blocked addresses exported.')]).toEqual([
    true,
    true,
  ]);
});

test('exports a subscriber’s data, then erases all of it', async () => {
  const { ctx, operator } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  const data = await operator.get(`/admin/subscribers/${id}/data.json`);
  expect(data.headers['content-disposition']).toBe(`attachment; filename="subscriber-${id}.json"`);
  expect(data.json()).toMatchObject({
    subscriber: { email: 'ada@example.org' },
    consents: [],
    deliveries: [],
  });
  const erased = await operator.post(`/admin/subscribers/${id}/erase`);
  expect(erased.headers.location).toBe('/admin/subscribers?done=subscriber-erased');
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
  expect((await operator.get(`/admin/subscribers/${id}`)).statusCode).toBe(404);
  expect((await operator.post(`/admin/subscribers/${id}/erase`)).statusCode).toBe(404);
});

test('adds a subscriber, active with a consent and otherwise pending; errors keep the input', async () => {
  const { ctx, operator } = await setup();
  const given = {
    agreed: 'given',
    source: 'sign-up sheet',
    note: 'at the desk',
    since: '2026-03-01',
    topics: 'rivers, cs.CL',
    frequency: 'weekly',
  };
  const added = await operator.post('/admin/subscribers/new', {
    email: 'Ada@Example.org',
    ...given,
  });
  const [ada] = await ctx.db.prisma.subscriber.findMany({ include: { consents: true } });
  expect(added.headers.location).toBe(`/admin/subscribers/${ada?.id}?done=subscriber-added`);
  expect(ada).toMatchObject({
    email: 'Ada@example.org',
    status: 'active',
    topics: ['rivers', 'cs.CL'],
    frequency: 'weekly',
  });
  expect(ada?.consents).toMatchObject([
    { source: 'sign-up sheet', note: 'at the desk', at: new Date('2026-03-01T00:00:00Z') },
  ]);
  await operator.post('/admin/subscribers/new', { email: 'kwame@example.org', agreed: 'ask' });
  expect(
    await ctx.db.prisma.subscriber.findUnique({ where: { emailKey: 'kwame@example.org' } }),
  ).toMatchObject({
    status: 'pending',
  });
  expect((await mails(ctx)).map(({ kind }) => kind)).toEqual(['confirmation']);

  const cases: [Record<string, string>, string, string][] = [
    [{ email: 'a b@example.org', ...given }, 'email', 'Please enter just one address'],
    [
      { email: 'x@example.org', note: '"kept"' },
      'agreed',
      'Please tell us whether they’ve agreed.',
    ],
    [
      { email: 'x@example.org', agreed: 'given', source: ' ' },
      'source',
      'Please tell us where they agreed',
    ],
    [
      { email: 'x@example.org', ...given, since: '2027-01-01' },
      'since',
      'Please choose a date that isn’t in the future.',
    ],
    [
      { email: 'x@example.org', ...given, frequency: 'hourly' },
      'frequency',
      'Please choose one of the options.',
    ],
  ];
  for (const [fields, field, said] of cases) {
    const answer = await operator.post('/admin/subscribers/new', fields);
    expect([field, answer.statusCode]).toEqual([field, 422]);
    expect(answer.body).toContain(`id="${field}-error" role="alert">${said}`);
    expect(answer.body).toContain(`value="${(fields['email'] ?? '').replaceAll('"', '&#34;')}"`);
  }
  await operator.post(`/admin/subscribers/${ada?.id}/unsubscribe`);
  const refused = await operator.post('/admin/subscribers/new', {
    email: 'ada@example.org',
    ...given,
  });
  expect([refused.statusCode, refused.body.includes('only they can resubscribe')]).toEqual([
    409,
    true,
  ]);
  const known = await operator.post('/admin/subscribers/new', {
    email: 'kwame@example.org',
    agreed: 'ask',
  });
  expect(known.headers.location).toContain('known=yes');
  expect(await ctx.db.prisma.subscriber.count()).toBe(2);
});

test.each([
  ['de', 'Abonnenten', 'Sperre aufgehoben'],
  ['zh', '订阅者', '已解除屏蔽'],
])('in %s', async (language, title, lifted) => {
  const { ctx, operator } = await setup(language);
  const id = await addReader(ctx, { email: 'ada@example.org' });
  await suppress(ctx.db, [{ emailKey: 'ada@example.org', reason: 'bounced', evidence: null }]);
  expect((await operator.get('/admin/subscribers')).body).toContain(`<h1>${title}</h1>`);
  const { headers } = await operator.post(`/admin/subscribers/${id}/lift`);
  expect((await operator.get(String(headers.location))).body).toContain(lifted);
});

test('records each export and its operator in the audit log', async () => {
  const { ctx, app, operator } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  for (const url of [
    '/admin/subscribers/export.csv',
    '/admin/subscribers/export.csv?status=active',
    `/admin/subscribers/${id}/data.json`,
  ]) {
    expect((await operator.get(url)).body).toContain('ada@example.org');
    await app.inject({ method: 'HEAD', url, headers: { cookie: operator.cookie } });
  }
  const events = await ctx.db.prisma.auditEvent.findMany({ orderBy: { id: 'asc' } });
  expect(events.map(({ operatorId, action, target }) => [operatorId, action, target])).toEqual([
    [operator.id, 'subscribers-exported', ''],
    [operator.id, 'subscribers-exported', 'active'],
    [operator.id, 'subscribers-exported', `#${id}`],
  ]);
});
