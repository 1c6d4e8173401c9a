import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Context } from '../../src/context.ts';
import { sql } from '../../src/db/sql.ts';
import { RateLimiter } from '../../src/delivery/rate-limiter.ts';
import { startSender } from '../../src/delivery/sender.ts';
import { senderActions } from '../../src/app/sender-actions.ts';
import { cancelDeliveries } from '../../src/outbox/cancel.ts';
import { claimQueued, claimRetries, start } from '../../src/outbox/sql/claim.ts';
import { claimTransactional } from '../../src/outbox/sql/claim-transactional.ts';
import type { Result } from '../../src/outbox/result.ts';
import { takeLease } from '../../src/outbox/sql/lease.ts';
import { returnToDailyQuota, takeFromDailyQuota } from '../../src/outbox/sql/daily-quota.ts';
import { deleteIdleDomains, pauseDomain } from '../../src/outbox/sql/recipient-domains.ts';
import {
  lowerShare,
  raiseShare,
  readShare,
  takeTokens,
} from '../../src/outbox/sql/rate-limiter.ts';
import { freshContext } from '../support/context.ts';
import { deliveryStates, plainRenderers, queueDigest } from '../support/outbox.ts';
import { startRelay } from '../support/relay.ts';

function run(ctx: Context): void {
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop(), 30_000);
}

const soon = { timeout: 60_000, interval: 50 };

test('SMTP_RATE_PER_DAY: all senders together stop at the limit and continue a day later', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_RATE_PER_DAY: '30' });
  await queueDigest(ctx, 50);
  run(ctx);
  run(ctx);
  await vi.waitFor(async () => expect((await deliveryStates(ctx))['sent']).toBe(30), soon);
  await delay(1500);
  expect(await deliveryStates(ctx)).toEqual({ queued: 20, sent: 30 });
  await ctx.db.run(sql`update daily_quota_bucket set starts_at = starts_at - interval '25 hours'`);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 50 }), soon);
  expect(relay.received).toHaveLength(50);
});

test('a claim takes no more messages than allowed, new and delayed ones together', async () => {
  const { ctx } = await freshContext();
  const senderId = await takeLease(ctx.db, 'test', 15);
  await ctx.db.run(sql`insert into transactional_email (kind, address, state, next_at, expires_at)
    select 'test', n || '@reader.example', (case when n < 3 then 'queued' else 'deferred' end)::delivery_state,
      case when n < 3 then null::timestamptz else clock_timestamp() end, clock_timestamp() + interval '1 hour'
    from generate_series(1, 6) as n`);
  const claim = async (limit: number) =>
    (await claimTransactional(ctx.db, { senderId, limit })).rows.length;
  expect([await claim(1), await claim(4), await claim(4)]).toEqual([1, 4, 1]);
});

test('the rolling day: twenty concurrent callers get no more than is left, and returned permits can be taken again', async () => {
  const { ctx } = await freshContext();
  const granted = await Promise.all(
    Array.from({ length: 20 }, () => takeFromDailyQuota(ctx.db, 7, 100)),
  );
  expect(granted.reduce((sum, taken) => sum + taken.granted, 0)).toBe(100);
  // The bucket in which they were taken ended ten minutes ago.
  const [{ bucket: now } = { bucket: new Date(0) }] = granted;
  const bucket = new Date(now.getTime() - 600_000);
  await ctx.db.run(sql`update daily_quota_bucket set starts_at = ${bucket}`);
  await returnToDailyQuota(ctx.db, 5, bucket);
  expect(await takeFromDailyQuota(ctx.db, 7, 100)).toEqual({ granted: 5, bucket: now });
  expect(await ctx.db.prisma.dailyQuotaBucket.findMany({ orderBy: { startsAt: 'asc' } })).toEqual([
    { startsAt: bucket, count: 95 },
    { startsAt: now, count: 5 },
  ]);
});

