import type { Context } from '../../context.ts';
import { databaseNow } from '../../db/clock.ts';
import { deleteAddressChanges } from '../account/change-address.ts';

/**
 * Milliseconds that an address is stored without a confirmation, and a change of address at all.
 */
const lifetime = 7 * 86_400_000;

/**
 * Deletes addresses that were not confirmed within 7 days of the last confirmation mail, and
 * changes of address.
 */
export async function expireUnconfirmed(ctx: Context): Promise<number> {
  const expired = { lt: new Date((await databaseNow(ctx.db)).getTime() - lifetime) };
  await deleteAddressChanges(ctx.db, { createdAt: expired });
  const { count } = await ctx.db.prisma.subscriber.deleteMany({
    where: {
      status: 'pending',
      createdAt: expired,
      OR: [{ confirmationQueuedAt: null }, { confirmationQueuedAt: expired }],
    },
  });
  return count;
}
