import type { Context } from '../../context.ts';
import { dayOf } from '../../lib/dates.ts';
import { alertOperator } from '../../outbox/alert.ts';
import type { Digest } from '../digest.ts';

/**
 * Minutes after its time in which an operator may still look at a draft and send it before the
 * alert.
 */
const graceMinutes = 15;

/** Whether a draft's time has passed: nobody gets it until an operator sends it. */
export function isOverdue(
  { status, startsAt }: Pick<Digest, 'status' | 'startsAt'>,
  now: Date,
): boolean {
  return status === 'draft' && startsAt <= now;
}

/**
 * Alerts the operator of each such draft of the last day, once each time that it becomes a draft.
 */
export async function alertOverdueDrafts(ctx: Context): Promise<void> {
  const now = ctx.now();
  const overdueSince = new Date(now.getTime() - graceMinutes * 60_000);
  await ctx.db.transaction(async (tx) => {
    const { fields } = tx.prisma.digest;
    const overdue = await tx.prisma.digest.updateManyAndReturn({
      where: {
        status: 'draft',
        startsAt: { gt: new Date(now.getTime() - 86_400_000), lte: overdueSince },
        draftedAt: { lte: overdueSince },
        // An alert comes minutes after its draft: one of the same time belongs to the draft before.
        OR: [{ overdueAlertAt: null }, { overdueAlertAt: { lte: fields.draftedAt } }],
      },
      data: { overdueAlertAt: now },
      select: { kind: true, date: true },
    });
    for (const { kind, date } of overdue) {
      await alertOperator(ctx.config, tx, { event: 'digest-waits', kind, date: dayOf(date) });
    }
  });
}
