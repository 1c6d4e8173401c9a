import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { suppress } from '../subscribers/suppression.ts';
import { suppressionEndOf } from '../suppressions/sql.ts';
import { unsubscribeById } from '../subscribers/account/unsubscribe.ts';
import { type About, type BounceEvent, keptDiagnostic, keptStatus, type Kind, kinds } from './event.ts';

/** How many events changed something, by kind; `ignored` were known, old, or about nobody whom we mailed. */
export const recorded = z
  .object({
    hard: z.int(),
    soft: z.int(),
    refused: z.int(),
    complaint: z.int(),
    unsubscribe: z.int(),
    ignored: z.int(),
  })
  .meta({ id: 'Recorded' });
export type Recorded = z.output<typeof recorded>;

/** Days within which soft bounces count together. */
const softDays = 30;

/** Days of mail on which the domain of an address does not exist, until it is dead: a name server may be wrong for a day or two. */
const absentDays = 3;

/** Days of a provider's doubt: an event names a mail that left within these. */
const mailedDays = 60;

/**
 * Writes down what came back of mails, and draws the consequences: a dead or complaining address is suppressed, who asked for
 * no more is unsubscribed, soft bounces of `BOUNCE_SOFT_DAYS` different days within 30, or of three on which its domain does not
 * exist, make an address dead. All or nothing;
 * the same event twice changes nothing (a unique row decides), nor does one about somebody whom we never mailed, or about a
 * mail that left before its reader confirmed (anew), or before an operator lifted the suppression.
 * @param once a token that counts one time: nothing happens where it was used before
 */
export function recordBounces(ctx: Context, events: BounceEvent[], once?: string): Promise<Recorded> {
  return ctx.db.sqlTransaction(async (tx) => {
    const fresh = once === undefined || (await use(tx, once));
    const written = fresh ? await recordEvents(ctx, tx, events) : [];
    const count = (kind: Kind) => written.filter((one) => one.kind === kind).length;
    return {
      hard: count('hard'),
      soft: count('soft'),
      refused: count('refused'),
      complaint: count('complaint'),
      unsubscribe: count('unsubscribe'),
      ignored: events.length - written.length,
    };
  });
}

/** The same within a transaction. @returns the events that are new */
export async function recordEvents(ctx: Context, tx: Queryable, events: BounceEvent[]): Promise<Written[]> {
  if (events.length === 0) return [];
  const written = await write(tx, await resolve(tx, events), events);
  await conclude(ctx, tx, written);
  return written;
}

/** Hours that a used token is remembered: longer than a request that holds it is taken. */
const remembered = 50;

async function use(tx: Queryable, token: string): Promise<boolean> {
  const first = await tx.run(sql`insert into webhook_nonce (nonce, expires_at)
    values (${token}, clock_timestamp() + make_interval(hours => ${remembered})) on conflict do nothing`);
  return first === 1;
}

const resolved = z.object({
  /** Place among the events, from 1. */
  n: z.number(),
  subscriberId: z.number().nullable(),
  emailKey: z.string(),
  digestId: z.number().nullable(),
  leftAt: z.date(),
});
type Resolved = z.output<typeof resolved>;

