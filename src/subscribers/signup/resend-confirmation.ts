import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import { suppressionOf } from '../../suppressions/suppressions.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { isConfirmationDue, takeMailboxTurn } from './confirmation-throttle.ts';

/**
 * Sends a pending subscriber the confirmation message again, with the preferences of the subscribe
 * request.
 * @returns false if it is too soon, the subscriber is not pending, or the address is suppressed
 */
export function resendConfirmation(ctx: Context, id: number): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [id] }));
    const now = await databaseNow(tx);
    const found = await tx.prisma.subscriber.findUnique({
      where: { id, status: 'pending' },
      include: { confirmations: { orderBy: { id: 'desc' }, take: 1 } },
    });
    if (found === null || !(await isConfirmationDue(ctx, tx, found.emailKey, now))) return false;
    if ((await suppressionOf(tx, ctx.keys, found.emailKey, now)) !== null) return false;
    const sendAt = await takeMailboxTurn(ctx, tx, { subscriberId: id, emailKey: found.emailKey });
    if (sendAt === undefined) return false;
    await tx.prisma.subscriber.update({ where: { id }, data: { confirmationQueuedAt: now } });
    const [last] = found.confirmations;
    const { id: confirmationId } = await tx.prisma.confirmation.create({
      data: {
        subscriberId: id,
        preferences: last?.preferences ?? {},
        page: last?.page ?? null,
        sendAt,
      },
    });
    await enqueueTransactionalEmail(tx, {
      kind: 'confirmation',
      subscriberId: id,
      data: { confirmationId },
      hours: 24,
      sendAt,
    });
    return true;
  });
}
