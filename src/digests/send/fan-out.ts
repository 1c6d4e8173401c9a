import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Sql } from '../../db/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import type { Digest } from '../digest.ts';
import { lockSendable } from '../lock.ts';
import { type History, historyOf } from './history.ts';
import { writeSelections } from './selections.ts';
import { advanceSlot, fireSlots, isDense, isEverybody, openSlot } from './slots.ts';
import { type Queueing, queueStaged, readStaged, setPlanner, stageReaders } from './sql/queue.ts';
import { hasLateReaders, lateReaders, nextReaders } from './sql/slots.ts';

/**
 * Readers queued per statement. A pause, a cancel or an unsubscribe waits for at most one such
 * statement.
 */
const chunk = 20_000;

/** Maximum milliseconds for a chunk, including the wait for the chunk of another process. */
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
    await fireSlots(ctx.config, tx, digest, now);
    return digest;
  }, chunkTimeout);
}

/**
 * Queues the readers of a digest's fired slots in chunks. Sending starts after the first chunk. Any
 * number of processes may run this concurrently: the digest's row is locked while a chunk is
 * queued.
 * @param budget milliseconds after which the rest is left for the next tick
 */
export async function queueSlots(
  ctx: Context,
  digest: Digest,
  budget = Number.POSITIVE_INFINITY,
): Promise<void> {
  const startedAt = performance.now();
  if ((await openSlot(ctx.db, digest.id)) === null) return;
  const history = await historyOf(ctx.db, digest);
  while (performance.now() - startedAt < budget) {
    if (!(await ctx.db.transaction((tx) => queueChunk(ctx, tx, digest.id, history), chunkTimeout)))
      return;
  }
}

/** @returns whether there may be more readers to queue */
async function queueChunk(
  ctx: Context,
  tx: DbClient,
  digestId: number,
  history: History,
): Promise<boolean> {
  const digest = await lockSendable(tx, digestId);
  const slot = digest === undefined ? null : await openSlot(tx, digestId);
  if (digest === undefined || slot === null) return false;
  const manual = isEverybody(slot);
  const readers = nextReaders(slot, manual, chunk);
  const how = { manual, byRange: isDense(slot) };
  const { count, last } = await queue(ctx, tx, digest, history, readers, how);
  await advanceSlot(tx, digestId, slot, { last, done: count < chunk }, ctx.now());
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
  history: History,
  readers: Sql,
  how: Pick<Queueing, 'manual' | 'byRange'>,
): Promise<{ count: number; last: number | null }> {
  const { DIGEST_TIMEZONE: zone, DIGEST_EXPIRES: expires } = ctx.config;
  const { earlier } = history;
  const queueing = { digest, earlier, zone, expiresSeconds: expires / 1000, ...how };
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
  const history = await historyOf(ctx.db, digest);
  await ctx.db.transaction(async (tx) => {
    const locked = await lockSendable(tx, digest.id);
    if (locked === undefined) return;
    const how = { manual: false, byRange: false };
    await queue(ctx, tx, locked, history, lateReaders(locked), how);
  }, chunkTimeout);
}
