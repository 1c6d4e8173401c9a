import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import { deleteAddressChanges } from '../account/change-address.ts';
import { deleteOldThrottles } from './confirmation-throttle.ts';

/** Milliseconds that an unconfirmed address and any change of address are stored. */
const lifetime = 7 * 86_400_000;

/**
 * Deletes addresses that were not confirmed within 7 days of the last confirmation message, and
 * changes of address of that age.
 */
export async function expireUnconfirmed(ctx: Context): Promise<number> {
  const now = await databaseNow(ctx.db);
  const oldest = new Date(now.getTime() - lifetime);
  await deleteAddressChanges(ctx.db, { createdAt: { lt: oldest } });
  await deleteOldThrottles(ctx.db, now);
  const { count } = await ctx.db.prisma.subscriber.deleteMany({
    where: {
      status: 'pending',
      createdAt: { lt: oldest },
      confirmations: { none: { sendAt: { gte: oldest } } },
    },
  });
  return count;
}
