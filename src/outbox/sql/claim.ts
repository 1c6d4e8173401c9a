import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { notHeld } from '../../journal/sql.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { claimedRow, type ClaimedRow } from '../claimed-row.ts';

// SQL: one statement in the sending path locks rows with `skip locked`, checks them and marks them.

/**
 * The rows to send, and the number of rows claimed, including those that the claim skipped or
 * deferred.
 */
export interface ClaimBatch {
  rows: ClaimedRow[];
  touched: number;
}

/** Where the last claim of queued rows ended. */
export interface Cursor {
  digestId: number;
  subscriberId: number;
}

export const start: Cursor = { digestId: 0, subscriberId: 0 };

/** `reason`: why the row is not sent now. Such a row may lack an address. */
const touchedRow = z.object({ reason: z.string().nullable(), row: z.unknown() });

export async function claim(db: Queryable, statement: Sql): Promise<ClaimBatch> {
  const touched = await db.rows(touchedRow, statement);
  const toSend = touched.filter(({ reason }) => reason === null);
  return { rows: toSend.map(({ row }) => claimedRow.parse(row)), touched: touched.length };
}

export interface ClaimOptions {
  senderId: number;
  limit: number;
  now: Date;
  /** Maximum emails per second to one domain, for the whole system; 0 means no limit. */
  perDomain: number;
}

/**
 * The locked rows with their recipients, the reason to skip each, and the end of their domain's
 * pause.
 */
function check(locked: Sql, now: Date): Sql {
  return sql`locked as materialized (${locked}), checked as (
      select locked.digest_id, locked.subscriber_id, locked.expires_at, locked.has_turn, s.email, s.language, s.timezone,
        cardinality(s.previous_email_hashes) as moves, split_part(s.email_key, '@', 2) as domain,
        case when s.id is null then 'erased' when s.status = 'pending' then 'unsubscribed'
          when s.status <> 'active' then s.status::text
          when ${isSuppressed({ column: 's.email_key' })} then 'suppressed'
          when locked.expires_at <= ${now} then 'expired' end as skip_reason,
        domain.paused_until
      from locked left join subscriber s on s.id = locked.subscriber_id
        left join recipient_domain domain on domain.domain = split_part(s.email_key, '@', 2)
          and domain.paused_until > clock_timestamp()
    )`;
}

/**
 * Gives each row of a domain its turn, `1 / perDomain` seconds after the previous one. All senders
 * schedule turns through one row per domain (a leaky bucket), so a row waits once instead of being
 * claimed repeatedly. A row whose turn would come after its expiry gets none: its turn would delay
 * the rows of the next digest, of which then more would expire. It waits until a minute after its
 * expiry (clocks may differ), when the claim closes it as expired.
 */
function takeTurns(perDomain: number, now: Date): Sql {
  return sql`ordered as (
      select checked.*, expires_at - ${now} as valid_for, greatest(d.next_turn_at, clock_timestamp()) - clock_timestamp()
        + make_interval(secs => (row_number() over (partition by domain order by subscriber_id) - 1) / ${perDomain}::float8) as delay
      from checked left join recipient_domain d using (domain)
      where skip_reason is null and checked.paused_until is null and not has_turn
    ), waiting as (
      select * from ordered where delay < valid_for
    ), wanted as (
      select domain, count(*) as count from waiting group by domain order by domain
    ), taken as (
      insert into recipient_domain as d (domain, next_turn_at)
      select domain, clock_timestamp() + make_interval(secs => count / ${perDomain}::float8) from wanted
      on conflict (domain) do update set next_turn_at = greatest(d.next_turn_at, clock_timestamp())
        + make_interval(secs => (select count from wanted where domain = excluded.domain) / ${perDomain}::float8)
      returning domain, next_turn_at
    ), turns as (
      select digest_id, subscriber_id, next_turn_at - make_interval(secs => (wanted.count
        - row_number() over (partition by domain order by subscriber_id) + 1) / ${perDomain}::float8) as turn_at
      from waiting join taken using (domain) join wanted using (domain)
      union all
      select digest_id, subscriber_id, clock_timestamp() + valid_for + interval '1 minute' from ordered where delay >= valid_for
    )`;
}

const noTurns = sql`turns as (select null::int as digest_id, null::int as subscriber_id, null::timestamptz as turn_at limit 0)`;

