import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Day } from '../../lib/dates.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { cancelDeliveries } from '../../outbox/cancel.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import type { DigestKind } from '../digest.ts';
import { lockDigest, lockKind } from '../lock.ts';
import { reasonColumns } from '../reason.ts';

/**
 * Maximum milliseconds for a state change. It waits for a chunk of readers, and may cancel a
 * million deliveries.
 */
const stateTimeout = 10 * 60_000;

/** Freezes a draft: its status becomes `ready`. */
export async function freeze(ctx: Context, { prisma }: DbClient, id: number): Promise<void> {
  await prisma.digest.updateMany({
    where: { id, status: 'draft' },
    data: { status: 'ready', readyAt: ctx.now() },
  });
}

/**
 * Returns a ready digest with no queued readers to `draft`.
 * @throws Problem 409
 */
export function returnToDraft(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.transaction(async (tx) => {
    await lockKind(tx, kind);
    const { id, status } = await lockDigest(tx, kind, date);
    const queued = await tx.prisma.delivery.findFirst({ where: { digestId: id } });
    if (status !== 'ready' || queued !== null)
      throw conflict(
        date,
        status,
        'Only a ready digest without queued readers can be returned to draft',
      );
    await tx.prisma.digest.update({
      where: { id },
      data: {
        status: 'draft',
        readyAt: null,
        sendAt: null,
        draftedAt: ctx.now(),
        slots: { deleteMany: {} },
      },
    });
  }, stateTimeout);
}

/** Stops fan-out and claims. Takes effect within one second, the maximum age of a claim. */
export function pauseDigest(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.transaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'paused') return;
    if (status !== 'ready' && status !== 'sending')
      throw conflict(date, status, 'Only a ready digest, or one being sent, can be paused');
    const reason = reasonColumns({ code: 'paused-by-operator' });
    await tx.prisma.digest.update({
      where: { id },
      data: { status: 'paused', ...reason },
    });
  }, stateTimeout);
}

/** Continues where the digest was paused. The next tick also queues the slots that were missed. */
export function resumeDigest(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.transaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'ready' || status === 'sending') return;
    if (status !== 'paused') throw conflict(date, status, 'Only a paused digest can be resumed');
    const queued = await tx.prisma.delivery.findFirst({ where: { digestId: id } });
    await tx.prisma.digest.update({
      where: { id },
      data: {
        status: queued === null ? 'ready' : 'sending',
        reason: null,
        reasonParams: {},
      },
    });
    await wakeSenders(tx);
  }, stateTimeout);
}

/**
 * Cancels permanently. Queued and deferred deliveries become `skipped (cancelled)`. Deliveries
 * being sent are completed.
 */
export function cancelDigest(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.transaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'cancelled') return;
    if (status === 'sent' || status === 'skipped')
      throw conflict(date, status, 'There is nothing left to cancel');
    const reason = reasonColumns({ code: 'cancelled-by-operator' });
    await tx.prisma.digest.update({ where: { id }, data: { status: 'cancelled', ...reason } });
    await tx.prisma.selectionKey.deleteMany({ where: { digestId: id } });
    await cancelDeliveries(tx, id);
  }, stateTimeout);
}

export function conflict(date: Day, status: string, rule: string): Problem {
  return new Problem(
    409,
    'Not possible now',
    `The digest for ${date} has the status ${status}. ${rule}.`,
  );
}