test('the global bucket: twenty concurrent callers get the permits of a tenth of a second and those that refill later', async () => {
  const { ctx } = await freshContext();
  const began = performance.now();
  const granted = await Promise.all(Array.from({ length: 20 }, () => takeTokens(ctx.db, 7, 50)));
  const maximum = 5 + (50 * (performance.now() - began)) / 1000;
  expect(granted.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(maximum);
  expect(Math.max(...granted)).toBe(5);
});

test('SMTP_RATE_PER_DOMAIN: the turns of a claim follow those of earlier claims', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 40);
  await ctx.db.run(sql`update subscriber set email = 'r' || id || '@large.example',
    email_key = 'r' || id || '@large.example'`);
  const senderId = await takeLease(ctx.db, 'test', 60);
  const claim = () =>
    claimQueued(ctx.db, { senderId, limit: 20, now: ctx.now(), perDomain: 2, after: start });
  await claim();
  await claim();
  const rows = await ctx.db.prisma.delivery.findMany({ where: { state: 'deferred' } });
  const turns = rows.map(({ nextAt }) => nextAt?.getTime() ?? 0).toSorted((a, b) => a - b);
  // The first is immediate; the others are half a second apart.
  expect(turns).toHaveLength(39);
  for (const [index, turn] of turns.entries())
    expect(turn - (turns[index - 1] ?? 0)).toBeGreaterThanOrEqual(499);
});

test('SMTP_RATE_PER_DOMAIN: a row that would expire before its turn takes none, and expires', async () => {
  const { ctx, clock } = await freshContext();
  const digestId = await queueDigest(ctx, 20);
  await ctx.db.run(sql`update subscriber set email = 'r' || id || '@large.example',
    email_key = 'r' || id || '@large.example'`);
  await ctx.db.run(
    sql`update delivery set expires_at = ${ctx.now()}::timestamptz + interval '5 seconds'`,
  );
  const senderId = await takeLease(ctx.db, 'test', 60);
  const options = () => ({ senderId, limit: 10, now: ctx.now(), perDomain: 2 });
  await claimQueued(ctx.db, { ...options(), after: start });
  await claimQueued(ctx.db, { ...options(), after: start });
  // The next digest does not wait for the turns of all twenty, which would take ten seconds.
  const ahead = await ctx.db.run(
    sql`select from recipient_domain where next_turn_at < clock_timestamp() + interval '6 seconds'`,
  );
  expect(ahead).toBe(1);
  clock.set('2026-03-10T10:00:00Z');
  await ctx.db.run(sql`update delivery set next_at = next_at - interval '66 seconds'`);
  await claimRetries(ctx.db, { ...options(), limit: 20 });
  expect(await ctx.db.prisma.delivery.count({ where: { reason: 'expired' } })).toBeGreaterThan(15);
  await ctx.db.prisma.digest.update({ where: { id: digestId }, data: { status: 'cancelled' } });
  await cancelDeliveries(ctx.db, digestId);
  expect(await ctx.db.prisma.recipientDomain.count()).toBe(0);
});

test('a recipient domain is deleted once it is not paused and has no turns ahead', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 10);
  const senderId = await takeLease(ctx.db, 'test', 60);
  await claimQueued(ctx.db, { senderId, limit: 10, now: ctx.now(), perDomain: 2, after: start });
  await pauseDomain(ctx.db, 'refusing.example', '554 5.7.1 Blocked');
  expect(await deleteIdleDomains(ctx.db)).toBe(0);
  await ctx.db.run(
    sql`update recipient_domain set next_turn_at = next_turn_at - interval '1 hour'`,
  );
  expect(await deleteIdleDomains(ctx.db)).toBe(5);
  expect(await ctx.db.prisma.recipientDomain.findMany({ select: { domain: true } })).toEqual([
    { domain: 'refusing.example' },
  ]);
});

test('SMTP_RATE_PER_DOMAIN: an unused turn is lost, so that no burst follows a pause of all senders', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 20);
  await ctx.db.run(sql`update subscriber set email = 'r' || id || '@large.example',
    email_key = 'r' || id || '@large.example'`);
  const senderId = await takeLease(ctx.db, 'test', 60);
  const options = { senderId, limit: 20, now: ctx.now(), perDomain: 2 };
  await claimQueued(ctx.db, { ...options, after: start });
  const late = (
    seconds: number,
  ) => sql`update delivery set next_at = clock_timestamp() - make_interval(secs => ${seconds})
    where state = 'deferred' and subscriber_id <= 10`;
  await ctx.db.run(late(60));
  expect((await claimRetries(ctx.db, options)).rows).toEqual([]);
  await ctx.db.run(late(1));
  expect((await claimRetries(ctx.db, options)).rows).toHaveLength(9);
});

