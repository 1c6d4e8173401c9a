import { connect as dial, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { connect } from '../../src/db/client.ts';
import { sql } from '../../src/db/sql.ts';
import type { Context } from '../../src/context.ts';
import { Heartbeat } from '../../src/delivery/heartbeat.ts';
import { claimQueued, start } from '../../src/outbox/sql/claim.ts';
import { claimTransactional } from '../../src/outbox/sql/claim-transactional.ts';
import { enqueueTransactionalEmail } from '../../src/outbox/enqueue.ts';
import { endLease, reap, renewLease, takeLease } from '../../src/outbox/sql/lease.ts';
import type { ClaimedRow } from '../../src/outbox/claimed-row.ts';
import type { Result } from '../../src/outbox/result.ts';
import { record } from '../../src/outbox/sql/record.ts';
import { addressActions } from '../../src/subscribers/suppression.ts';
import { freshContext } from '../support/context.ts';
import { deliveryStates, queueDigest } from '../support/outbox.ts';

const soon = { timeout: 60_000, interval: 20 };

const sent: Result = { state: 'sent', reason: null, retryAfter: null, fault: null };

async function claimAs(ctx: Context, senderId: number): Promise<ClaimedRow[]> {
  return (
    await claimQueued(ctx.db, { senderId, limit: 10, now: ctx.now(), perDomain: 0, after: start })
  ).rows;
}

const expire = (ctx: Context, senderId: number) =>
  ctx.db.run(
    sql`update sender set lease_until = clock_timestamp() - interval '1 second' where id = ${senderId}`,
  );

test('the rows of an expired lease are released; those of a renewed lease stay', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 2);
  const alive = await takeLease(ctx.db, 'alive', 60);
  await claimAs(ctx, alive);
  expect(await renewLease(ctx.db, alive, 60)).toBe(true);
  expect(await reap(ctx.db, 0)).toBe(0);
  await expire(ctx, alive);
  expect(await renewLease(ctx.db, alive, 60)).toBe(false);
  expect(await reap(ctx.db, 0)).toBe(2);
  expect(await deliveryStates(ctx)).toEqual({ queued: 2 });
});

test('a late result is written unless the row was claimed again, and changes nothing after that', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 2);
  const first = await takeLease(ctx.db, 'first', 60);
  const [one, two] = await claimAs(ctx, first);
  if (one === undefined || two === undefined) throw new Error('no rows were claimed');
  await expire(ctx, first);
  await reap(ctx.db, 0);
  await record(ctx.db, [{ row: one, result: sent }], ctx.now(), addressActions);
  expect(await deliveryStates(ctx)).toEqual({ queued: 1, sent: 1 });
  const [again] = await claimAs(ctx, await takeLease(ctx.db, 'second', 60));
  expect(again).toMatchObject({
    subscriberId: two.subscriberId,
    fencingToken: two.fencingToken + 1,
  });
  await record(ctx.db, [{ row: two, result: sent }], ctx.now(), addressActions);
  expect(await deliveryStates(ctx)).toEqual({ sending: 1, sent: 1 });
});

test('the same holds for a transactional email', async () => {
  const { ctx } = await freshContext();
  for (const address of ['ada@reader.example', 'bea@reader.example'])
    await enqueueTransactionalEmail(ctx.db, { kind: 'alert', address, hours: 1 });
  const first = await takeLease(ctx.db, 'first', 60);
  const { rows } = await claimTransactional(ctx.db, { senderId: first, limit: 10 });
  const [one, two] = rows;
  if (one === undefined || two === undefined) throw new Error('no rows were claimed');
  await expire(ctx, first);
  await reap(ctx.db, 0);
  await record(ctx.db, [{ row: one, result: sent }], ctx.now(), addressActions);
  const second = await takeLease(ctx.db, 'second', 60);
  const [again] = (await claimTransactional(ctx.db, { senderId: second, limit: 10 })).rows;
  expect(again).toMatchObject({
    transactionalEmailId: two.transactionalEmailId,
    fencingToken: two.fencingToken + 1,
  });
  await record(ctx.db, [{ row: two, result: sent }], ctx.now(), addressActions);
  const mails = await ctx.db.prisma.transactionalEmail.findMany({ orderBy: { id: 'asc' } });
  expect(mails.map(({ id, state }) => [id, state])).toEqual([
    [one.transactionalEmailId, 'sent'],
    [two.transactionalEmailId, 'sending'],
  ]);
});