/** Finds the reader, the address and the mail that each event is about; one that is about none of ours is left out. */
function resolve(tx: Queryable, events: BounceEvent[]): Promise<Resolved[]> {
  const about = events.map((event) => columnsOf(event.about));
  return tx.rows(
    resolved,
    sql`with given as (
      select * from unnest(${about.map((one) => one.digestId)}::int[], ${about.map((one) => one.subscriberId)}::int[],
        ${about.map((one) => one.mailId)}::int[], ${about.map((one) => one.email)}::text[], ${events.map(({ at }) => at)}::timestamptz[])
        with ordinality as g(digest_id, subscriber_id, mail_id, email_key, at, n)
    ), by_delivery as (
      select n, s.id, s.email_key, d.digest_id, coalesce(d.sent_at, d.due_at) as left_at
      from given g join delivery d on d.digest_id = g.digest_id and d.subscriber_id = g.subscriber_id
        join subscriber s on s.id = g.subscriber_id
      where (d.attempts > 0 or d.state = 'sending') and coalesce(g.email_key = s.email_key, true)
    ), by_mail as (
      select n, s.id, coalesce(s.email_key, lower(m.address)) as email_key, null::int as digest_id, coalesce(m.sent_at, m.created_at) as left_at
      from given g join transactional_email m on m.id = g.mail_id left join subscriber s on s.id = m.subscriber_id
      where (m.attempts > 0 or m.state = 'sending') and coalesce(g.email_key = coalesce(s.email_key, lower(m.address)), true)
    ), by_token as (
      select n, s.id, s.email_key, null::int as digest_id, g.at as left_at from given g join subscriber s on s.id = g.subscriber_id
      where g.digest_id is null
    ), by_address as (
      select n, s.id, g.email_key, mailed.digest_id, mailed.left_at
      from given g left join subscriber s on s.email_key = g.email_key cross join lateral (
        select digest_id, left_at from (
          select d.digest_id, coalesce(d.sent_at, d.due_at) as left_at
          from digest join delivery d on d.digest_id = digest.id and d.subscriber_id = s.id and (d.attempts > 0 or d.state = 'sending')
          where digest.starts_at > g.at - make_interval(days => ${mailedDays})
          union all
          select null, coalesce(sent_at, created_at) from transactional_email where subscriber_id = s.id and attempts > 0
          union all
          select null, coalesce(sent_at, created_at) from transactional_email where address is not null and lower(address) = g.email_key and attempts > 0
        ) as mails where mails.left_at < g.at + interval '5 minutes'
        order by left_at desc limit 1
      ) as mailed
      where g.digest_id is null and g.subscriber_id is null and g.mail_id is null
    )
    select n, id as "subscriberId", email_key as "emailKey", digest_id as "digestId", left_at as "leftAt" from (
      select * from by_delivery union all select * from by_mail union all select * from by_token union all select * from by_address
    ) as found order by n`,
  );
}

function columnsOf(about: About) {
  const none = { digestId: null, subscriberId: null, mailId: null };
  const email = 'email' in about ? (about.email?.toLowerCase() ?? null) : null;
  if ('subscriberId' in about) return { ...none, email, subscriberId: about.subscriberId };
  return 'row' in about ? { ...none, email, ...about.row } : { ...none, email };
}

const written = z.object({
  source: z.string(),
  kind: z.enum(kinds),
  subscriberId: z.number().nullable(),
  emailKey: z.string(),
  status: z.string().nullable(),
  diagnostic: z.string().nullable(),
});
type Written = z.output<typeof written>;

/**
 * Since when mails to an address count: who agreed (anew), moved, or was let back by an operator starts afresh; the end of a pause
 * is none of these. Who moved has not taken back that they asked for no more.
 */
const since = sql`coalesce(greatest(
  (select max(c.given_at) from consent c where c.subscriber_id = s.id
    and (b.kind <> 'unsubscribe' or c.event is distinct from 'address-changed')),
  ${suppressionEndOf(sql`b.email_key`)}), '-infinity')`;

