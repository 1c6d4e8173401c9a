import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { instantsOf } from '../../db/time-zones.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import type { Day } from '../../lib/dates.ts';
import { withoutUndefined } from '../../lib/without-undefined.ts';
import { endPauses as endDuePauses } from '../sql/status.ts';
import { lockSubscribers } from '../sql/lock.ts';
import { readPreferencesToken } from '../tokens.ts';
import { subscribed, subscriberStatus } from '../subscriber.ts';
import { preferenceAnswer, type PreferenceInput, preferenceSelect } from './definitions.ts';
import { checkZone } from './time-zones.ts';

const select = { id: true, ...preferenceSelect, status: true, pausedUntil: true } as const;
export type StoredPreferences = Prisma.SubscriberGetPayload<{ select: typeof select }>;

/** The preferences that the API returns. */
export const storedPreferences = preferenceAnswer.extend({
  status: subscriberStatus,
  pausedUntil: z.date().nullable(),
});

/**
 * Returns the preferences that a link belongs to; null for an invalid token, for a token that was
 * sent to an earlier address, and for a subscriber who no longer receives digests.
 */
export async function readPreferences(
  ctx: Context,
  token: string,
): Promise<StoredPreferences | null> {
  const link = readPreferencesToken(ctx.keys, token);
  if (link === undefined) return null;
  const found = await ctx.db.prisma.subscriber.findUnique({
    where: { id: link.id, status: { in: [...subscribed] } },
    select: { ...select, previousEmailHashes: true },
  });
  if (found === null) return null;
  const { previousEmailHashes, ...preferences } = found;
  return link.isCurrent(previousEmailHashes.length) ? preferences : null;
}

/**
 * Changes the given preferences and keeps the others.
 * @throws Problem 422 for a time zone that Postgres does not know
 */
export async function changePreferences(
  ctx: Context,
  id: number,
  input: PreferenceInput,
): Promise<void> {
  await checkZone(ctx.db, input.timezone);
  await ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ ids: [id] }));
    await applyPreferences(tx, id, input, ctx.now());
  });
}

/** Preferences that determine when a digest is due. */
const scheduling = ['frequency', 'timezone', 'hour'] as const;

/**
 * The same for a subscriber whose row is locked. A change of hour, zone or frequency moves
 * `schedule_since`; the next due time is never before it.
 */
export async function applyPreferences(
  { prisma }: DbClient,
  id: number,
  input: PreferenceInput,
  now: Date,
): Promise<void> {
  const before = await prisma.subscriber.findUnique({ where: { id }, select: preferenceSelect });
  if (before === null) return;
  const isRescheduled = scheduling.some(
    (name) => input[name] !== undefined && input[name] !== before[name],
  );
  const data = { ...withoutUndefined(input), ...(isRescheduled && { scheduleSince: now }) };
  await prisma.subscriber.update({ where: { id }, data });
}

/** Pauses the digests until a time, or until the subscriber resumes if it is null. */
export async function pause({ db }: Context, id: number, pausedUntil: Date | null): Promise<void> {
  await db.prisma.subscriber.updateMany({
    where: { id, status: { in: [...subscribed] } },
    data: { status: 'paused', pausedUntil },
  });
}

/** Ends a pause. */
export async function resume({ db, now }: Context, id: number): Promise<void> {
  await db.prisma.subscriber.updateMany({
    where: { id, status: 'paused' },
    data: { status: 'active', pausedUntil: null, activeSince: now() },
  });
}

/**
 * Pauses the digests until the start of a day in the subscriber's zone. The first digest is that
 * day's.
 * @returns false, without an effect, for a day that has started or is more than a year away
 */
export async function pauseUntil(ctx: Context, id: number, day: Day): Promise<boolean> {
  const subscriber = await ctx.db.prisma.subscriber.findUnique({ where: { id } });
  if (subscriber === null) return false;
  const zone = subscriber.timezone ?? ctx.config.DIGEST_TIMEZONE;
  const [startsAt] = await instantsOf(ctx.db, zone, [`${day}T00:00`]);
  const wait = (startsAt?.getTime() ?? 0) - ctx.now().getTime();
  if (startsAt === undefined || wait <= 0 || wait > 366 * 86_400_000) return false;
  await pause(ctx, id, startsAt);
  return true;
}

/** Ends the pauses that are over. */
export function endPauses(ctx: Context): Promise<number> {
  return ctx.db.run(endDuePauses(ctx.now()));
}