test('a result that is written again because the response was lost counts one attempt', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 1);
  const [row] = await claimAs(ctx, await takeLease(ctx.db, 'test', 60));
  if (row === undefined) throw new Error('no row was claimed');
  const later: Result = { state: 'deferred', reason: 'refused', retryAfter: 60, fault: 'later' };
  for (let n = 0; n < 2; n += 1)
    await record(ctx.db, [{ row, result: later }], ctx.now(), addressActions);
  expect(await ctx.db.prisma.delivery.findFirst()).toMatchObject({
    state: 'deferred',
    attempts: 1,
  });
});

test('nothing is reaped within one lease after Postgres started', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 1);
  const gone = await takeLease(ctx.db, 'gone', 60);
  await claimAs(ctx, gone);
  await expire(ctx, gone);
  expect(await reap(ctx.db, 100_000_000)).toBe(0);
  expect(await reap(ctx.db, 0)).toBe(1);
});

test('a sender that stops releases its own rows immediately and reaps no other sender', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 2);
  const other = await takeLease(ctx.db, 'other', 60);
  const { rows } = await claimQueued(ctx.db, {
    senderId: other,
    limit: 1,
    now: ctx.now(),
    perDomain: 0,
    after: start,
  });
  expect(rows).toHaveLength(1);
  await expire(ctx, other);
  const leaving = await takeLease(ctx.db, 'leaving', 60);
  await claimAs(ctx, leaving);
  await endLease(ctx.db, leaving);
  expect(await deliveryStates(ctx)).toEqual({ queued: 1, sending: 1 });
});

test('released, deferred and queued rows of a cancelled digest are cancelled; sent rows stay sent', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 4);
  const sender = await takeLease(ctx.db, 'test', 60);
  const { rows } = await claimQueued(ctx.db, {
    senderId: sender,
    limit: 3,
    now: ctx.now(),
    perDomain: 0,
    after: start,
  });
  const [one, two] = rows;
  if (one === undefined || two === undefined) throw new Error('no rows were claimed');
  await ctx.db.run(sql`update digest set status = 'cancelled'`);
  const later: Result = {
    state: 'deferred',
    reason: 'refused',
    detail: '451 Later',
    retryAfter: 60,
    fault: 'later',
  };
  await record(
    ctx.db,
    [
      { row: one, result: sent },
      { row: two, result: later },
    ],
    ctx.now(),
    addressActions,
  );
  await endLease(ctx.db, sender);
  expect(await deliveryStates(ctx)).toEqual({ queued: 1, sent: 1, skipped: 2 });
  const heartbeat = new Heartbeat(ctx, 1);
  onTestFinished(() => heartbeat.stop());
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ sent: 1, skipped: 3 }),
    soon,
  );
  expect(await ctx.db.prisma.delivery.count({ where: { reason: 'cancelled' } })).toBe(3);
});

test('no retry is scheduled after a row expires; the row is closed as expired', async () => {
  const { ctx } = await freshContext();
  await queueDigest(ctx, 1);
  await ctx.db.run(
    sql`update delivery set expires_at = ${ctx.now()}::timestamptz + interval '10 minutes'`,
  );
  const rows = await claimAs(ctx, await takeLease(ctx.db, 'test', 60));
  const later: Result = {
    state: 'deferred',
    reason: 'refused',
    detail: '451 Later',
    retryAfter: 3600,
    fault: 'later',
  };
  await record(
    ctx.db,
    rows.map((row) => ({ row, result: later })),
    ctx.now(),
    addressActions,
  );
  // The column rounds to a millisecond, so this query may run before the stored time.
  const inTime = sql`select from delivery where next_at between clock_timestamp() + interval '8 minutes' and clock_timestamp() + interval '601 seconds'`;
  expect(await ctx.db.run(inTime)).toBe(1);
});

