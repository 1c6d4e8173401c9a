import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql, type Sql } from '../db/sql.ts';
import { isSuppressed } from '../suppressions/sql.ts';

/** A claimed row as the statements below give it. */
const claimed = z.object({
  /** `digest`, or the kind of a transactional mail: the renderer's name. */
  kind: z.string(),
  /** The delivery's key, or null for a transactional mail. */
  digestId: z.int().nullable(),
  selectionId: z.int().nullable(),
  /** The transactional mail's key, or null for a delivery. */
  mailId: z.int().nullable(),
  subscriberId: z.int().nullable(),
  /** The envelope: the address as it was at the claim. */
  address: z.string(),
  language: z.string().nullable(),
  timezone: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  /** Raised by each claim: an outcome is written only where it is still the same. */
  fence: z.int(),
  /** Made before this one. */
  attempts: z.int(),
});

export type ClaimedRow = z.output<typeof claimed>;

/** What a claim found: rows to send, and how many rows it looked at (the skipped ones too). */
export interface ClaimBatch {
  rows: ClaimedRow[];
  touched: number;
}

/** Where the last claim of queued rows ended; `{digestId: 0, subscriberId: 0}` starts over. */
export interface Cursor {
  digestId: number;
  subscriberId: number;
}

export const start: Cursor = { digestId: 0, subscriberId: 0 };

/** Why a reader gets nothing, decided at the last moment; null lets the mail go. */
const obstacle = sql`case
  when s.id is null then 'erased'
  when s.status = 'pending' then 'unsubscribed'
  when s.status <> 'active' then s.status::text
  when ${isSuppressed(sql`s.email_key`)} then 'suppressed' end`;

const touched = z.object({ obstacle: z.string().nullable(), row: z.unknown() });

async function claim(db: Queryable, statement: Sql): Promise<ClaimBatch> {
  const all = await db.rows(touched, statement);
  const rows = all.filter(({ obstacle }) => obstacle === null).map(({ row }) => claimed.parse(row));
  return { rows, touched: all.length };
}

/** The reason of a row that waits for its turn among the mails to its domain. */
const awaitsTurn = 'waits for its turn among the mails to its domain';

/**
 * Gives each row of a domain its moment, `1 / perSecond` after the one before: all senders take from one row per domain
 * (a leaky bucket as a schedule), so a row waits once and is not claimed again and again.
 */
function takeTurns(perSecond: number): Sql {
  return sql`, asking as (
      select domain, count(*) as count from judged
      where obstacle is null and paused_until is null and not has_turn group by domain order by domain
    ), asked as (
      insert into recipient_domain as d (domain, next_turn_at)
      select domain, clock_timestamp() + make_interval(secs => count / ${perSecond}::float8) from asking
      on conflict (domain) do update set next_turn_at = greatest(d.next_turn_at, clock_timestamp())
        + make_interval(secs => (select count from asking where domain = excluded.domain) / ${perSecond}::float8)
      returning domain, next_turn_at
    ), turns as (
      select digest_id, subscriber_id, next_turn_at - make_interval(secs => (asking.count
        - row_number() over (partition by domain order by subscriber_id) + 1) / ${perSecond}::float8) as turn
      from judged join asked using (domain) join asking using (domain)
      where obstacle is null and paused_until is null and not has_turn
    )`;
}

/** The same without a limit. */
const noTurns = sql`, turns as (select null::int as digest_id, null::int as subscriber_id, null::timestamptz as turn limit 0)`;

/** What the claims of deliveries have in common. */
interface ClaimOptions {
  senderId: number;
  limit: number;
  now: Date;
  /** Mails per second to one domain, for the whole system; 0: no limit. */
  turns: number;
}

/**
 * Judges the locked deliveries in `taken` and marks them: `sending` under a new fence, `skipped`, or `deferred` while their
 * domain rests or it is not their turn.
 */
function takeDeliveries(taken: Sql, { senderId, now, turns }: ClaimOptions): Sql {
  return sql`with taken as materialized (${taken}), judged as (
      select taken.digest_id, taken.subscriber_id, taken.has_turn, s.email, s.language, s.timezone,
        split_part(s.email_key, '@', 2) as domain,
        case when taken.expires_at <= ${now} then coalesce(${obstacle}, 'expired') else ${obstacle} end as obstacle,
        paused.paused_until
      from taken left join subscriber s on s.id = taken.subscriber_id
        left join recipient_domain paused on paused.domain = split_part(s.email_key, '@', 2)
          and paused.paused_until > clock_timestamp()
    )${turns > 0 ? takeTurns(turns) : noTurns}, decided as (
      select judged.*, coalesce(paused_until, turn) as wait_until,
        case when paused_until is not null then 'the domain rests' when turn is not null then ${awaitsTurn} end as waits_for
      from judged left join turns on turns.digest_id = judged.digest_id and turns.subscriber_id = judged.subscriber_id
        and turn > clock_timestamp() + interval '100 milliseconds'
    )
    update delivery d set
      state = (case when j.obstacle is not null then 'skipped' when waits_for is not null then 'deferred' else 'sending' end)::delivery_state,
      sender_id = case when j.obstacle is null and waits_for is null then ${senderId}::int end,
      reason = coalesce(j.obstacle, waits_for),
      next_at = case when j.obstacle is null then wait_until end, fence = d.fence + 1
    from decided j where d.digest_id = j.digest_id and d.subscriber_id = j.subscriber_id
    returning coalesce(j.obstacle, waits_for) as obstacle,
      jsonb_build_object('kind', 'digest', 'digestId', d.digest_id,
      'selectionId', d.selection_id, 'mailId', null, 'subscriberId', d.subscriber_id, 'address', j.email,
      'language', j.language, 'timezone', j.timezone, 'data', '{}'::jsonb, 'fence', d.fence,
      'attempts', d.attempts) as row`;
}

