import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import { enqueueTransactionalEmail } from '../../outbox/enqueue.ts';
import { throttledSince } from '../signup/confirmation-throttle.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { readToken } from '../tokens.ts';

/** Milliseconds that a link to export and erase lives. */
const lifetime = 86_400_000;

/**
 * Mails a new link to export and erase, throttled: a digest gets forwarded, and its links with it.
 */
export async function requestManageLink(ctx: Context, subscriberId: number): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    if ((await tx.run(lockSubscribers({ ids: [subscriberId] }))) === 0) return;
    const recent = await tx.prisma.transactionalEmail.findFirst({
      where: {
        subscriberId,
        kind: 'manage',
        createdAt: { gt: throttledSince(await databaseNow(tx)) },
      },
    });
    if (recent === null)
      await enqueueTransactionalEmail(tx, { kind: 'manage', subscriberId, hours: 24 });
  });
}

/** The subscriber behind such a link. */
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