/** A proxy between a program and Postgres that can drop its connections. */
async function startProxy(url: string) {
  const target = new URL(url);
  const { port, hostname } = target;
  const sockets = new Set<Socket>();
  let cut = false;
  const server = createServer((near) => {
    if (cut) {
      near.destroy();
      return;
    }
    const far = dial(Number(port), hostname);
    for (const [socket, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  target.port = String((server.address() as { port: number }).port);
  return {
    url: target.href,
    cut: () => {
      cut = true;
      for (const socket of sockets) socket.destroy();
    },
    repair: () => void (cut = false),
  };
}

test('a sender renews its lease long before it ends', async () => {
  const { ctx } = await freshContext();
  let renewals = 0;
  const run: Context['db']['run'] = (statement) => {
    if (statement.text.startsWith('update sender set lease_until = clock_timestamp()'))
      renewals += 1;
    return ctx.db.run(statement);
  };
  const heartbeat = new Heartbeat({ ...ctx, db: { ...ctx.db, run } }, 4);
  onTestFinished(() => heartbeat.stop());
  await vi.waitFor(() => expect(heartbeat.senderId()).toBeDefined(), soon);
  const first = heartbeat.senderId();
  // Five leases are the maximum, two are enough.
  await vi.waitFor(() => expect(renewals).toBe(8), soon);
  expect([heartbeat.senderId(), await ctx.db.prisma.sender.count()]).toEqual([first, 1]);
});

test('a renewal whose response arrives after the end of the lease does not revive it', async () => {
  const lease = 1;
  const { ctx } = await freshContext();
  const heartbeat = new Heartbeat(ctx, lease);
  onTestFinished(() => heartbeat.stop());
  await vi.waitFor(() => expect(heartbeat.senderId()).toBeDefined(), soon);
  const first = heartbeat.senderId();
  // The renewal reads the clock before it waits for this lock.
  await ctx.db.sqlTransaction(async (tx) => {
    await tx.run(sql`select from sender for update`);
    const waiting = sql`select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`;
    await vi.waitFor(async () => expect(await ctx.db.run(waiting)).toBe(1), soon);
    await tx.run(sql`select pg_sleep(${lease})`);
  });
  await vi.waitFor(() => expect(heartbeat.senderId()).toBeDefined(), soon);
  expect(heartbeat.senderId()).not.toBe(first);
});

test('nothing is reaped within one lease after the connection to Postgres was lost, even if Postgres kept running', async () => {
  const lease = 2;
  const { ctx, url } = await freshContext();
  await queueDigest(ctx, 1);
  const proxy = await startProxy(url);
  const db = connect(proxy.url, 3);
  onTestFinished(() => db.close());
  const heartbeat = new Heartbeat({ ...ctx, db }, lease);
  onTestFinished(() => heartbeat.stop());
  await vi.waitFor(() => expect(heartbeat.senderId()).toBeDefined(), soon);
  // Longer than the first lease, during which a sender reaps no other.
  const dead = await takeLease(ctx.db, 'long dead', -1);
  await vi.waitFor(async () => {
    expect(await ctx.db.run(sql`select from sender where id = ${dead}`)).toBe(0);
  }, soon);
  proxy.cut();
  await vi.waitFor(() => expect(heartbeat.senderId()).toBeUndefined(), soon);
  const other = await takeLease(ctx.db, 'other', -1);
  await claimAs(ctx, other);
  const repairedAt = performance.now();
  proxy.repair();
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ queued: 1 }), soon);
  expect(performance.now() - repairedAt).toBeGreaterThan(lease * 1000);
});
