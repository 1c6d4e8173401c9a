import { simpleParser } from 'mailparser';
import { expect, test, vi } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { sql } from '../../../../src/db/sql.ts';
import { eraseSubscriber } from '../../../../src/subscribers/account/erase.ts';
import { expireUnconfirmed } from '../../../../src/subscribers/signup/expire.ts';
import { parseAddress } from '../../../../src/subscribers/address.ts';
import { addSubscriber } from '../../../../src/subscribers/signup/add.ts';
import { importSubscribers } from '../../../../src/subscribers/import-export/import.ts';
import { preferencesPurpose } from '../../../../src/subscribers/tokens.ts';
import { unsubscribeById } from '../../../../src/subscribers/account/unsubscribe.ts';
import { enqueueTransactionalEmail } from '../../../../src/outbox/enqueue.ts';
import { form, startApp, startMailing } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { addReader } from '../../../support/readers.ts';
import { startRelay } from '../../../support/relay.ts';

async function setup(env: Record<string, string> = {}) {
  const { ctx } = await freshContext(env);
  const app = await startApp(ctx);
  const id = await addReader(ctx, { email: 'ada@old.example', topics: ['vision'] });
  const preferences = linkTo(ctx, app, 'preferences', id);
  const ask = (email: string) => preferences.post({ action: 'address', email });
  const links = async () => {
    const { id: change } = await ctx.db.prisma.addressChange.findFirstOrThrow({
      orderBy: { id: 'desc' },
    });
    return {
      new: linkTo(ctx, app, 'address', change),
      old: linkTo(ctx, app, 'address-old', change),
    };
  };
  return { ctx, app, id, preferences, ask, links };
}

const addressOf = async (ctx: Context, id: number) =>
  (await ctx.db.prisma.subscriber.findUniqueOrThrow({ where: { id } })).email;

const orders = (ctx: Context) =>
  ctx.db.prisma.transactionalEmail.findMany({
    orderBy: { id: 'asc' },
    select: { kind: true, address: true, subscriberId: true },
  });

const later = (ctx: Context) =>
  ctx.db.run(
    sql`update address_change set created_at = created_at - interval '10 minutes 1 second'`,
  );

test.for([
  ['new address first', 'new', 'old'],
  ['old address first', 'old', 'new'],
] as const)(
  'the address changes when both mailboxes have confirmed, %s',
  async ([, first, second]) => {
    const { ctx, id, ask, links } = await setup();
    const asked = await ask('Ada@NEW.example');
    expect([asked.statusCode, asked.body.includes('We’ve emailed both addresses')]).toEqual([
      200,
      true,
    ]);
    expect(await orders(ctx)).toEqual([
      { kind: 'address-confirm', address: 'Ada@new.example', subscriberId: null },
      { kind: 'address-notice', address: null, subscriberId: id },
    ]);
    const link = await links();
    for (const { get } of [link.new, link.old, link.new, link.old]) {
      const page = await get();
      expect([page.statusCode, page.body.match(/<button/g)?.length]).toEqual([200, 1]);
    }
    expect((await link[first].post()).body).toContain('One step left');
    expect((await link[first].post()).body).toContain('One step left');
    expect(await addressOf(ctx, id)).toBe('ada@old.example');
    expect((await link[second].post()).body).toContain('Your digest now goes to your new address.');
    for (const { post, get } of [link.new, link.old]) {
      expect((await post()).body).toContain('Your digest now goes to your new address.');
      expect((await get()).statusCode).toBe(200);
    }
    expect(await ctx.db.prisma.subscriber.findMany()).toMatchObject([
      {
        id,
        email: 'Ada@new.example',
        emailKey: 'ada@new.example',
        status: 'active',
        topics: ['vision'],
      },
    ]);
    expect(await ctx.db.prisma.consent.findMany()).toMatchObject([
      {
        subscriberId: id,
        source: 'web',
        page: '/address',
        event: 'address-changed',
        at: ctx.now(),
      },
    ]);
  },
);

test('concurrent confirmations of both mailboxes change the address', async () => {
  const { ctx, app, id, links } = await setup();
  for (let n = 0; n < 3; n += 1) {
    const preferences = linkTo(ctx, app, preferencesPurpose(n), id);
    await preferences.post({ action: 'address', email: `ada${n}@new.example` });
    const link = await links();
    const states = await Promise.all([link.new.postJson(), link.old.postJson()]);
    expect(states.map((answer) => String(answer.json().status)).toSorted()).toEqual([
      'done',
      'waiting',
    ]);
    expect(await addressOf(ctx, id)).toBe(`ada${n}@new.example`);
    await later(ctx);
  }
});

