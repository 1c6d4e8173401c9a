import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { suppressionOf } from '../suppressions/suppressions.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/** Minutes that a mail may be due without any going out. */
const patience = 15;

/** Shares of the mails of 30 days: Gmail asks for complaints below 0.1 % and blocks from 0.3 %; bounces are read alike. */
const complaintsSeen = 0.001;
const complaintsWrong = 0.003;
const bouncesSeen = 0.02;
const bouncesWrong = 0.05;
/** Fewer mails than these say nothing about a share. */
const leastMails = 200;

/** Whether mails go out, what holds some of them, and what became of those of the last 30 days. */
export async function examineOutbox(ctx: Context): Promise<Finding[]> {
  const found = await Promise.all([queue(ctx), held(ctx), left(ctx), resting(ctx), outcome(ctx), unheard(ctx)]);
  return found.flat();
}

const waiting = z.object({ deliveries: z.number(), mails: z.number(), moving: z.boolean() });

async function queue(ctx: Context): Promise<Finding> {
  const now = ctx.now();
  const found = await ctx.db.row(
    waiting,
    sql`with late as materialized (
        select digest_id from delivery join digest on digest.id = digest_id
        where state = 'queued' and digest.status in ('ready', 'sending')
          and due_at < ${now}::timestamptz - make_interval(mins => ${patience}::int)
      ), mails as materialized (
        select from mail where state = 'queued' and created_at < clock_timestamp() - make_interval(mins => ${patience}::int)
      )
      select (select count(*) from late) as deliveries, (select count(*) from mails) as mails,
        exists (select from delivery where digest_id in (select digest_id from late)
            and sent_at > clock_timestamp() - make_interval(mins => ${patience}::int))
          or exists (select from mail where sent_at > clock_timestamp() - make_interval(mins => ${patience}::int)) as moving`,
  );
  const { deliveries, mails, moving } = found ?? { deliveries: 0, mails: 0, moving: true };
  const many = deliveries + mails;
  if (many === 0) return ok('queue', 'no mail waits longer than it should');
  if (moving) return ok('queue', `mails that wait, while others go out: ${many}`);
  return fail(
    'queue',
    `mails due for more than ${patience} minutes, while none goes out: ${many}`,
    'See relay and sender above, and the sender’s log; SMTP_RATE_PER_DAY may be used up',
  );
}

const counted = z.object({ count: z.number() });

async function held(ctx: Context): Promise<Finding[]> {
  const row = await ctx.db.row(
    counted,
    sql`select (select count(*) from delivery join digest on digest.id = digest_id
          where state = 'uncertain' and next_at is null and digest.date > ${ctx.now()}::timestamptz - interval '7 days')
        + (select count(*) from mail where state = 'uncertain' and next_at is null
          and created_at > clock_timestamp() - interval '7 days') as count`,
  );
  const count = row?.count ?? 0;
  if (count === 0) return [];
  return [
    warn(
      'uncertain',
      `mails of the last 7 days that may or may not have arrived (UNCERTAIN=hold): ${count}`,
      'Compare with the log of the relay; UNCERTAIN=resend mails such again',
    ),
  ];
}

/** Rows whose sender died: the next heartbeat of any other puts them back. */
async function left(ctx: Context): Promise<Finding[]> {
  const row = await ctx.db.row(
    counted,
    sql`with alive as materialized (
        select id from sender where lease_until > clock_timestamp() - interval '1 minute'
      )
      select (select count(*) from delivery where state = 'sending' and sender_id not in (select id from alive))
        + (select count(*) from mail where state = 'sending' and sender_id not in (select id from alive)) as count`,
  );
  const count = row?.count ?? 0;
  if (count === 0) return [];
  return [
    warn('queue', `mails held by a sender that died: ${count}`, 'Start a sender: it puts them back within a minute'),
  ];
}

const rest = z.object({ domain: z.string(), until: z.date(), reason: z.string().nullable() });

async function resting(ctx: Context): Promise<Finding[]> {
  const rows = await ctx.db.rows(
    rest,
    sql`select domain, paused_until as until, pause_detail as reason from recipient_domain
      where paused_until > clock_timestamp() order by paused_until desc limit 5`,
  );
  return rows.map(({ domain, until, reason }) =>
    warn(
      'breaker',
      `${domain} refuses us and rests until ${until.toISOString().slice(11, 16)} UTC: ${reason ?? 'no reason is known'}`,
      'Its own postmaster page says why it refuses; SMTP_RATE_PER_DOMAIN sends it less at a time',
    ),
  );
}

const outcomes = z.object({ sent: z.number(), bounced: z.number(), complained: z.number() });

async function outcome(ctx: Context): Promise<Finding[]> {
  const row = await ctx.db.row(
    outcomes,
    sql`select (select coalesce(sum((final_counts ->> 'sent')::int), 0) from digest
          where final_counts is not null and date > ${ctx.now()}::timestamptz - interval '30 days') as sent,
      count(*) filter (where reason = 'bounced') as bounced, count(*) filter (where reason = 'complained') as complained
      from suppression where created_at > clock_timestamp() - interval '30 days'`,
  );
  const { sent, bounced, complained } = row ?? { sent: 0, bounced: 0, complained: 0 };
  if (sent < leastMails) return [];
  return [
    share('complaints', complained / sent, {
      seen: complaintsSeen,
      wrong: complaintsWrong,
      mend: 'Mail only those who asked for it: see from which import or form the complaints come',
    }),
    share('bounces', bounced / sent, {
      seen: bouncesSeen,
      wrong: bouncesWrong,
      mend: 'See from which import the addresses that do not exist come',
    }),
  ];
}

/** @param part of all mails of 30 days */
function share(
  check: 'complaints' | 'bounces',
  part: number,
  { seen, wrong, mend }: { seen: number; wrong: number; mend: string },
): Finding {
  const text = `${(part * 100).toFixed(2)} % of the mails of 30 days, ${check === 'complaints' ? 'as far as receivers report them' : 'addresses that do not exist'}`;
  if (part >= wrong) return fail(check, text, mend);
  return part >= seen ? warn(check, text, mend) : ok(check, text);
}

/** A mail to the operator may bounce like any other: from then on nobody is told anything. */
async function unheard({ db, now, config: { ALERT_TO: to } }: Context): Promise<Finding[]> {
  if (to === undefined) return [];
  const found = await suppressionOf(db, to.toLowerCase(), now());
  if (found === null) return [];
  return [
    fail(
      'alert-to',
      `no alert arrives: ALERT_TO is suppressed (${found.reason})`,
      'Set ALERT_TO to an address that takes mail',
    ),
  ];
}
