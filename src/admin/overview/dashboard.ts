import { z } from 'zod';
import { addDays, type Day, dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';

/** Days of readers' comings and goings that are shown. */
const shownDays = 30;

const move = z.object({ day: z.string(), came: z.number(), left: z.number() });
export type Move = z.output<typeof move>;

/** Readers who became active and who left, on each of the last 30 days in DIGEST_TIMEZONE. */
export function readersMoves(ctx: Context): Promise<Move[]> {
  const { DIGEST_TIMEZONE: zone } = ctx.config;
  const today: Day = dayIn(zone, ctx.now());
  const first = addDays(today, 1 - shownDays);
  return ctx.db.rows(
    move,
    sql`with moves as (
        select (at at time zone ${zone})::date as day, came, "left"
        from (select ${first}::date::timestamp at time zone ${zone} as first) as month
          join subscriber on active_since >= first or unsubscribed_at >= first
          cross join lateral (values (active_since, 1, 0), (unsubscribed_at, 0, 1)) as moved(at, came, "left")
        where at >= first
      )
      select days.day::date as day, coalesce(sum(came), 0) as came, coalesce(sum("left"), 0) as "left"
      from generate_series(${first}::date, ${today}::date, interval '1 day') as days(day)
        left join moves on moves.day = days.day::date
      group by days.day order by days.day`,
  );
}

const resting = z.object({ domain: z.string(), reason: z.string().nullable(), until: z.date() });

/** Recipient domains that rest because they alone refused us. */
export function restingDomains({ db }: Context): Promise<z.output<typeof resting>[]> {
  return db.rows(
    resting,
    sql`select domain, pause_detail as reason, paused_until as until from recipient_domain
      where paused_until > clock_timestamp() order by paused_until desc limit 20`,
  );
}

const senders = z.object({
  alive: z.number(),
  waiting: z.boolean(),
  share: z.number().nullable(),
  relayAway: z.boolean(),
});

/** The sender's side: processes that live, whether anything waits, the share of the usual rate, a relay that was away lately. */
export async function sendingSide({ db }: Context): Promise<z.output<typeof senders>> {
  const row = await db.row(
    senders,
    sql`select (select count(*) from sender where lease_until > clock_timestamp()) as alive,
      exists (select from delivery where state = 'queued')
        or exists (select from mail where state = 'queued') as waiting,
      (select nullif(share, 1) from send_rate_limiter) as share,
      exists (select from sent_alert where event = 'relay-away' and quiet_until > clock_timestamp()) as "relayAway"`,
  );
  if (row === undefined) throw new Error('no answer from the outbox');
  return row;
}
