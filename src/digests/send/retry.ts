import type { Context } from '../../context.ts';
import type { Day } from '../../lib/dates.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { queueFailed } from '../../outbox/sql/retry.ts';
import type { DigestKind } from '../digest.ts';
import { lockDigest } from '../lock.ts';
import { conflict } from './states.ts';

/** Milliseconds that queueing a million deliveries again may take. */
const retryTimeout = 5 * 60_000;

/**
 * Sends the failed deliveries of a digest again where it was not the address's fault. A digest that
 * was sent is being sent again until they are; nobody else is queued. Pressed twice it queues
 * nobody twice.
 */
export function retryFailed(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.transaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status !== 'sending' && status !== 'paused' && status !== 'sent')
      throw conflict(
        date,
        status,
        'Only a digest that is being sent, paused or sent can be retried',
      );
    const expiresAt = new Date(ctx.now().getTime() + ctx.config.DIGEST_EXPIRES);
    if ((await queueFailed(tx, id, expiresAt)) === 0) return;
    if (status === 'sent')
      await tx.prisma.digest.update({
        where: { id },
        data: {
          status: 'sending',
          sentAt: null,
          retriedAt: ctx.now(),
          finalCounts: Prisma.DbNull,
        },
      });
    await wakeSenders(tx);
  }, retryTimeout);
}
