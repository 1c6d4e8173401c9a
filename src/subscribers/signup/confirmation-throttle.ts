import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { dayMs } from '../../lib/dates.ts';
import { oneTurn } from '../sql/mailbox-turns.ts';
import { mailboxHash, mailboxOf } from './mailbox.ts';

/**
 * The messages of one kind that a subscriber may request: one in ten minutes, and three a day,
 * because anyone who is forwarded a digest can use its links.
 */
const throttle = { minutes: 10, perDay: 3 };

export function dayBefore(now: Date): Date {
  return new Date(now.getTime() - dayMs);
}

/**
 * Whether another message has to wait.
 * @param requests the times of the requests since `dayBefore`
 * @param now by the clock of the database
 */
export function isThrottled(requests: { createdAt: Date }[], now: Date): boolean {
  const since = now.getTime() - throttle.minutes * 60_000;
  return (
    requests.length >= throttle.perDay ||
    requests.some(({ createdAt }) => createdAt.getTime() > since)
  );
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
