import { expect, onTestFinished, test, vi } from 'vitest';
import { senderActions } from '../../../src/app/sender-actions.ts';
import type { Context } from '../../../src/context.ts';
import { sql } from '../../../src/db/sql.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { takeFromWarmUp } from '../../../src/outbox/sql/relays.ts';
import { freshContext } from '../../support/context.ts';
import { deliveryStates, plainRenderers, queueDigest } from '../../support/outbox.ts';
import { startRelay } from '../../support/relay.ts';

function run(ctx: Context) {
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop(), 30_000);
  return sender;
}

const soon = { timeout: 60_000, interval: 20 };
const name = (url: string) => new URL(url).host;
const relayOf = (ctx: Context, url: string) =>
  ctx.db.prisma.relay.findUniqueOrThrow({ where: { name: name(url) } });
const refusal = (responseCode: number, text: string) =>
  Object.assign(new Error(text), { responseCode });

test('spreads connections by weight, and stores the relay of each delivery', async () => {
  const open = [0, 0];
  const relays = await Promise.all(
    [0, 1].map((index) =>
      startRelay({
        onConnect: (_session, done) => {
          open[index] = (open[index] ?? 0) + 1;
          done();
        },
      }),
    ),
  );
  const [one, two] = relays.map(({ url }) => url);
  const { ctx } = await freshContext({
    SMTP_URLS: `${one}?weight=3\n${two}`,
    SMTP_CONNECTIONS: '8',
  });
  await queueDigest(ctx, 400);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 400 }), soon);
  expect(open).toEqual([6, 2]);
  for (const { url, received } of relays) {
    const { id } = await relayOf(ctx, url);
    expect(await ctx.db.prisma.delivery.count({ where: { relayId: id } })).toBe(received.length);
    expect(received.length).toBeGreaterThan(0);
  }
});

test('continues with the other relays while one is unreachable', async () => {
  const stays = await startRelay();
  const { url, stop } = await startRelay();
  await stop();
  const { ctx } = await freshContext({ SMTP_URLS: `${stays.url},${url}`, SMTP_CONNECTIONS: '4' });
  await queueDigest(ctx, 200);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 200 }), soon);
  expect(stays.received).toHaveLength(200);
  expect(await ctx.db.prisma.delivery.count({ where: { attempts: 1 } })).toBe(200);
  expect((await relayOf(ctx, url)).unreachableSince).toBeInstanceOf(Date);
  expect((await relayOf(ctx, stays.url)).unreachableSince).toBeNull();
});

test('a relay that refuses us is paused for all senders; the others continue and the digest is not paused', async () => {
  const good = await startRelay();
  const bad = await startRelay({
    onMailFrom: (_address, _session, done) => done(refusal(550, '5.7.1 Your IP is on a blocklist')),
  });
  const { ctx } = await freshContext({
    SMTP_URLS: `${good.url},${bad.url}`,
    SMTP_CONNECTIONS: '4',
  });
  await queueDigest(ctx, 2000);
  run(ctx);
  await vi.waitFor(async () => {
    const { queued, sending } = await deliveryStates(ctx);
    expect([queued, sending]).toEqual([undefined, undefined]);
  }, soon);
  const { sent = 0, failed = 0 } = await deliveryStates(ctx);
  expect(sent + failed).toBe(2000);
  expect(failed).toBeGreaterThanOrEqual(50);
  expect(failed).toBeLessThan(60);
  expect((await relayOf(ctx, bad.url)).pauseDetail).toContain('blocklist');
  expect(await ctx.db.prisma.digest.findFirst()).toMatchObject({ status: 'sending' });
  // A second sender reads that the relay is paused.
  run(ctx);
  await ctx.db.run(
    sql`update delivery set state = 'queued', relay_id = null where state = 'failed'`,
  );
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 2000 }), soon);
});

test('an uncertain delivery waits for its own relay', async () => {
  const one = await startRelay();
  const two = await startRelay();
  const { ctx } = await freshContext({ SMTP_URLS: `${one.url},${two.url}`, SMTP_CONNECTIONS: '4' });
  await queueDigest(ctx, 20);
  await ctx.db.run(sql`insert into relay (name) values (${name(one.url)}), (${name(two.url)})`);
  const mine = await relayOf(ctx, two.url);
  await ctx.db.run(
    sql`update delivery set state = 'uncertain', next_at = clock_timestamp(), relay_id = ${mine.id}`,
  );
  await ctx.db.run(
    sql`update relay set paused_until = clock_timestamp() + interval '1 hour' where id = ${mine.id}`,
  );
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ deferred: 20 }), soon);
  expect(
    await ctx.db.prisma.delivery.count({ where: { reason: 'awaiting-relay', attempts: 0 } }),
  ).toBe(20);
  await ctx.db.run(sql`update relay set paused_until = null`);
  await ctx.db.run(sql`update delivery set next_at = clock_timestamp() + interval '6 seconds'`);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 20 }), soon);
  expect([one.received.length, two.received.length]).toEqual([0, 20]);
});

test('SMTP_WARM_UP sets a daily maximum per relay, which grows and ends', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_WARM_UP: '30,50' });
  await queueDigest(ctx, 200);
  run(ctx);
  run(ctx);
  await vi.waitFor(async () => expect((await deliveryStates(ctx))['sent']).toBe(30), soon);
  const { id, counted } = await relayOf(ctx, relay.url);
  expect(counted).toBe(30);
  const take = (wanted: number) =>
    takeFromWarmUp(ctx.db, id, { wanted, schedule: [30, 50], timezone: 'UTC' });
  expect(await take(5)).toBe(0);
  const dayLater = sql`update relay set first_used_on = first_used_on - 1, counted_on = counted_on - 1`;
  await ctx.db.run(dayLater);
  expect([await take(20), await take(40), await take(-10), await take(40)]).toEqual([
    20, 30, -10, 10,
  ]);
  await ctx.db.run(dayLater);
  expect(await take(40)).toBeNull();
  expect(relay.received).toHaveLength(30);
});