test('SMTP_RATE_PER_DOMAIN: a domain gets its messages one after the other, and others do not wait for it', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_RATE_PER_DOMAIN: '20' });
  await queueDigest(ctx, 100);
  await ctx.db
    .run(sql`update subscriber set email = 'r' || id || '@large.example', email_key = 'r' || id || '@large.example'
    where id <= 60`);
  const began = Date.now();
  run(ctx);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 100 }), soon);
  const large = relay.received
    .filter(({ to }) => to.endsWith('@large.example'))
    .map(({ at }) => at);
  // The first is immediate; the others are a twentieth of a second apart, with a tolerance of the
  // tenth of a second by which a claim may be early.
  expect((Math.max(...large) - began) / 1000).toBeGreaterThanOrEqual(59 / 20 - 0.15);
  const others = relay.received
    .filter(({ to }) => !to.endsWith('@large.example'))
    .map(({ at }) => at);
  expect(Math.max(...others)).toBeLessThan(Math.max(...large));
  expect(await ctx.db.prisma.delivery.count({ where: { attempts: 1 } })).toBe(100);
});

test('SMTP_CONNECTIONS_PER_DOMAIN: a slow domain does not take all connections', async () => {
  let slow = 0;
  let maximum = 0;
  const relay = await startRelay({
    onRcptTo: ({ address }, _session, done) => {
      if (!address.endsWith('@d1.example')) return done();
      slow += 1;
      maximum = Math.max(maximum, slow);
      setTimeout(() => {
        slow -= 1;
        done();
      }, 300);
    },
  });
  const env = { SMTP_URL: relay.url, SMTP_CONNECTIONS: '8', SMTP_CONNECTIONS_PER_DOMAIN: '2' };
  const { ctx } = await freshContext(env);
  await queueDigest(ctx, 100);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 100 }), soon);
  expect(maximum).toBe(2);
  expect(relay.received).toHaveLength(100);
  expect(await ctx.db.prisma.delivery.count({ where: { attempts: 1 } })).toBe(100);
});

test('a relay that replies 421 lowers the shared rate, which rises again when it stops', async () => {
  let asks = true;
  const relay = await startRelay({
    onMailFrom: (_address, _session, done) =>
      asks ? done(Object.assign(new Error('4.7.0 Too much mail'), { responseCode: 421 })) : done(),
  });
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 500);
  run(ctx);
  await vi.waitFor(async () => expect(await readShare(ctx.db)).toBeLessThan(1), soon);
  asks = false;
  await ctx.db.run(
    sql`update send_rate_limiter set share_changed_at = share_changed_at - interval '1 minute'`,
  );
  await vi.waitFor(async () => expect(await readShare(ctx.db)).toBeGreaterThan(0.5), soon);
});

test('the share halves at most once a second, not below a fifth, and rises by half after five quiet seconds', async () => {
  const { ctx } = await freshContext();
  const later = (seconds: number) =>
    ctx.db.run(
      sql`update send_rate_limiter set share_changed_at = share_changed_at - make_interval(secs => ${seconds})`,
    );
  expect(await Promise.all([lowerShare(ctx.db), lowerShare(ctx.db), lowerShare(ctx.db)])).toEqual([
    0.5, 0.5, 0.5,
  ]);
  await later(2);
  expect(await lowerShare(ctx.db)).toBe(0.25);
  await later(2);
  expect(await lowerShare(ctx.db)).toBe(0.2);
  expect(await raiseShare(ctx.db)).toBe(0.2);
  for (const share of [0.3, 0.45, 0.675, 1, 1]) {
    await later(6);
    expect(await raiseShare(ctx.db)).toBeCloseTo(share);
  }
});

/**
 * Starts the rate limiter alone. `looked` waits until it has evaluated all results noted so far.
 */
