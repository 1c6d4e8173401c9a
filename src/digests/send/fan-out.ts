import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Sql } from '../../db/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import type { Digest } from '../digest.ts';
import { lockDigestById } from '../lock.ts';
import { type History, historyOf } from './history.ts';
import { writeSelections } from './selections.ts';
import { advanceSlot, isEverybody, openSlot } from './slots.ts';
import { queueStaged, readStaged, stageReaders, withoutJit } from './sql/queue.ts';
import { hasLateReaders, lateReaders, nextReaders } from './sql/slots.ts';

/**
 * Readers queued in one statement: a pause, a cancel and an unsubscribe never wait longer than such
 * a statement takes.
 */
const chunk = 20_000;

/** Milliseconds that a chunk may take, with the wait for the chunk of another process. */
const chunkTimeout = 60_000;

/**
 * Queues the readers of a digest's fired slots, chunk by chunk; senders start after the first.
 * Any number of processes may do it at once: the digest's row is locked while a chunk is queued.
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

/** @returns whether there may be more to queue */
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
  const { count, last } = await queue(ctx, tx, digest, history, readers, manual);
  await advanceSlot(tx, digestId, slot, { last, done: count < chunk }, ctx.now());
  return true;
}

/**
 * A digest that may be queued, locked: a pause or a cancel waits for this chunk, or this chunk sees
 * it.
 */
async function lockSendable(tx: DbClient, digestId: number): Promise<Digest | undefined> {
  const digest = await lockDigestById(tx, digestId);
  return digest?.status === 'ready' || digest?.status === 'sending' ? digest : undefined;
}

/** Queues these readers with their lists. @returns how many were looked at, and the last id */
async function queue(
  ctx: Context,
  tx: DbClient,
  digest: Digest,
  history: History,
  readers: Sql,
  manual: boolean,
): Promise<{ count: number; last: number | null }> {
  const { DIGEST_TIMEZONE: zone, DIGEST_EXPIRES: expires } = ctx.config;
  const { earlier } = history;
  const queueing = { digest, earlier, zone, expiresSeconds: expires / 1000, manual };
  await withoutJit(tx);
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
 * Queues readers whose slot was queued before they chose it: a change of hour or zone makes a new
 * due time, never before now.
 */
export async function queueLateReaders(ctx: Context, digest: Digest): Promise<void> {
  if (digest.sendAt !== null || !(await hasLateReaders(ctx.db, digest))) return;
  const history = await historyOf(ctx.db, digest);
  await ctx.db.transaction(async (tx) => {
    const locked = await lockSendable(tx, digest.id);
    if (locked !== undefined) await queue(ctx, tx, locked, history, lateReaders(locked), false);
  }, chunkTimeout);
}