/**
 * Claims at most `limit` queued deliveries of digests that are being sent, in the order of the
 * partial index. The cursor spares the scan the dead index entries of rows just sent: without it
 * each claim walks over all that went out since the last vacuum.
 */
export async function claimQueued(
  db: Queryable,
  { after, ...options }: ClaimOptions & { after: Cursor },
): Promise<ClaimBatch & { cursor: Cursor }> {
  const { limit } = options;
  const taken = sql`select d.digest_id, d.subscriber_id, d.expires_at, false as has_turn
    from digest g cross join lateral (
      select q.digest_id, q.subscriber_id, q.expires_at from delivery q
      where q.state = 'queued' and q.digest_id = g.id
        and q.subscriber_id > case when g.id = ${after.digestId} then ${after.subscriberId}::int else 0 end
      order by q.subscriber_id limit ${limit} for update skip locked
    ) d
    where g.status = 'sending' order by g.id limit ${limit}`;
  const batch = await claim(db, takeDeliveries(taken, options));
  return { ...batch, cursor: batch.touched < limit ? start : furthest(batch.rows) };
}

/** The last row in the order of the claim; `returning` promises no order. */
function furthest(rows: ClaimedRow[]): Cursor {
  const digestId = Math.max(0, ...rows.map((row) => row.digestId ?? 0));
  const ids = rows.filter((row) => row.digestId === digestId).map((row) => row.subscriberId ?? 0);
  return { digestId, subscriberId: Math.max(0, ...ids) };
}

/** Claims deliveries whose pause after a transient refusal (or an uncertain end) is over. */
export function claimRetries(db: Queryable, options: ClaimOptions): Promise<ClaimBatch> {
  // A turn that went by while nobody claimed is no turn any more: a burst would follow.
  const taken = sql`select d.digest_id, d.subscriber_id, d.expires_at,
      coalesce(d.reason, '') = ${awaitsTurn} and d.next_at > clock_timestamp() - interval '5 seconds' as has_turn
    from delivery d join digest g on g.id = d.digest_id and g.status = 'sending'
    where (d.state = 'deferred' or d.state = 'uncertain') and d.next_at <= clock_timestamp()
    order by d.next_at limit ${options.limit} for update of d skip locked`;
  return claim(db, takeDeliveries(taken, options));
}

/**
 * Claims at most `limit` transactional mails: new ones, oldest first, then those whose pause is over. A suppressed address
 * gets none; a confirmation goes to somebody who is not active yet, so the status does not matter here.
 */
export function claimMails(
  db: Queryable,
  { senderId, limit }: { senderId: number; limit: number },
): Promise<ClaimBatch> {
  return claim(
    db,
    sql`with fresh as materialized (
      select id, subscriber_id, address, expires_at from mail where state = 'queued'
      order by id limit ${limit} for update skip locked
    ), due as materialized (
      select id, subscriber_id, address, expires_at from mail
      where (state = 'deferred' or state = 'uncertain') and next_at <= clock_timestamp()
      order by next_at limit ${limit} - (select count(*) from fresh) for update skip locked
    ), taken as (
      select * from fresh union all select * from due
    ), judged as (
      select t.id, coalesce(s.email, t.address) as email, s.language, s.timezone, case
        when t.expires_at <= clock_timestamp() then 'expired'
        when ${isSuppressed(sql`lower(coalesce(s.email, t.address))`)} then 'suppressed' end as obstacle
      from taken t left join subscriber s on s.id = t.subscriber_id
    )
    update mail m set
      state = (case when j.obstacle is null then 'sending' else 'skipped' end)::delivery_state,
      sender_id = case when j.obstacle is null then ${senderId}::int end,
      reason = j.obstacle, next_at = null, fence = m.fence + 1
    from judged j where m.id = j.id
    returning j.obstacle, jsonb_build_object('kind', m.kind, 'digestId', null, 'selectionId', null,
      'mailId', m.id, 'subscriberId', m.subscriber_id, 'address', j.email, 'language', j.language,
      'timezone', j.timezone, 'data', m.data, 'fence', m.fence, 'attempts', m.attempts) as row`,
  );
}
