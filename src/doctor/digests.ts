import { z } from 'zod';
import { addDays, dayIn } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** When the digest of a day is composed, and whether there is a row that says so. */
const planned = z.object({ date: z.string(), at: z.date(), status: z.string().nullable() });

/** Minutes past its time after which a digest is missing: sick sources hold it for an hour. */
const patience = 75;

/** Digests that are stopped, the one that should be there, and the next. */
export async function examineDigests(ctx: Context): Promise<Finding[]> {
  return [...(await stopped(ctx)), ...(await timetable(ctx))];
}

async function timetable(ctx: Context): Promise<Finding[]> {
  const { DIGEST_TIME: time, DIGEST_TIMEZONE: zone } = ctx.config;
  const now = ctx.now();
  const today = dayIn(zone, now);
  const days = await ctx.db.rows(
    planned,
    sql`select day::date as date, first_instant(day::date + ${time}::time, ${zone}) as at, digest.status
      from generate_series(${today}::date, ${addDays(today, 1)}::date, interval '1 day') as day
        left join digest on digest.kind = 'daily' and digest.date = day::date order by day`,
  );
  const scheduler = await ctx.db.prisma.schedulerHeartbeat.findFirst({ select: { startedAt: true } });
  const late = days.find(
    ({ at, status }) =>
      status === null &&
      now.getTime() - Math.max(at.getTime(), scheduler?.startedAt.getTime() ?? 0) > patience * 60_000,
  );
  const next = days.find(({ at }) => at > now);
  return [
    ...(late === undefined
      ? []
      : [
          fail(
            'digest',
            `the digest of ${late.date} was due at ${instant(late.at)} and is not there`,
            'See that the scheduler runs; then: daily-papers digest compose, and digest send',
          ),
        ]),
    ...(next === undefined
      ? []
      : [ok('digest', `the next is composed on ${next.date} at ${time} ${zone}, ${instant(next.at)}`)]),
  ];
}

/** `2026-03-10 07:00 UTC`. */
function instant(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const paused = z.object({ kind: z.string(), date: z.string(), reason: z.string().nullable() });

async function stopped(ctx: Context): Promise<Finding[]> {
  const rows = await ctx.db.rows(
    paused,
    sql`select kind, date, reason from digest where status = 'paused' order by date desc limit 5`,
  );
  return rows.map(({ kind, date, reason }) =>
    warn(
      'digest',
      `the ${kind} digest of ${date} is paused: ${reason ?? 'no reason is known'}`,
      `Mend the reason, then POST /api/v1/digests/${date}/resume?kind=${kind}, or /cancel`,
    ),
  );
}
