import type { Context } from '../../context.ts';
import { lockInTransaction } from '../../db/advisory-lock.ts';
import type { DbClient } from '../../db/client.ts';
import type { Sql } from '../../db/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import type { Digest } from '../digest.ts';
import { lockSendable } from '../lock.ts';
import { historyOf, type PoolCache } from './history.ts';
import { writeSelections } from './selections.ts';
import { advanceSlot, insertSlots, isDense, isEverybody, openSlot } from './slots.ts';
import { type Queueing, queueStaged, readStaged, setPlanner, stageReaders } from './sql/queue.ts';
import { hasLateReaders, lateReaders, nextReaders } from './sql/slots.ts';

/**
 * Readers queued per statement. A pause, a cancel or an unsubscribe waits for at most one such
 * statement.
 */
const chunk = 20_000;

/**
 * Maximum milliseconds for a chunk, including the wait for a chunk of another process or digest.
 */
const chunkTimeout = 60_000;

/**
 * Inserts the slots of a digest that are due now.
 * @returns the digest, or undefined if nobody may be queued: after a retry, only its open
 *   deliveries are sent
 */
export function fireDueSlots(ctx: Context, id: number, now: Date): Promise<Digest | undefined> {
  return ctx.db.transaction(async (tx) => {
    const digest = await lockSendable(tx, id);
    if (digest === undefined || digest.retriedAt !== null) return undefined;
    await insertSlots(ctx.config, tx, digest, now);
    return digest;
  }, chunkTimeout);
}

/**
 * Queues the readers of a digest's fired slots in chunks. Sending starts after the first chunk. Any
 * number of processes may run this concurrently: see `lockQueueing`.
 * @param budget milliseconds after which the rest is left for the next tick
 */
export async function queueSlots(
  ctx: Context,
  digest: Digest,
  budget = Number.POSITIVE_INFINITY,
): Promise<void> {
  const startedAt = performance.now();
  if ((await openSlot(ctx.db, digest.id)) === null) return;
  const cache: PoolCache = new Map();
  while (performance.now() - startedAt < budget) {
    const mayHaveMore = await ctx.db.transaction(
      (tx) => queueChunk(ctx, tx, digest, cache),
      chunkTimeout,
    );
    if (!mayHaveMore) return;
  }
}

/**
 * Locks a digest whose readers may be queued. Two digests are queued one chunk at a time, so that
 * each takes into account which papers the other has shown to these readers.
 */
async function lockQueueing(tx: DbClient, { id }: Digest): Promise<Digest | undefined> {
  await lockInTransaction(tx, 'queue');
  return lockSendable(tx, id);
}

/** @returns whether there may be more readers to queue */
async function queueChunk(
  ctx: Context,
  tx: DbClient,
  unlocked: Digest,
  cache: PoolCache,
): Promise<boolean> {
  const digest = await lockQueueing(tx, unlocked);
  const slot = digest === undefined ? null : await openSlot(tx, digest.id);
  if (digest === undefined || slot === null) return false;
  const manual = isEverybody(slot);
  const readers = nextReaders(slot, manual, chunk);
  const how = { manual, byRange: isDense(slot) && digest.kind === 'daily', cache };
  const { count, last } = await queue(ctx, tx, digest, readers, how);
  await advanceSlot(tx, digest.id, slot, { last, done: count < chunk }, ctx.now());
  return true;
}

/**
 * Queues these readers with their lists.
 * @returns the number of readers processed and the last id
 */
async function queue(
  ctx: Context,
  tx: DbClient,
  digest: Digest,
  readers: Sql,
  { cache, ...how }: Pick<Queueing, 'manual' | 'byRange'> & { cache: PoolCache },
): Promise<{ count: number; last: number | null }> {
  const { DIGEST_TIMEZONE: zone, DIGEST_EXPIRES: expires } = ctx.config;
  const history = await historyOf(tx, digest, cache);
  const queueing = {
    digest,
    earlier: history.earlier,
    zone,
    expiresSeconds: expires / 1000,
    ...how,
  };
  await setPlanner(tx, queueing);
  await stageReaders(tx, queueing, readers);
  const { count, last, missing } = await readStaged(tx);
  if (missing.length > 0) await writeSelections(tx, digest, history, missing);
  if ((await queueStaged(tx, queueing)) > 0) {
    if (digest.status === 'ready')
      await tx.prisma.digest.update({ where: { id: digest.id }, data: { status: 'sending' } });
    await wakeSenders(tx);
  }
  return { count, last };
}

/**
 * Queues readers who chose a slot after it was queued. A change of hour or time zone sets a new due
 * time that is not in the past.
 */
export async function queueLateReaders(ctx: Context, digest: Digest): Promise<void> {
  const { DIGEST_TIMEZONE: zone } = ctx.config;
  if (digest.sendAt !== null || !(await hasLateReaders(ctx.db, digest, zone))) return;
  await ctx.db.transaction(async (tx) => {
    const locked = await lockQueueing(tx, digest);
    if (locked === undefined) return;
    await queue(ctx, tx, locked, lateReaders(locked), {
      manual: false,
      byRange: false,
      cache: new Map(),
    });
  }, chunkTimeout);
}