/** @returns the events that are new, and neither old nor about an address that is somebody else's by now */
async function write(tx: Queryable, found: Resolved[], events: BounceEvent[]): Promise<Written[]> {
  const ids = found.map(({ subscriberId }) => subscriberId);
  await tx.run(sql`select from subscriber where id = any(${ids}::int[]) order by id for update`);
  const known = found.flatMap((one) => {
    const event = events[one.n - 1];
    return event === undefined ? [] : [{ ...one, event }];
  });
  const column = <T>(read: (one: (typeof known)[number]) => T): T[] => known.map(read);
  return tx.rows(
    written,
    sql`insert into bounce (source, event_id, kind, subscriber_id, email_key, digest_id, left_at, status, class, rule, diagnostic)
      select b.source, b.event_id, case when b.kind in ('hard', 'soft') and exists (select from bounce_alert a where a.digest_id = b.digest_id
            and (coalesce(b.rule, 'none') = any(a.doubted) or (b.kind = 'hard' and 'hard' = any(a.doubted))))
          then 'refused' else b.kind end,
        b.subscriber_id, b.email_key, b.digest_id, b.left_at, b.status, b.class, b.rule, b.diagnostic
      from unnest(${column(({ event }) => event.source)}::text[], ${column(({ event }) => event.eventId)}::text[],
        ${column(({ event }) => event.kind)}::bounce_kind[], ${column((one) => one.subscriberId)}::int[],
        ${column((one) => one.emailKey)}::text[], ${column((one) => one.digestId)}::int[], ${column((one) => one.leftAt)}::timestamptz[],
        ${column(({ event }) => keptStatus(event.status))}::text[], ${column(({ event }) => event.class ?? null)}::text[],
        ${column(({ event }) => event.rule ?? null)}::text[], ${column(({ event }) => keptDiagnostic(event.diagnostic))}::text[])
        as b(source, event_id, kind, subscriber_id, email_key, digest_id, left_at, status, class, rule, diagnostic)
      left join subscriber s on s.id = b.subscriber_id
      where (b.subscriber_id is null or s.email_key = b.email_key) and b.left_at >= ${since}
      order by b.source, b.event_id
      on conflict (source, event_id) do nothing
      returning source, kind, subscriber_id as "subscriberId", email_key as "emailKey", status, diagnostic`,
  );
}

/** Suppresses and unsubscribes as the new events say. */
async function conclude(ctx: Context, tx: Queryable, events: Written[]): Promise<void> {
  const of = (kind: Kind) => events.filter((event) => event.kind === kind);
  const findings = [
    ...of('hard').map((event) => finding(event, 'bounced')),
    ...of('complaint').map((event) => finding(event, 'complained')),
    ...(await wornOut(ctx, tx, of('soft'))).map((event) =>
      finding(event, 'bounced', 'too many soft bounces, the last: '),
    ),
  ];
  if (findings.length > 0) await suppress(tx, findings);
  const leaving = of('unsubscribe').flatMap(({ subscriberId }) => (subscriberId === null ? [] : [subscriberId]));
  if (leaving.length > 0) await unsubscribeById({ db: tx }, ...leaving);
}

function finding({ emailKey, source, status, diagnostic }: Written, reason: 'bounced' | 'complained', why = '') {
  const said = [status, diagnostic].filter((part) => part !== null).join(' ');
  return { emailKey, reason, evidence: `${source}: ${why}${said === '' ? reason : said}` };
}

/** Those whose address had soft bounces on too many days. */
async function wornOut(ctx: Context, tx: Queryable, soft: Written[]): Promise<Written[]> {
  if (soft.length === 0) return [];
  const rows = await tx.rows(
    z.object({ emailKey: z.string() }),
    sql`select b.email_key as "emailKey" from bounce b left join subscriber s on s.id = b.subscriber_id
      where b.kind = 'soft' and b.email_key = any(${soft.map(({ emailKey }) => emailKey)}::text[])
        and b.left_at > ${ctx.now()}::timestamptz - make_interval(days => ${softDays}) and b.left_at >= ${since}
      group by b.email_key
      having count(distinct (b.left_at at time zone 'UTC')::date) >= ${ctx.config.BOUNCE_SOFT_DAYS}
        or count(distinct (b.left_at at time zone 'UTC')::date) filter (where b.class = 'domain-unknown') >= ${absentDays}`,
  );
  const worn = new Set(rows.map(({ emailKey }) => emailKey));
  return soft.filter(({ emailKey }) => worn.has(emailKey));
}

/** Days that events are kept: long past the last day that a source tells of one again. */
const keptDays = 90;

/** Forgets old events and tokens; what followed from them stays. */
export async function forgetBounces({ db }: Context): Promise<number> {
  await db.run(sql`delete from webhook_nonce where expires_at < clock_timestamp()`);
  return db.run(sql`delete from bounce where created_at < clock_timestamp() - make_interval(days => ${keptDays})`);
}
