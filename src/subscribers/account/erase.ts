import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { deleteMessagesTo } from '../../inbox/delete.ts';
import { addressHashes } from '../../journal/entry.ts';
import { eraseFromEntries } from '../../journal/erase.ts';
import { deleteMailsTo } from '../../outbox/delete.ts';
import { skipDeliveries } from '../../outbox/sql/skip-deliveries.ts';
import { hashSuppressions, suppressedAmong } from '../../suppressions/erase.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { deleteAddressChanges } from './change-address.ts';

/** Maximum milliseconds for an erasure. It may compare a million suppressions with hashes. */
export const eraseTimeout = 120_000;

/**
 * Erases a subscriber: the row, its consents, changes of address, messages, bounces and deliveries,
 * and the address in uploaded lists that are not yet imported. Keyed hashes of the address and of
 * each earlier address remain, so that no import adds them again. The owner may subscribe again
 * unless the address is suppressed; the suppression is kept under the hash.
 * @returns false if the subscriber does not exist
 */
export function eraseSubscriber(ctx: Context, id: number): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [id] }));
    const found = await tx.prisma.subscriber.findUnique({ where: { id } });
    if (found === null) return false;
    const { emailKey, previousEmailHashes } = found;
    await deleteAddressChanges(tx, { OR: [{ subscriberId: id }, { emailKey }] });
    await tx.prisma.subscriber.delete({ where: { id } });
    const emailHash = ctx.keys.mac('erasure', emailKey);
    const hashes = [emailHash, ...previousEmailHashes];
    await tx.prisma.subscriberImportRow.deleteMany({
      where: { emailHashes: { hasSome: hashes } },
    });
    await hashSuppressions(tx, ctx.keys, [emailKey]);
    await eraseSuppressed(ctx, tx, new Set(previousEmailHashes));
    await tx.prisma.erasure.createMany({
      data: hashes.map((hash) => ({ emailHash: hash, erasedAt: ctx.now() })),
      skipDuplicates: true,
    });
    await eraseFromEntries(tx, emailKey, emailHash);
    await deleteMailsTo(tx, emailKey, ['test', 'address-confirm']);
    await deleteMessagesTo(tx, emailKey);
    await skipDeliveries(tx, id, 'erased');
    return true;
  }, eraseTimeout);
}

/**
 * Replaces suppressed addresses with these hashes by their hashes. The address of an existing
 * subscriber stays, because the claim looks up suppressions by address.
 */
export async function eraseSuppressed(
  { keys }: Context,
  tx: DbClient,
  hashes: ReadonlySet<string>,
): Promise<void> {
  const found = await suppressedAmong(tx, keys, hashes);
  const subscribers = await tx.prisma.subscriber.findMany({
    where: { emailKey: { in: found } },
    select: { emailKey: true },
  });
  const taken = new Set(subscribers.map(({ emailKey }) => emailKey));
  await hashSuppressions(
    tx,
    keys,
    found.filter((emailKey) => !taken.has(emailKey)),
  );
}

/**
 * Returns which of these addresses were erased and have no subscriber: a map from address to hash.
 */
export async function erasedAmong(
  { keys }: Context,
  { prisma }: DbClient,
  emailKeys: string[],
): Promise<Map<string, string>> {
  const hashes = new Map(
    emailKeys.flatMap((key) => addressHashes(keys, key).map((hash) => [hash, key] as const)),
  );
  const erasures = await prisma.erasure.findMany({
    where: { emailHash: { in: [...hashes.keys()] } },
  });
  const subscribers = await prisma.subscriber.findMany({
    where: { emailKey: { in: emailKeys } },
    select: { emailKey: true },
  });
  const erased = new Map(
    erasures.map(({ emailHash }) => [hashes.get(emailHash) ?? '', emailHash] as const),
  );
  for (const { emailKey } of subscribers) erased.delete(emailKey);
  return erased;
}
