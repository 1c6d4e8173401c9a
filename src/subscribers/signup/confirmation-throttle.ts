import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { oneTurn } from '../sql/mailbox-turns.ts';
import { mailboxHash, mailboxOf } from './mailbox.ts';

/** Minimum minutes between two messages of one kind that a subscriber requests on their pages. */
const throttleMinutes = 10;

/**
 * A message queued after this time delays the next one of its kind.
 * @param now by the clock of the database
 */
export function throttledSince(now: Date): Date {
  return new Date(now.getTime() - throttleMinutes * 60_000);
}

/** Milliseconds without a message after which a mailbox counts as new. */
const countedFor = 28 * 86_400_000;

/** Whether a confirmation could be sent now, because the mailbox has no waiting time. */
export async function isConfirmationDue(
  { keys }: Pick<Context, 'keys'>,
  { prisma }: DbClient,
  emailKey: string,
  now: Date,
): Promise<boolean> {
  const found = await prisma.mailboxThrottle.findUnique({
    where: { mailbox: mailboxHash(keys, emailKey) },
  });
  return found === null || found.nextAt <= now;
}

/** Returns when a message to an unconfirmed address may be sent; undefined if not within 7 days. */
export async function takeMailboxTurn(
  { keys }: Pick<Context, 'keys'>,
  db: DbClient,
  { subscriberId, emailKey }: { subscriberId: number; emailKey: string },
): Promise<Date | undefined> {
  const turn = z.object({ sendAt: z.date() });
  return (await db.row(turn, oneTurn(subscriberId, mailboxHash(keys, emailKey))))?.sendAt;
}

/** A confirmed mailbox starts again at the first waiting time. */
export async function resetThrottle(
  { keys }: Pick<Context, 'keys'>,
  { prisma }: DbClient,
  emailKey: string,
): Promise<void> {
  const hashes = keys.every('mailbox', mailboxOf(emailKey));
  await prisma.mailboxThrottle.deleteMany({ where: { mailbox: { in: hashes } } });
}

/** Deletes the counts of mailboxes that received no such message for four weeks. */
export async function deleteOldThrottles({ prisma }: DbClient, now: Date): Promise<void> {
  const nextAt = { lt: new Date(now.getTime() - countedFor) };
  await prisma.mailboxThrottle.deleteMany({ where: { nextAt } });
}
