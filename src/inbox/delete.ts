import type { DbClient } from '../db/client.ts';
import { escapeLike } from '../lib/text/like.ts';

/** Deletes all messages to an address from the local inbox, ignoring case. */
export async function deleteMessagesTo({ prisma }: DbClient, emailKey: string): Promise<void> {
  const to = { equals: escapeLike(emailKey), mode: 'insensitive' } as const;
  await prisma.inboxMessage.deleteMany({ where: { to } });
}