async function watchRateLimiter(env: Record<string, string> = {}) {
  const { ctx } = await freshContext(env);
  let looks = 0;
  const row: Context['db']['row'] = (schema, statement) => {
    if (statement.text.startsWith('select share from send_rate_limiter')) looks += 1;
    return ctx.db.row(schema, statement);
  };
  const rateLimiter = new RateLimiter({ ...ctx, db: { ...ctx.db, row } });
  onTestFinished(() => rateLimiter.stop());
  const looked = async () => {
    const before = looks;
    await vi.waitFor(() => expect(looks).toBeGreaterThan(before + 1), soon);
  };
  const note = (count: number, reply: string | null) => {
    const result: Result =
      reply === null
        ? { state: 'sent', reason: null, retryAfter: null }
        : { state: 'deferred', reason: 'refused', detail: reply, retryAfter: null };
    for (let n = 0; n < count; n += 1) rateLimiter.note(result);
  };
  return { ctx, rateLimiter, looked, note };
}

test('greylisting does not slow down the senders, nor do four rate replies or less than a tenth; more do', async () => {
  const { ctx, looked, note } = await watchRateLimiter();
  note(100, '451 4.7.1 Try again later');
  note(100, '450 4.2.0 Greylisted for 60 s');
  note(100, '451 Greylisting in action');
  note(4, '421 4.7.0 Too much mail');
  await looked();
  expect(await readShare(ctx.db)).toBe(1);
  note(9, '421 4.7.0 Too much mail');
  note(91, null);
  await looked();
  expect(await readShare(ctx.db)).toBe(1);
  note(11, '421 4.7.0 Too much mail');
  note(89, null);
  await looked();
  expect(await readShare(ctx.db)).toBe(0.5);
});

test('a slowed sender claims its share of its best second, a tenth of a second at a time', async () => {
  const { ctx, rateLimiter, looked, note } = await watchRateLimiter();
  note(1000, null);
  await looked();
  expect(await rateLimiter.take(10_000)).toBe(10_000);
  await lowerShare(ctx.db);
  await looked();
  const allowed = await rateLimiter.take(10_000);
  expect(allowed).toBeGreaterThan(0);
  expect(allowed).toBeLessThanOrEqual(50);
});

test('a slowed sender keeps the tokens that the daily limit did not grant', async () => {
  const { ctx, rateLimiter, looked, note } = await watchRateLimiter({ SMTP_RATE_PER_DAY: '1' });
  note(100, null);
  await looked();
  await lowerShare(ctx.db);
  await looked();
  expect(await rateLimiter.take(10)).toBe(1);
  await ctx.db.prisma.dailyQuotaBucket.updateMany({ data: { count: -10 } });
  expect(await rateLimiter.take(10)).toBeGreaterThanOrEqual(4);
});

test('a daily limit that is used up is asked once a second', async () => {
  const { ctx } = await freshContext({ SMTP_RATE_PER_DAY: '5' });
  let asked = 0;
  const sqlTransaction: Context['db']['sqlTransaction'] = (work) => {
    asked += 1;
    return ctx.db.sqlTransaction(work);
  };
  const rateLimiter = new RateLimiter({ ...ctx, db: { ...ctx.db, sqlTransaction } });
  onTestFinished(() => rateLimiter.stop());
  expect(await rateLimiter.take(10)).toBe(5);
  for (let n = 0; n < 10; n += 1) expect(await rateLimiter.take(10)).toBe(0);
  expect(asked).toBe(2);
  await ctx.db.prisma.dailyQuotaBucket.deleteMany();
  await vi.waitFor(async () => expect(await rateLimiter.take(10)).toBe(5), soon);
});

test('a row that was claimed and not sent does not count toward the daily limit', async () => {
  let slow = 3;
  const relay = await startRelay({
    onRcptTo: (_address, _session, done) => void setTimeout(done, slow-- > 0 ? 1200 : 0),
  });
  const { ctx } = await freshContext({
    SMTP_URL: relay.url,
    SMTP_CONNECTIONS: '1',
    SMTP_RATE_PER_DAY: '10',
  });
  await queueDigest(ctx, 30);
  run(ctx);
  await vi.waitFor(() => expect(relay.received).toHaveLength(10), soon);
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ queued: 20, sent: 10 }),
    soon,
  );
});
