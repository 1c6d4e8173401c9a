import type { Context } from '../../context.ts';
import { skipDeliveries } from '../../outbox/sql/skip-deliveries.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { deleteAddressChanges } from './change-address.ts';

/**
 * Erases a subscriber: the row, its consents, changes of address, mails and deliveries. A keyed
 * hash of the address and of each earlier one remains, so that no import brings them back; their
 * owner may subscribe again.
 * @returns false if there is no such subscriber
 */
export function eraseSubscriber(ctx: Context, id: number): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [id] }));
    const found = await tx.prisma.subscriber.findUnique({ where: { id } });
    if (found === null) return false;
    await deleteAddressChanges(tx, { subscriberId: id });
    await tx.prisma.subscriber.delete({ where: { id } });
    const hashes = [ctx.keys.mac('erasure', found.emailKey), ...found.previousEmailHashes];
    await tx.prisma.erasure.createMany({
      data: hashes.map((emailHash) => ({ emailHash, at: ctx.now() })),
      skipDuplicates: true,
    });
    await skipDeliveries(tx, id, 'erased');
    return true;
  });
}
