import type { Context } from '../../context.ts';
import { dayMs, dayOf } from '../../lib/dates.ts';
import { alertOperator } from '../../outbox/alert.ts';
import type { Digest } from '../digest.ts';

/**
 * Minutes after its scheduled time in which an operator can review and send a draft before an alert
 * is sent.
 */
const graceMinutes = 15;

/**
 * Whether the scheduled time of a draft has passed. Nobody receives it until an operator sends it.
 */
export function isOverdue(
  { status, startsAt }: Pick<Digest, 'status' | 'startsAt'>,
  now: Date,
): boolean {
  return status === 'draft' && startsAt <= now;
}

/**
 * Alerts the operator to each overdue draft of the last day, once each time the digest becomes a
 * draft.
 */
export async function alertOverdueDrafts(ctx: Context): Promise<void> {
  const now = ctx.now();
  const overdueSince = new Date(now.getTime() - graceMinutes * 60_000);
  await ctx.db.transaction(async (tx) => {
    const { fields } = tx.prisma.digest;
    const overdue = await tx.prisma.digest.updateManyAndReturn({
      where: {
        status: 'draft',
        startsAt: { gt: new Date(now.getTime() - dayMs), lte: overdueSince },
        draftedAt: { lte: overdueSince },
        // Alerts are sent minutes after a draft is made. An alert with the same time as this draft
        // belongs to the previous one.
        OR: [{ overdueAlertAt: null }, { overdueAlertAt: { lte: fields.draftedAt } }],
      },
      data: { overdueAlertAt: now },
      select: { kind: true, date: true },
    });
    for (const { kind, date } of overdue) {
      await alertOperator(ctx.config, tx, { event: 'draft-overdue', kind, date: dayOf(date) });
    }
  });
}
