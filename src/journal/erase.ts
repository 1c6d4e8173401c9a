import type { DbClient } from '../db/client.ts';

/**
 * Replaces an address with its hash in the entries that are not in the journal yet, and deletes the
 * entries of its suppression: the suppression under the hash has its own entry.
 */
export async function eraseFromEntries(
  { prisma }: DbClient,
  emailKey: string,
  emailHash: string,
): Promise<void> {
  await prisma.journalEntry.deleteMany({ where: { emailKey, action: 'suppressed' } });
  await prisma.journalEntry.updateMany({
    where: { emailKey },
    data: { emailKey: null, hashes: { push: emailHash } },
  });
}
