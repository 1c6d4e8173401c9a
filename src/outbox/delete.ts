import type { DbClient } from '../db/client.ts';
import type { Prisma } from '../generated/prisma/client.ts';

type Email = { address: string; data: Prisma.InputJsonObject };

/**
 * Deletes transactional emails of one kind to addresses that are no subscriber's: those to a
 * subscriber go with their row.
 */
export async function deleteAddressed(
  { prisma }: DbClient,
  kind: string,
  emails: Email[],
): Promise<void> {
  if (emails.length === 0) return;
  await prisma.transactionalEmail.deleteMany({
    where: { kind, OR: emails.map(({ address, data }) => ({ address, data: { equals: data } })) },
  });
}
