import type { DbClient } from '../db/client.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import { escapeLike } from '../lib/text/like.ts';

type Email = { address: string; data: Prisma.InputJsonObject };

/**
 * Deletes transactional emails of one kind to addresses without a subscriber. Emails to a
 * subscriber are deleted with the subscriber's row.
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

/** Deletes transactional emails of these kinds to an address, ignoring case. */
export async function deleteMailsTo(
  { prisma }: DbClient,
  emailKey: string,
  kinds: string[],
): Promise<void> {
  const address = { equals: escapeLike(emailKey), mode: 'insensitive' } as const;
  await prisma.transactionalEmail.deleteMany({ where: { kind: { in: kinds }, address } });
}

/**
 * Deletes transactional emails of one kind to a subscriber, except those that no sender has tried
 * to send.
 */
export async function deleteTried(
  { prisma }: DbClient,
  subscriberId: number,
  kind: string,
): Promise<void> {
  await prisma.transactionalEmail.deleteMany({
    where: { subscriberId, kind, state: { not: 'queued' } },
  });
}
