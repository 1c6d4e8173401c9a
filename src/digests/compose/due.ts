import type { Config } from '../../config/config.ts';
import { type Context, today } from '../../context.ts';
import type { DbClient, Queryable } from '../../db/client.ts';
import { addDays, type Day, dayIn, dateOf, dayMs, dayOf } from '../../lib/dates.ts';
import type { Digest, DigestKind } from '../digest.ts';
import { instantsOf } from '../../db/time-zones.ts';

/** Maximum number of missed days that are checked after the scheduler was down. */
const lookBackDays = 31;

/** A day whose digest should be composed or frozen now. */
export interface DueDay {
  kind: DigestKind;
  date: Day;
  startsAt: Date;
  /** More than DIGEST_CATCH_UP after its scheduled time. */
  isLate: boolean;
  /** A draft that was composed before its scheduled time. It is frozen unchanged. */
  isDraft: boolean;
}

/** DIGEST_TIME of these days in DIGEST_TIMEZONE. */
export function startsOf({ config }: Context, db: Queryable, days: Day[]): Promise<Date[]> {
  return instantsOf(
    db,
    config.DIGEST_TIMEZONE,
    days.map((day) => `${day}T${config.DIGEST_TIME}`),
  );
}

/** The time at which clocks in DIGEST_TIMEZONE show this local time, such as `2026-03-10T08:00`. */
export async function instantOf({ db, config }: Context, local: string): Promise<Date | undefined> {
  const [instant] = await instantsOf(db, config.DIGEST_TIMEZONE, [local]);
  return instant;
}

/**
 * Days whose time has passed and that have no row or only a draft from before that time, oldest
 * first: today and days without a running scheduler. A draft that was composed later is sent only
 * manually.
 */
export async function dueDays(ctx: Context): Promise<DueDay[]> {
  const now = ctx.now();
  const firstAt = await firstTick(ctx.db, now);
  const last = dayIn(ctx.config.DIGEST_TIMEZONE, now);
  const days = daysBetween(
    latest(dayIn(ctx.config.DIGEST_TIMEZONE, firstAt), addDays(last, -lookBackDays)),
    last,
  );
  const starts = await startsOf(ctx, ctx.db, days);
  const statusOf = await statuses(ctx, days[0] ?? last);
  return days.flatMap((date, index) => {
    const startsAt = starts[index];
    if (startsAt === undefined || startsAt > now) return [];
    // A first start is never late: lateness counts from when a scheduler first ran.
    const isLate = isTooLate(ctx.config, startsAt > firstAt ? startsAt : firstAt, now);
    return kindsOf(date).flatMap((kind) => {
      const found = statusOf(kind, date);
      const isDraft = found !== undefined && freezesOnSchedule(found, startsAt);
      return found === undefined || (isDraft && !isLate)
        ? [{ kind, date, startsAt, isLate, isDraft }]
        : [];
    });
  });
}

/** Whether it is more than DIGEST_CATCH_UP after a digest was to be composed. */
export function isTooLate(
  { DIGEST_CATCH_UP: catchUp }: Pick<Config, 'DIGEST_CATCH_UP'>,
  startsAt: Date,
  now: Date,
): boolean {
  return now.getTime() > startsAt.getTime() + catchUp;
}

/** Whether a digest is a draft that was composed before its scheduled time. */
export function freezesOnSchedule(
  { status, draftedAt }: Pick<Digest, 'status' | 'draftedAt'>,
  startsAt: Date,
): boolean {
  return status === 'draft' && draftedAt !== null && draftedAt < startsAt;
}

/** When a scheduler ran for the first time. Returns `now` if none has run before. */
async function firstTick({ prisma }: DbClient, now: Date): Promise<Date> {
  await prisma.schedulerHeartbeat.createMany({ data: [{ startedAt: now }], skipDuplicates: true });
  const { startedAt } = await prisma.schedulerHeartbeat.findFirstOrThrow();
  return startedAt;
}

/** When the next digest of each kind is composed: the next DIGEST_TIME without a digest. */
export async function nextComposing(ctx: Context): Promise<{ kind: DigestKind; at: Date }[]> {
  const first = today(ctx);
  const days = daysBetween(first, addDays(first, 8));
  const starts = await startsOf(ctx, ctx.db, days);
  const statusOf = await statuses(ctx, first);
  return (['daily', 'weekly'] as const).flatMap((kind) => {
    const next = days.findIndex((date, index) => {
      const open = (statusOf(kind, date)?.status ?? 'draft') === 'draft';
      return open && kindsOf(date).includes(kind) && (starts[index] ?? ctx.now()) > ctx.now();
    });
    const at = starts[next];
    return at === undefined ? [] : [{ kind, at }];
  });
}

async function statuses({ db }: Context, from: Day) {
  const rows = await db.prisma.digest.findMany({
    select: { kind: true, date: true, status: true, draftedAt: true },
    where: { date: { gte: dateOf(from) } },
  });
  const found = new Map(rows.map(({ kind, date, ...row }) => [`${kind} ${dayOf(date)}`, row]));
  return (kind: DigestKind, date: Day): Pick<Digest, 'status' | 'draftedAt'> | undefined =>
    found.get(`${kind} ${date}`);
}

/** A weekly digest is dated its Monday. */
export function isMonday(date: Day): boolean {
  return dateOf(date).getUTCDay() === 1;
}

function kindsOf(date: Day): DigestKind[] {
  return isMonday(date) ? ['daily', 'weekly'] : ['daily'];
}

function daysBetween(first: Day, last: Day): Day[] {
  const count = (dateOf(last).getTime() - dateOf(first).getTime()) / dayMs;
  return Array.from({ length: count + 1 }, (_, index) => addDays(first, index));
}

function latest(a: Day, b: Day): Day {
  return a > b ? a : b;
}
