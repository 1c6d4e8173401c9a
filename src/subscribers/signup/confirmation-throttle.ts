import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { oneTurn } from '../sql/mailbox-turns.ts';
import { mailboxHash, mailboxOf } from './mailbox.ts';

/** Minutes between two mails of one kind that a subscriber asked for on a page of theirs. */
const throttleMinutes = 10;

/**
 * The start of the time in which a mail that was queued holds back the next one. `now`: the
 * database's clock.
 */
export function throttledSince(now: Date): Date {
  return new Date(now.getTime() - throttleMinutes * 60_000);
}

/** Milliseconds without a mail after which a mailbox is treated as new. */
const countedFor = 28 * 86_400_000;

/** Whether a confirmation could leave at once: the mailbox waits for none, nor for its turn. */
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

/** When a mail to an address that has not confirmed it may leave; undefined: not within 7 days. */
export async function takeMailboxTurn(
  { keys }: Pick<Context, 'keys'>,
  db: DbClient,
  { subscriberId, emailKey }: { subscriberId: number; emailKey: string },
): Promise<Date | undefined> {
  const turn = z.object({ sendAt: z.date() });
  return (await db.row(turn, oneTurn(subscriberId, mailboxHash(keys, emailKey))))?.sendAt;
}

/** A confirmed mailbox starts again from the first step. */
export async function resetThrottle(
  { keys }: Pick<Context, 'keys'>,
  { prisma }: DbClient,
  emailKey: string,
): Promise<void> {
  const hashes = keys.every('mailbox', mailboxOf(emailKey));
  await prisma.mailboxThrottle.deleteMany({ where: { mailbox: { in: hashes } } });
}

/** Deletes the counts of mailboxes that have been quiet for four weeks. */
export async function deleteOldThrottles({ prisma }: DbClient, now: Date): Promise<void> {
  const nextAt = { lt: new Date(now.getTime() - countedFor) };
  await prisma.mailboxThrottle.deleteMany({ where: { nextAt } });
}
