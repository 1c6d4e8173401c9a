import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { type Day, dayMs } from '../../lib/dates.ts';
import { exactly, invalidField } from '../../lib/errors/problem.ts';
import type { Digest, DigestKind } from '../digest.ts';
import { lockDigest } from '../lock.ts';
import { queueSlots } from './fan-out.ts';
import { insertSlotOfAll, hasSlotOfAll, reopenSlotOfAll } from './slots.ts';
import { conflict, freeze } from './states.ts';
import { testAddresses } from './test-addresses.ts';

const sendFields = z.object({
  at: z.iso.datetime({ offset: true, error: 'a time such as 2026-03-14T08:00:00Z' }).optional(),
  to: testAddresses.optional(),
});

export const sendInput = exactly(sendFields).refine(
  ({ at, to }) => at === undefined || to === undefined,
  {
    path: ['at'],
    message: 'test emails cannot be scheduled',
  },
);

/** Milliseconds that a request or command spends on queueing. The next tick queues the rest. */
export const requestBudget = 2000;

/** Maximum milliseconds for the decision. It waits for a chunk of readers that is being queued. */
const sendTimeout = 60_000;

/**
 * Sends a digest now (or at `at`) to every active daily and weekdays reader, regardless of their
 * hour. Freezes a draft. Calling it again while the digest is being sent queues only readers
 * who are new since then; a sent digest queues nobody.
 * @param budget milliseconds to spend on queueing. The next tick queues the rest.
 * @returns whether this was the first call
 */
export async function sendNow(
  ctx: Context,
  {
    kind,
    date,
    at,
    budget,
  }: { kind: DigestKind; date: Day; at?: Date | undefined; budget?: number },
): Promise<{ first: boolean }> {
  const { digest, first, due } = await ctx.db.transaction(async (tx) => {
    const digest = await lockDigest(tx, kind, date);
    return isFullyQueued(digest)
      ? { digest, first: false, due: false }
      : start(ctx, tx, digest, at);
  }, sendTimeout);
  if (due) await queueSlots(ctx, digest, budget);
  return { first };
}

/**
 * Whether all readers were queued: the digest was sent, or only its failed deliveries are sent
 * again.
 */
export function isFullyQueued({
  status,
  retriedAt,
}: Pick<Digest, 'status' | 'retriedAt'>): boolean {
  return status === 'sent' || (status === 'sending' && retriedAt !== null);
}

/** Maximum milliseconds that a time may be in the past, because clocks differ, or in the future. */
const pastTolerance = 60_000;
const furthest = 30 * dayMs;

/** Whether a digest can be scheduled for this time: now or within the next 30 days. */
export function isSendTime(at: Date, now: Date): boolean {
  const ahead = at.getTime() - now.getTime();
  return ahead >= -pastTolerance && ahead <= furthest;
}

/** @throws Problem 422 for a time in the past or more than 30 days ahead */
function refuseTime(at: Date, now: Date): void {
  if (!isSendTime(at, now)) throw invalidField('at', 'a time within the next 30 days');
}

/** @returns whether it was not sent before, and whether its readers are due now */
async function start(ctx: Context, tx: DbClient, digest: Digest, at: Date | undefined) {
  const { id, status, date, sendAt } = digest;
  const now = ctx.now();
  if (status !== 'draft' && status !== 'ready' && status !== 'sending') {
    throw conflict(date, status, 'Only a draft, a ready digest or one being sent can be sent');
  }
  await freeze(ctx, tx, id);
  // Of two concurrent calls, the second may have read its clock first. The slot decides which was
  // first, not the time.
  const before = (sendAt !== null && sendAt <= now) || (await hasSlotOfAll(tx, id));
  const when = at === undefined || at <= now ? now : at;
  if (!before && at !== undefined) refuseTime(at, now);
  if (!before) await tx.prisma.digest.update({ where: { id }, data: { sendAt: when } });
  const due = before || when <= now;
  if (due) await insertSlotOfAll(tx, id, now);
  if (before) await reopenSlotOfAll(tx, id, now);
  return { digest, first: !before, due };
}
