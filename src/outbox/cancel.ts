import type { DbClient } from '../db/client.ts';

/**
 * Skips the deliveries of a digest that no sender has claimed. Deliveries that are being sent
 * finish.
 */
export async function cancelDeliveries({ prisma }: DbClient, digestId: number): Promise<void> {
  await prisma.delivery.updateMany({
    where: { digestId, state: { in: ['queued', 'deferred'] } },
    data: { state: 'skipped', reason: 'cancelled', nextAt: null },
  });
}
