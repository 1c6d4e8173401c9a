import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import { deleteAddressChanges } from '../account/change-address.ts';
import { confirmableSince } from './confirmation-lifetime.ts';
import { deleteOldThrottles } from './confirmation-throttle.ts';

/**
 * Deletes addresses that were not confirmed within 7 days of the last confirmation message, and
 * changes of address of that age.
 */
export async function expireUnconfirmed(ctx: Context): Promise<number> {
  const now = await databaseNow(ctx.db);
  const oldest = confirmableSince(now);
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
