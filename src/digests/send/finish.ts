import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Digest } from '../digest.ts';
import { lockSendable } from '../lock.ts';
import { countDeliveries } from '../progress.ts';

/**
 * A day has at most 25 hours. After that, every hour has occurred in every time zone since the
 * digest was first due.
 */
const everyHour = 25 * 3_600_000;

/** Maximum milliseconds for counting the deliveries of a million readers. */
const finishTimeout = 60_000;

/**
 * Marks a digest as `sent` if its last due time has passed, every slot is queued and no delivery is
 * open.
 * @param now the time for which the slots were fired: one that is due later has no row yet
 */
export function finish(ctx: Context, id: number, now: Date): Promise<void> {
  return ctx.db.transaction(async (tx) => {
    const digest = await lockSendable(tx, id);
    if (digest === undefined || lastDue(digest) > now || (await isOpen(tx, id))) return;
    await tx.prisma.selectionKey.deleteMany({ where: { digestId: id } });
    await tx.prisma.digest.update({
      where: { id },
      data: { status: 'sent', sentAt: ctx.now(), finalCounts: await countDeliveries(tx, id) },
    });
  }, finishTimeout);
}

function lastDue({ sendAt, startsAt, readyAt }: Digest): Date {
  return sendAt ?? new Date(Math.max(startsAt.getTime(), readyAt?.getTime() ?? 0) + everyHour);
}

async function isOpen({ prisma }: DbClient, digestId: number): Promise<boolean> {
  const slot = await prisma.slot.findFirst({ where: { digestId, doneAt: null } });
  if (slot !== null) return true;
  const delivery = await prisma.delivery.findFirst({
    select: { subscriberId: true },
    where: {
      digestId,
      OR: [
        { state: { in: ['queued', 'sending', 'deferred'] } },
        { state: 'uncertain', nextAt: { not: null } },
      ],
    },
  });
  return delivery !== null;
}
