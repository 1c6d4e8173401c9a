import { expect, test, vi } from 'vitest';
import type { Context } from '../../../src/context.ts';
import { keyring } from '../../../src/db/keyring.ts';
import { sql } from '../../../src/db/sql.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { eraseSubscriber } from '../../../src/subscribers/account/erase.ts';
import { endPauses } from '../../../src/subscribers/preferences/preferences.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { linkTo } from '../../support/links.ts';
import { plainRenderers, queueDigest } from '../../support/outbox.ts';
import { addReader, mails } from '../../support/readers.ts';
import { startRelay } from '../../support/relay.ts';

const key = 'test-key-of-some-length';
const json = { accept: 'application/json' };

async function setup() {
  const { ctx, clock } = await freshContext({ ADMIN_API_KEY: key });
  const app = await startApp(ctx);
  const subscribe = (email: string) =>
    app.inject({ method: 'POST', url: '/subscribe', headers: json, payload: { email } });
  const add = (payload: object) =>
    app.inject({
      method: 'POST',
      url: '/api/v1/subscribers',
      headers: { authorization: `Bearer ${key}` },
      payload,
    });
  const confirmation = async () => {
    const { id } = await ctx.db.prisma.confirmation.findFirstOrThrow({ orderBy: { id: 'desc' } });
    return linkTo(ctx, app, 'confirm', id);
  };
  return { ctx, clock, app, subscribe, add, confirmation };
}

const statusOf = async (ctx: Context, emailKey: string) =>
  (await ctx.db.prisma.subscriber.findUnique({ where: { emailKey } }))?.status;

test('an active reader who is subscribed again is notified once a day, and again the next day', async () => {
  const { ctx, subscribe } = await setup();
  await addReader(ctx, { email: 'ada@example.org' });
  for (let n = 0; n < 3; n += 1) await subscribe('ada@example.org');
  expect(await mails(ctx)).toHaveLength(1);
  await ctx.db.run(
    sql`update subscriber set reminder_queued_at = reminder_queued_at - interval '1 day 1 second'`,
  );
  await subscribe('ada@example.org');
  expect((await mails(ctx)).map(({ kind }) => kind)).toEqual(['reminder', 'reminder']);
});

test('the API adds without consent: pending, with one confirmation in 10 minutes; with consent: active', async () => {
  const { ctx, add } = await setup();
  for (let n = 0; n < 3; n += 1) await add({ email: 'ada@example.org' });
  expect((await mails(ctx)).map(({ kind }) => kind)).toEqual(['confirmation']);
  expect(await statusOf(ctx, 'ada@example.org')).toBe('pending');
  const entry = { email: 'ada@example.org', consent: { source: 'a call' } };
  const answer = await add({ ...entry, topics: ['agents'], hour: 7 });
  expect(answer.statusCode).toBe(200);
  expect(answer.json()).toMatchObject({ status: 'active', topics: ['agents'], hour: 7 });
});

test('after an erasure the API cannot add the address with or without consent; its owner can subscribe', async () => {
  const { ctx, add, subscribe, confirmation } = await setup();
  await eraseSubscriber(ctx, await addReader(ctx, { email: 'ada@example.org' }));
  for (const consent of [undefined, { source: 'list' }])
    expect((await add({ email: 'ADA@example.org', consent })).statusCode).toBe(409);
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
  await subscribe('ada@example.org');
  await (await confirmation()).post();
  expect(await statusOf(ctx, 'ada@example.org')).toBe('active');
  expect(await ctx.db.prisma.consent.count()).toBe(1);
  expect(await ctx.db.prisma.erasure.count()).toBe(0);
});

test.for(['bounced', 'complained'] as const)(
  'a subscriber who %s gets no email by subscribing and is not activated by an old link',
  async (status) => {
    const { ctx, subscribe, confirmation } = await setup();
    await subscribe('ada@example.org');
    const link = await confirmation();
    await ctx.db.run(
      sql`insert into suppression (email_key, reason) values ('ada@example.org', ${status})`,
    );
    expect((await link.post()).statusCode).toBe(410);
    await ctx.db.run(sql`update subscriber set status = ${status}, confirmation_queued_at = null`);
    expect((await link.post()).statusCode).toBe(410);
    await subscribe('ada@example.org');
    expect(await mails(ctx)).toHaveLength(1);
    expect(await statusOf(ctx, 'ada@example.org')).toBe(status);
  },
);

