import type { Context } from '../../context.ts';
import type { Day } from '../../lib/dates.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { queueFailed } from '../../outbox/sql/retry.ts';
import type { DigestKind } from '../digest.ts';
import { lockDigest } from '../lock.ts';
import { conflict } from './states.ts';

/** Maximum milliseconds for queueing a million deliveries again. */
const retryTimeout = 5 * 60_000;

/**
 * Queues the failed deliveries of a digest again, except those whose address is at fault. The
 * digest's status returns from `sent` to `sending` until they are sent. Nobody else is queued.
 * Running it twice queues nobody twice. Papers of it that a later personal list showed in the
 * meantime are sent again.
 */
export function retryFailed(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.transaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status !== 'sending' && status !== 'paused' && status !== 'sent')
      throw conflict(
        date,
        status,
        'Only a paused or sent digest, or one being sent, can be retried',
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