/**
 * Marks the rows: `sending` with a new fencing token, `skipped`, or `deferred`. A turn within the
 * next 0.1 s counts as now.
 */
function claimDeliveries(
  db: Queryable,
  locked: Sql,
  { senderId, now, perDomain }: ClaimOptions,
): Promise<ClaimBatch> {
  return claim(
    db,
    sql`with ${check(locked, now)}, ${perDomain > 0 ? takeTurns(perDomain, now) : noTurns}, decided as (
      select checked.*, coalesce(paused_until, turn_at) as wait_until, coalesce(skip_reason,
        case when paused_until is not null then 'domain-paused' when turn_at is not null then 'awaiting-turn' end) as reason
      from checked left join turns on turns.digest_id = checked.digest_id and turns.subscriber_id = checked.subscriber_id
        and turn_at > clock_timestamp() + interval '100 milliseconds'
    )
    update delivery d set
      state = (case when skip_reason is not null then 'skipped' when c.reason is not null then 'deferred'
        else 'sending' end)::delivery_state,
      sender_id = case when c.reason is null then ${senderId}::int end, reason = c.reason, detail = null,
      next_at = case when skip_reason is null then wait_until end, fencing_token = d.fencing_token + 1
    from decided c where d.digest_id = c.digest_id and d.subscriber_id = c.subscriber_id
    returning c.reason, jsonb_build_object('kind', 'digest', 'digestId', d.digest_id,
      'selectionId', d.selection_id, 'transactionalEmailId', null, 'subscriberId', d.subscriber_id, 'address', c.email,
      'moves', c.moves, 'language', c.language, 'timezone', c.timezone, 'data', '{}'::jsonb, 'fencingToken', d.fencing_token,
      'relayId', d.relay_id, 'attempts', d.attempts) as row`,
  );
}

/**
 * Claims at most `limit` queued deliveries of digests that are being sent, in the order of the
 * partial index. Starting at the cursor avoids the dead index entries of rows just sent: without
 * it, each claim would scan everything sent since the last vacuum.
 */
export async function claimQueued(
  db: Queryable,
  { after, ...options }: ClaimOptions & { after: Cursor },
): Promise<ClaimBatch & { cursor: Cursor }> {
  const locked = sql`select d.digest_id, d.subscriber_id, d.expires_at, false as has_turn
    from digest g cross join lateral (
      select q.digest_id, q.subscriber_id, q.expires_at from delivery q
      where q.state = 'queued' and q.digest_id = g.id
        and q.subscriber_id > case when g.id = ${after.digestId} then ${after.subscriberId}::int else 0 end
      order by q.subscriber_id limit ${options.limit} for update skip locked
    ) d
    where g.status = 'sending' and ${notHeld} order by g.id limit ${options.limit}`;
  const batch = await claimDeliveries(db, locked, options);
  return { ...batch, cursor: batch.touched < options.limit ? start : furthest(batch.rows) };
}

/** The last row in the order of the claim. `returning` does not guarantee an order. */
function furthest(rows: ClaimedRow[]): Cursor {
  const digestId = Math.max(0, ...rows.map((row) => row.digestId ?? 0));
  const ids = rows.filter((row) => row.digestId === digestId).map((row) => row.subscriberId ?? 0);
  return { digestId, subscriberId: Math.max(0, ...ids) };
}

/**
 * Claims deferred and uncertain deliveries that are due. `statement_timestamp` ends the index scan;
 * with the volatile `clock_timestamp`, each claim read every deferred row: 78 ms for 100,000.
 */
export function claimRetries(db: Queryable, options: ClaimOptions): Promise<ClaimBatch> {
  // A turn that passed without a claim is lost; otherwise a burst would follow.
  const locked = sql`select d.digest_id, d.subscriber_id, d.expires_at,
      coalesce(d.reason = 'awaiting-turn', false) and d.next_at > clock_timestamp() - interval '5 seconds' as has_turn
    from delivery d join digest g on g.id = d.digest_id and g.status = 'sending'
    where (d.state = 'deferred' or d.state = 'uncertain') and d.next_at <= statement_timestamp() and ${notHeld}
    order by d.next_at limit ${options.limit} for update of d skip locked`;
  return claimDeliveries(db, locked, options);
}