test('a used confirmation link works while the reader is active or paused; API clients get JSON and problems', async () => {
  const { ctx, app, subscribe, confirmation } = await setup();
  await subscribe('ada@example.org');
  const link = await confirmation();
  expect((await link.getJson()).json()).toEqual({ status: 'pending' });
  expect((await link.postJson()).json()).toEqual({ status: 'active' });
  await ctx.db.run(sql`update confirmation set created_at = created_at - interval '8 days'`);
  await ctx.db.run(sql`update subscriber set status = 'paused'`);
  expect((await link.post()).statusCode).toBe(200);
  expect(await statusOf(ctx, 'ada@example.org')).toBe('paused');
  await ctx.db.run(
    sql`update subscriber set status = 'unsubscribed', unsubscribed_at = clock_timestamp()`,
  );
  for (const [answer, status] of [
    [await link.getJson(), 410],
    [await link.postJson(), 410],
    [await app.inject({ url: '/confirm/nothing', headers: json }), 404],
    [await app.inject({ url: '/unsubscribe/nothing', headers: json }), 404],
    [await app.inject({ url: '/address/nothing', headers: json }), 404],
    [await app.inject({ url: '/manage/nothing', headers: json }), 404],
  ] as const) {
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect([answer.statusCode, answer.json().status]).toEqual([status, status]);
  }
});

test('two concurrent clicks on the confirm button store one consent and send one welcome', async () => {
  const { ctx, subscribe, confirmation } = await setup();
  await subscribe('ada@example.org');
  const link = await confirmation();
  const answers = await Promise.all(Array.from({ length: 5 }, () => link.post()));
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
  expect(await ctx.db.prisma.consent.count()).toBe(1);
  expect((await mails(ctx)).map(({ kind }) => kind)).toEqual(['confirmation', 'welcome']);
});

test('a link signed with an old key is valid after the key has changed', async () => {
  const { ctx, app } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  const old = linkTo(ctx, app, 'unsubscribe', id);
  const keys = keyring([
    'a new key, at least thirty-two characters long',
    'test key, at least thirty-two characters long',
  ]);
  const after = await startApp({ ...ctx, keys });
  expect((await after.inject({ method: 'POST', url: old.url })).statusCode).toBe(200);
  expect(await statusOf(ctx, 'ada@example.org')).toBe('unsubscribed');
  const stranger = await startApp({
    ...ctx,
    keys: keyring(['another key, at least thirty-two characters long']),
  });
  expect((await stranger.inject({ method: 'POST', url: old.url })).statusCode).toBe(404);
});

test('a pause ends automatically, and the reader is active from the chosen day', async () => {
  const { ctx, clock, app } = await setup();
  const id = await addReader(ctx, { email: 'ada@example.org', timezone: 'Asia/Tokyo' });
  await linkTo(ctx, app, 'preferences', id).post({ action: 'pause', until: '2026-03-12' });
  clock.set('2026-03-11T14:59:00Z');
  await endPauses(ctx);
  expect(await statusOf(ctx, 'ada@example.org')).toBe('paused');
  clock.set('2026-03-11T15:00:00Z');
  await endPauses(ctx);
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({
    status: 'active',
    pausedUntil: null,
    activeSince: new Date('2026-03-11T15:00:00Z'),
  });
});

test('the envelope has the address at the time of the claim: a digest queued before a change goes to the new one', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  const app = await startApp(ctx);
  await queueDigest(ctx, 1);
  const { id } = await ctx.db.prisma.subscriber.findFirstOrThrow();
  const change = await ctx.db.prisma.addressChange.create({
    data: { subscriberId: id, email: 'new@new.example', emailKey: 'new@new.example' },
  });
  for (const purpose of ['address', 'address-old'] as const)
    expect((await linkTo(ctx, app, purpose, change.id).post()).statusCode).toBe(200);
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  await vi.waitFor(() => expect(relay.received).toHaveLength(1), { timeout: 25_000, interval: 20 });
  await sender.stop();
  expect(relay.received.map(({ to }) => to)).toEqual(['new@new.example']);
});
