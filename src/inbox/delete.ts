import type { DbClient } from '../db/client.ts';
import { escapeLike } from '../lib/text/like.ts';

/** Deletes the messages of the local inbox to an address, in whatever case it was written. */
export async function deleteMessagesTo({ prisma }: DbClient, emailKey: string): Promise<void> {
  const to = { equals: escapeLike(emailKey), mode: 'insensitive' } as const;
  await prisma.inboxMessage.deleteMany({ where: { to } });
}
