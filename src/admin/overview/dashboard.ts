import { z } from 'zod';
import { addDays, type Day, dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { changesPerDay } from './sql.ts';

/** Days that the chart of readers covers. */
const shownDays = 30;

const change = z.object({ day: z.string(), came: z.number(), left: z.number() });
export type SubscriberChange = z.output<typeof change>;

/** How many readers became active and how many left, on each of the last 30 days in DIGEST_TIMEZONE. */
export function subscriberChanges({ db, config, now }: Context): Promise<SubscriberChange[]> {
  const today: Day = dayIn(config.DIGEST_TIMEZONE, now());
  const first = addDays(today, 1 - shownDays);
  return db.rows(change, changesPerDay({ zone: config.DIGEST_TIMEZONE, first, today }));
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
