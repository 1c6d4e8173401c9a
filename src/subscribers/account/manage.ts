import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import { throttledSince } from '../signup/confirmation-throttle.ts';
import { isSubscribed } from '../subscriber.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { readToken } from '../tokens.ts';

/** Lifetime of a link to export and erase, in milliseconds. */
const lifetime = 86_400_000;

/**
 * Sends a new link to export and erase. Throttled, because anyone who is forwarded a digest can use
 * its links to request one: after unsubscribing, one a day.
 */
export async function requestManageLink(ctx: Context, subscriberId: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [subscriberId] }));
    const found = await tx.prisma.subscriber.findUnique({
      where: { id: subscriberId },
      select: { status: true },
    });
    if (found === null) return;
    const now = await databaseNow(tx);
    const recent = await tx.prisma.transactionalEmail.findFirst({
      where: {
        subscriberId,
        kind: 'manage',
        createdAt: {
          gt: isSubscribed(found.status) ? throttledSince(now) : new Date(now.getTime() - lifetime),
        },
      },
    });
    if (recent === null)
      await enqueueTransactionalEmail(tx, { kind: 'manage', subscriberId, hours: 24 });
  });
}

/** Returns the subscriber that such a link belongs to. */
export async function readManageToken(
  ctx: Context,
  token: string,
): Promise<'unknown' | 'gone' | { subscriberId: number }> {
  const id = readToken(ctx.keys, 'manage', token);
  if (id === undefined) return 'unknown';
  const oldest = new Date((await databaseNow(ctx.db)).getTime() - lifetime);
  const mail = await ctx.db.prisma.transactionalEmail.findUnique({
    where: { id, kind: 'manage', createdAt: { gt: oldest } },
  });
  return mail === null || mail.subscriberId === null ? 'gone' : { subscriberId: mail.subscriberId };
}
