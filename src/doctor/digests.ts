import { addDays, dateOf, type Day, dayIn, dayOf } from '../lib/dates.ts';
import { instantsOf } from '../db/time-zones.ts';
import type { Context } from '../context.ts';
import { digestReasonText } from '../digests/reason-text.ts';
import { reasonFrom } from '../digests/reason.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { timeText } from './time-text.ts';

/** The digest of a day, and when it is composed. */
interface PlannedDigest {
  date: Day;
  at: Date;
  isStored: boolean;
}

/** The daily digests of today and tomorrow. */
async function plannedDigests(
  { db, config: { DIGEST_TIME: time, DIGEST_TIMEZONE: zone } }: Context,
  today: Day,
): Promise<PlannedDigest[]> {
  const dates = [today, addDays(today, 1)];
  const [instants, stored] = await Promise.all([
    instantsOf(
      db,
      zone,
      dates.map((date) => `${date}T${time}`),
    ),
    db.prisma.digest.findMany({ where: { kind: 'daily', date: { in: dates.map(dateOf) } } }),
  ]);
  const storedDays = new Set(stored.map(({ date }) => dayOf(date)));
  return dates.flatMap((date, index) => {
    const at = instants[index];
    return at === undefined ? [] : [{ date, at, isStored: storedDays.has(date) }];
  });
}

/**
 * Minutes after its scheduled time from which a digest counts as missing. Failing sources delay it
 * by up to an hour.
 */
const maximumDelay = 75;

/** Reports paused digests, a missing digest, and the next digest. */
export async function examineDigests(ctx: Context): Promise<Finding[]> {
  return [...(await stopped(ctx)), ...(await timetable(ctx))];
}

async function timetable(ctx: Context): Promise<Finding[]> {
  const { DIGEST_TIME: time, DIGEST_TIMEZONE: zone } = ctx.config;
  const now = ctx.now();
  const today = dayIn(zone, now);
  const days = await plannedDigests(ctx, today);
  const scheduler = await ctx.db.prisma.schedulerHeartbeat.findFirst({
    select: { startedAt: true },
  });
  const late = days.find(
    ({ at, isStored }) =>
      !isStored &&
      now.getTime() - Math.max(at.getTime(), scheduler?.startedAt.getTime() ?? 0) >
        maximumDelay * 60_000,
  );
  const next = days.find(({ at }) => at > now);
  return [
    ...(late === undefined
      ? []
      : [
          fail(
            'digest',
            `the digest for ${late.date} was due at ${timeText(late.at)} but has not been composed`,
            'Check that the scheduler is running, then run daily-papers digest compose and digest send',
          ),
        ]),
    ...(next === undefined
      ? []
      : [
          ok(
            'digest',
            `the next one is composed on ${next.date} at ${time} ${zone}${zone === 'UTC' ? '' : ` (${timeText(next.at)})`}`,
          ),
        ]),
  ];
}

async function stopped({ db, words }: Context): Promise<Finding[]> {
  const rows = await db.prisma.digest.findMany({
    where: { status: 'paused' },
    select: { kind: true, date: true, reason: true, reasonParams: true },
    orderBy: { date: 'desc' },
    take: 5,
  });
  return rows.map(({ kind, date, reason, reasonParams }) => {
    const found = reasonFrom(reason, reasonParams);
    return warn(
      'digest',
      `the ${kind} digest for ${dayOf(date)} is paused${found === null ? '' : `: ${digestReasonText(words('en'), found)}`}`,
      'Fix the cause, then resume or cancel it on its page under /admin/digests',
    );
  });
}
