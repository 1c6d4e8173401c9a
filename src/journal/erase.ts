import type { DbClient } from '../db/client.ts';

/**
 * Leaves only the hash of an address in the entries that are not in the journal yet. Those of its
 * suppression are deleted: the suppression under the hash has an entry of its own.
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