test('both mailboxes receive a message in the reader’s language, with links to the page', async () => {
  const relay = await startRelay();
  const { ctx, app, id, ask } = await setup({ SMTP_URL: relay.url });
  await ctx.db.run(sql`update subscriber set language = 'de'`);
  startMailing(ctx);
  await ask('ada@new.example');
  await vi.waitFor(() => expect(relay.received).toHaveLength(2), { timeout: 25_000, interval: 20 });
  expect(relay.received.map(({ to }) => to).toSorted()).toEqual([
    'ada@new.example',
    'ada@old.example',
  ]);
  const paths = [];
  for (const { raw, to } of relay.received) {
    const mail = await simpleParser(raw);
    expect(mail.text).toContain('Jemand (hoffentlich Sie)');
    expect(mail.text?.includes('ada@new.example')).toBe(to === 'ada@old.example');
    paths.push(/https:\/\/papers\.example(\/address\/\S+)/.exec(mail.text ?? '')?.[1] ?? '');
  }
  for (const url of paths)
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD'] as const) {
      expect((await app.inject({ method, url })).statusCode).toBe(200);
    }
  expect(await ctx.db.prisma.addressChange.findMany()).toMatchObject([
    { oldConfirmedAt: null, newConfirmedAt: null },
  ]);
  for (const url of paths) expect((await app.inject({ method: 'POST', url })).statusCode).toBe(200);
  expect(await addressOf(ctx, id)).toBe('ada@new.example');
});

