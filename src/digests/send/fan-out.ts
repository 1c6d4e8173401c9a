import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Sql } from '../../db/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import type { Digest } from '../digest.ts';
import { lockDigestById } from '../lock.ts';
import { writeSelections } from './selections.ts';
import { advanceSlot, isEverybody, openSlot } from './slots.ts';
import { lateReaders, nextReaders, queueReaders } from './sql.ts';

/**
 * Readers queued in one statement: an unsubscribe never waits longer than such a statement takes, nor this process's web
 * pages longer than it takes to make the lists of so many (45 ms where each reader has one of their own).
 */
const chunk = 5_000;

/** Milliseconds that a chunk may take, with the wait for the chunk of another process. */
const chunkTimeout = 60_000;

/**
 * Queues the readers of a digest's fired slots, chunk by chunk; senders start after the first.
 * Any number of processes may do it at once: the digest's row is locked while a chunk is queued.
 * @param budget milliseconds after which the rest is left for the next tick
 */
export async function queueSlots(ctx: Context, digestId: number, budget = Number.POSITIVE_INFINITY): Promise<void> {
  const startedAt = performance.now();
  while (performance.now() - startedAt < budget) {
    if (!(await ctx.db.transaction((tx) => queueChunk(ctx, tx, digestId), chunkTimeout))) return;
  }
}

/** @returns whether there may be more to queue */
async function queueChunk(ctx: Context, tx: DbClient, digestId: number): Promise<boolean> {
  const digest = await lockSendable(tx, digestId);
  const slot = digest === undefined ? null : await openSlot(tx, digestId);
  if (digest === undefined || slot === null) return false;
  const manual = isEverybody(slot);
  const { last } = await queue(ctx, tx, digest, nextReaders(slot, manual, chunk), manual);
  await advanceSlot(tx, digestId, slot, last, ctx.now());
  return true;
}

/** A digest that may be queued, locked: a pause or a cancel waits for this chunk, or this chunk sees it. */
async function lockSendable(tx: DbClient, digestId: number): Promise<Digest | undefined> {
  const digest = await lockDigestById(tx, digestId);
  return digest?.status === 'ready' || digest?.status === 'sending' ? digest : undefined;
}

/** Queues these readers with their lists. @returns how many, and the last id looked at */
async function queue(ctx: Context, tx: DbClient, { id, kind }: Digest, readers: Sql, manual: boolean) {
  await writeSelections(tx, id, readers);
  const { DIGEST_TIMEZONE: zone, DIGEST_EXPIRES: expires } = ctx.config;
  const queued = await queueReaders(tx, { digestId: id, kind, zone, expiresSeconds: expires / 1000, manual }, readers);
  if (queued.count > 0) {
    await tx.prisma.digest.updateMany({ where: { id, status: 'ready' }, data: { status: 'sending' } });
    await wakeSenders(tx);
  }
  return queued;
}

/** Queues readers whose slot was queued before they chose it: a change of hour or zone makes a new due time, never before now. */
export async function queueLateReaders(ctx: Context, { id, sendAt }: Digest): Promise<void> {
  if (sendAt !== null) return;
  await ctx.db.transaction(async (tx) => {
    const digest = await lockSendable(tx, id);
    if (digest !== undefined) await queue(ctx, tx, digest, lateReaders(digest), false);
  }, chunkTimeout);
}
