import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import { dayBefore, isThrottled } from '../signup/confirmation-throttle.ts';
import { isSubscribed } from '../subscriber.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { readToken } from '../tokens.ts';

/** Sends a new link to export and erase. Throttled; after unsubscribing, one a day. */
export async function requestManageLink(ctx: Context, subscriberId: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [subscriberId] }));
    const found = await tx.prisma.subscriber.findUnique({
      where: { id: subscriberId },
      select: { status: true },
    });
    if (found === null) return;
    const now = await databaseNow(tx);
    const requests = await tx.prisma.transactionalEmail.findMany({
      where: { subscriberId, kind: 'manage', createdAt: { gt: dayBefore(now) } },
      select: { createdAt: true },
    });
    if (isSubscribed(found.status) ? !isThrottled(requests, now) : requests.length === 0)
      await enqueueTransactionalEmail(tx, { kind: 'manage', subscriberId, hours: 24 });
  });
}

/** Returns the subscriber that such a link belongs to. A link lives one day. */
export async function readManageToken(
  ctx: Context,
  token: string,
): Promise<'unknown' | 'gone' | { subscriberId: number }> {
  const id = readToken(ctx.keys, 'manage', token);
  if (id === undefined) return 'unknown';
  const oldest = dayBefore(await databaseNow(ctx.db));
  const mail = await ctx.db.prisma.transactionalEmail.findUnique({
    where: { id, kind: 'manage', createdAt: { gt: oldest } },
  });
  return mail === null || mail.subscriberId === null ? 'gone' : { subscriberId: mail.subscriberId };
}