test('the response is the same for any new address, and nothing is sent to a suppressed one', async () => {
  const relay = await startRelay();
  const { ctx, id, ask } = await setup({ SMTP_URL: relay.url });
  await addReader(ctx, { email: 'active@new.example' });
  await addReader(ctx, { email: 'bounced@new.example', status: 'bounced' });
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('bounced@new.example', 'bounced')`,
  );
  const bodies = new Set<string>();
  for (const email of [
    'nobody@new.example',
    'active@new.example',
    'bounced@new.example',
    'ADA@old.example',
  ]) {
    const { statusCode, body } = await ask(email);
    bodies.add(`${statusCode} ${body}`);
    await later(ctx);
  }
  await ask('nobody@new.example');
  expect(bodies.size).toBe(1);
  startMailing(ctx);
  await vi.waitFor(
    async () =>
      expect(
        await ctx.db.prisma.transactionalEmail.count({
          where: { state: { in: ['queued', 'sending'] } },
        }),
      ).toBe(0),
    { timeout: 25_000, interval: 20 },
  );
  expect(relay.received.some(({ to }) => to === 'bounced@new.example')).toBe(false);
  expect(await addressOf(ctx, id)).toBe('ada@old.example');
});

test('one request in 10 minutes and three a day per reader and per new address; a repeated request gets the same response', async () => {
  const { ctx, app, ask } = await setup();
  const bob = linkTo(ctx, app, 'preferences', await addReader(ctx, { email: 'bob@old.example' }));
  const first = await ask('ada@new.example');
  expect((await ask('other@new.example')).body).toBe(first.body);
  await Promise.all(
    Array.from({ length: 5 }, () => bob.post({ action: 'address', email: 'ada@new.example' })),
  );
  expect(await orders(ctx)).toHaveLength(2);
  await later(ctx);
  await Promise.all(Array.from({ length: 5 }, () => ask('other@new.example')));
  expect(await orders(ctx)).toHaveLength(4);
  for (const name of ['third', 'fourth', 'fifth']) {
    await later(ctx);
    await ask(`${name}@new.example`);
  }
  expect(await orders(ctx)).toHaveLength(6);
});

test('requesting the current address gets the same response and uses a turn like any other', async () => {
  const { ctx, ask } = await setup();
  const own = await ask('ADA@old.example');
  expect(await orders(ctx)).toEqual([]);
  const next = await ask('eve@new.example');
  expect([own.statusCode, own.body]).toEqual([next.statusCode, next.body]);
  expect(await orders(ctx)).toEqual([]);
});

test('a newer request replaces an older one', async () => {
  const { ctx, id, ask, links } = await setup();
  await ask('first@new.example');
  const older = await links();
  await later(ctx);
  await ask('second@new.example');
  for (const { post, get } of [older.new, older.old]) {
    expect([(await get()).statusCode, (await post()).statusCode]).toEqual([410, 410]);
  }
  expect(await addressOf(ctx, id)).toBe('ada@old.example');
});

test('that the new address has a subscription is shown only to the owner of both mailboxes; nothing changes', async () => {
  const { ctx, id, ask, links } = await setup();
  const other = await addReader(ctx, { email: 'ada@new.example' });
  await ask('ada@new.example');
  const link = await links();
  expect((await link.old.get()).body).not.toContain('has its own subscription');
  expect((await link.old.post()).body).not.toContain('has its own subscription');
  const answer = await link.new.post();
  expect([answer.statusCode, answer.body.includes('has its own subscription')]).toEqual([
    200,
    true,
  ]);
  expect([await addressOf(ctx, id), await addressOf(ctx, other)]).toEqual([
    'ada@old.example',
    'ada@new.example',
  ]);
});

test('a pending subscriber with the new address is deleted, and its confirmation link expires', async () => {
  const { ctx, app, id, ask, links } = await setup();
  await app.inject({
    method: 'POST',
    url: '/subscribe',
    headers: { accept: 'application/json' },
    payload: { email: 'ada@new.example' },
  });
  const confirmation = await ctx.db.prisma.confirmation.findFirstOrThrow();
  await ask('ada@new.example');
  const link = await links();
  await link.old.post();
  expect((await link.new.postJson()).json()).toEqual({ status: 'done' });
  expect(await ctx.db.prisma.subscriber.count()).toBe(1);
  expect(await addressOf(ctx, id)).toBe('ada@new.example');
  expect((await linkTo(ctx, app, 'confirm', confirmation.id).post()).statusCode).toBe(410);
});

test('if two readers change to the same address at once, one succeeds', async () => {
  const { ctx, app, id, ask, links } = await setup();
  const bob = await addReader(ctx, { email: 'bob@old.example' });
  await ask('same@new.example');
  const ada = await links();
  await later(ctx);
  await linkTo(ctx, app, 'preferences', bob).post({ action: 'address', email: 'same@new.example' });
  const his = await links();
  await ada.old.post();
  await his.old.post();
  const states = await Promise.all([ada.new.postJson(), his.new.postJson()]);
  expect(states.map((answer) => String(answer.json().status)).toSorted()).toEqual([
    'done',
    'taken',
  ]);
  const addresses = await Promise.all([addressOf(ctx, id), addressOf(ctx, bob)]);
  expect(addresses.filter((email) => email === 'same@new.example')).toHaveLength(1);
});

test('unsubscribing meanwhile invalidates the links, and nothing changes', async () => {
  const { ctx, id, ask, links } = await setup();
  await ask('ada@new.example');
  const link = await links();
  await link.old.post();
  await unsubscribeById(ctx, id);
  const gone = await link.new.post();
  expect(gone.statusCode).toBe(410);
  expect(gone.body).toContain('<h1>This link has expired</h1>');
  expect(gone.body).not.toContain('<form');
  expect(await addressOf(ctx, id)).toBe('ada@old.example');
});

test('erasing a reader during the last confirmation leaves nothing of them, in the outbox either', async () => {
  for (let n = 0; n < 5; n += 1) {
    const { ctx, app, id, ask, links } = await setup();
    await ask('ada@new.example');
    const link = await links();
    await link.old.post();
    const { post: erase } = await managing(ctx, app, id);
    const [erased, pressed] = await Promise.all([erase(), link.new.post()]);
    expect(erased.statusCode).toBe(200);
    expect([200, 410]).toContain(pressed.statusCode);
    expect((await link.new.post()).statusCode).toBe(410);
    const rows = await Promise.all([
      ctx.db.prisma.subscriber.count(),
      ctx.db.prisma.addressChange.count(),
      ctx.db.prisma.consent.count(),
      ctx.db.prisma.transactionalEmail.count(),
    ]);
    expect(rows).toEqual([0, 0, 0, 0]);
  }
});

/** Opens the page to export and erase. */
async function managing(ctx: Context, app: Awaited<ReturnType<typeof startApp>>, id: number) {
  await linkTo(ctx, app, 'preferences', id).post({ action: 'manage' });
  const mail = await ctx.db.prisma.transactionalEmail.findFirstOrThrow({
    where: { kind: 'manage' },
  });
  return linkTo(ctx, app, 'manage', mail.id);
}

test('a change is deleted after 7 days with its messages; until then the export of the reader shows it', async () => {
  const { ctx, app, id, ask, links } = await setup();
  await ask('ada@new.example');
  await ctx.db.run(sql`update subscriber set language = 'de', unsubscribe_reason = 'too-often'`);
  const { getJson } = await managing(ctx, app, id);
  expect((await getJson()).json()).toMatchObject({
    subscriber: { language: 'de', unsubscribeReason: 'too-often' },
    addressChanges: [{ email: 'ada@new.example', doneAt: null }],
    confirmations: [],
    mails: [{ kind: 'address-notice' }, { kind: 'manage' }],
  });
  const link = await links();
  await expireUnconfirmed(ctx);
  expect((await link.new.get()).statusCode).toBe(200);
  await ctx.db.run(
    sql`update address_change set created_at = clock_timestamp() - interval '7 days 1 second'`,
  );
  expect((await link.new.post()).statusCode).toBe(410);
  await expireUnconfirmed(ctx);
  expect((await link.new.post()).statusCode).toBe(410);
  expect(await ctx.db.prisma.addressChange.count()).toBe(0);
  expect(await ctx.db.prisma.transactionalEmail.count({ where: { kind: 'address-confirm' } })).toBe(
    0,
  );
});

test('after a change of address and an erasure, no import adds any of the addresses; the owner may subscribe', async () => {
  const { ctx, app, id, links } = await setup({ ADMIN_API_KEY: 'test-key-of-some-length' });
  for (const [email, purpose] of [
    ['ada@second.example', 'preferences'],
    ['ada@third.example', 'preferences-1'],
  ] as const) {
    await linkTo(ctx, app, purpose, id).post({ action: 'address', email });
    const link = await links();
    await link.new.post();
    await link.old.post();
    await later(ctx);
  }
  await ctx.db.run(sql`update address_change set created_at = created_at - interval '8 days'`);
  await expireUnconfirmed(ctx);
  await eraseSubscriber(ctx, id);
  const addresses = ['ada@old.example', 'ada@second.example', 'ada@third.example'];
  const consent = { source: 'an old list' };
  const headers = { authorization: 'Bearer test-key-of-some-length' };
  for (const email of addresses) {
    const payload = { email: email.toUpperCase(), consent };
    const added = await app.inject({
      method: 'POST',
      url: '/api/v1/subscribers',
      headers,
      payload,
    });
    expect([email, added.statusCode]).toEqual([email, 409]);
  }
  const imported = await importSubscribers(ctx, ['email', ...addresses].join('\n'), {
    format: 'csv',
    consent,
  });
  expect([imported.added, imported.rejected.map(({ line }) => line)]).toEqual([0, [2, 3, 4]]);
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
  await app.inject({ method: 'POST', url: '/subscribe', payload: { email: 'ada@old.example' } });
  const confirmation = await ctx.db.prisma.confirmation.findFirstOrThrow();
  expect((await linkTo(ctx, app, 'confirm', confirmation.id).post()).statusCode).toBe(200);
  expect(await ctx.db.prisma.subscriber.findMany()).toMatchObject([
    { email: 'ada@old.example', status: 'active' },
  ]);
});

test('an old list does not add an earlier address again; its owner may subscribe it', async () => {
  const { ctx, app, id, ask, links } = await setup();
  await ask('ada@new.example');
  const link = await links();
  await link.new.post();
  await link.old.post();
  const list = 'email\nADA@old.example\nada@new.example\nbob@old.example\n';
  for (const options of [{ consent: { source: 'an old list' } }, {}]) {
    const imported = await importSubscribers(ctx, list, options);
    expect(imported.rejected).toEqual([{ line: 2, reason: { code: 'moved' } }]);
  }
  const { address, ...rest } = { address: parseAddress('ada@old.example'), preferences: {} };
  if (!address.ok) throw new Error(address.reason);
  expect(await addSubscriber(ctx, { address, ...rest, consent: { source: 'a call' } })).toEqual({
    kind: 'refused',
    reason: 'moved',
  });
  expect(await ctx.db.prisma.subscriber.count()).toBe(2);
  expect(await ctx.db.prisma.transactionalEmail.count({ where: { kind: 'confirmation' } })).toBe(0);

  await app.inject({ method: 'POST', url: '/subscribe', payload: { email: 'ada@old.example' } });
  // Anybody may have typed the address: until it is confirmed, the list does not make it active.
  expect(await importSubscribers(ctx, list, { consent: { source: 'an old list' } })).toMatchObject({
    rejected: [{ line: 2, reason: { code: 'moved' } }],
  });
  const confirmation = await ctx.db.prisma.confirmation.findFirstOrThrow();
  expect((await linkTo(ctx, app, 'confirm', confirmation.id).post()).statusCode).toBe(200);
  expect(await addressOf(ctx, id)).toBe('ada@new.example');
  expect(await importSubscribers(ctx, list, {})).toMatchObject({ unchanged: 3, rejected: [] });
});

test('a change of address invalidates links to preferences and data, not those to unsubscribe', async () => {
  const relay = await startRelay();
  const { ctx, app, id, preferences, ask, links } = await setup({ SMTP_URL: relay.url });
  const { id: confirmation } = await ctx.db.prisma.confirmation.create({
    data: { subscriberId: id, usedAt: new Date() },
  });
  await preferences.post({ action: 'manage' });
  startMailing(ctx);
  const received = (count: number) =>
    vi.waitFor(() => expect(relay.received.length).toBe(count), { timeout: 25_000, interval: 20 });
  await received(1);
  const { id: manage } = await ctx.db.prisma.transactionalEmail.findFirstOrThrow();
  const old = [
    preferences,
    linkTo(ctx, app, 'manage', manage),
    linkTo(ctx, app, 'confirm', confirmation),
  ];
  for (const link of old) expect((await link.get()).statusCode).toBe(200);
  await ask('ada@new.example');
  const change = await links();
  await change.old.post();
  expect((await preferences.get()).statusCode).toBe(200);
  await change.new.post();
  for (const link of old) {
    expect((await link.get()).statusCode).toBe(410);
    expect((await link.postJson({ action: 'resume' })).statusCode).toBe(410);
  }
  await received(3);
  await enqueueTransactionalEmail(ctx.db, { kind: 'welcome', subscriberId: id, hours: 1 });
  await received(4);
  const { raw = '' } =
    relay.received.find(
      ({ to, raw }) => to === 'ada@new.example' && raw.includes('/preferences/'),
    ) ?? {};
  const [, current = ''] =
    /papers\.example(\/preferences\/[\w-]+)/.exec((await simpleParser(raw)).text ?? '') ?? [];
  expect(current).not.toBe(preferences.url);
  expect((await app.inject(current)).statusCode).toBe(200);

  const leave = linkTo(ctx, app, 'unsubscribe', id);
  expect((await leave.get()).statusCode).toBe(200);
  const left = await app.inject({
    method: 'POST',
    url: leave.url,
    ...form({ 'List-Unsubscribe': 'One-Click' }),
  });
  expect([left.statusCode, left.body.includes('/preferences/')]).toEqual([200, false]);
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({ status: 'unsubscribed' });
  const back = await leave.post({ action: 'weekly' });
  expect([back.statusCode, back.body.includes('/preferences/')]).toEqual([200, false]);
});

test('a token for another purpose is rejected', async () => {
  const { ctx, app, ask } = await setup();
  await ask('ada@new.example');
  for (const purpose of ['confirm', 'unsubscribe', 'preferences', 'manage'] as const) {
    const url = linkTo(ctx, app, purpose, 1).url.replace(purpose, 'address');
    for (const method of ['GET', 'HEAD', 'POST'] as const)
      expect((await app.inject({ method, url })).statusCode).toBe(404);
  }
});

test.for([
  '',
  'ada',
  'a@b.example, c@d.example',
  'ada@x.example>\r\nRCPT TO:<eve@x.example',
  'a@b.example\u0000',
])('the new address %j is refused next to its field, and kept', async (email) => {
  const { ctx, ask, preferences } = await setup();
  const page = await ask(email);
  expect(page.statusCode).toBe(422);
  expect(page.body).toContain(
    'aria-describedby="address-hint email-error" aria-invalid="true" autofocus',
  );
  expect((await preferences.postJson({ action: 'address', email })).json()).toMatchObject({
    errors: [{ path: 'email' }],
  });
  expect(await ctx.db.prisma.addressChange.count()).toBe(0);
});
