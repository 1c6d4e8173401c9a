import type { DbClient } from '../db/client.ts';
import { deleteIdleDomains } from './sql/recipient-domains.ts';

/**
 * Skips the deliveries of a cancelled digest that no sender has claimed. Deliveries that are being
 * sent finish.
 */
export async function cancelDeliveries(db: DbClient, digestId: number): Promise<void> {
  await db.prisma.delivery.updateMany({
    where: { digestId, state: { in: ['queued', 'deferred'] } },
    data: { state: 'skipped', reason: 'cancelled', nextAt: null },
  });
  await deleteIdleDomains(db);
}
