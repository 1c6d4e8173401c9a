import { sql, type Sql } from '../../db/sql.ts';

// SQL fragments for statements that decide and enqueue at once. Call `wakeSenders` afterwards in
// the same transaction.

/**
 * Enqueues transactional emails.
 * @param select of `kind, subscriber_id, address, data, send_at` in this order: either a subscriber
 *   (mailed at the address current at the time of the claim) or an address; `send_at` is the time
 *   of the first attempt
 * @param hours after which they expire
 */
export function enqueueTransactional(select: Sql, hours = 24): Sql {
  // Times are stored in milliseconds, which may round the current time up.
  return sql`insert into transactional_email (kind, subscriber_id, address, data, state, reason, next_at, expires_at)
    select kind, subscriber_id, address, data, (case when waits then 'deferred' else 'queued' end)::delivery_state,
      case when waits then 'throttled' end, case when waits then send_at end,
      greatest(send_at, clock_timestamp()) + make_interval(hours => ${hours}::int)
    from (${select}) as email(kind, subscriber_id, address, data, send_at),
      lateral (select send_at > now() + interval '1 second' as waits) as turn`;
}

interface EmailRow {
  kind: string;
  subscriberId: number | null;
  address: string | null;
  /** JSON */
  data: string;
  /** Null: now. */
  sendAt: Date | null;
}

/** A single email for `enqueueTransactional`. */
export function oneEmail({ kind, subscriberId, address, data, sendAt }: EmailRow): Sql {
  return sql`select ${kind}::text, ${subscriberId}::int, ${address}::text, ${data}::jsonb,
    coalesce(${sendAt}::timestamptz, now())`;
}

/**
 * Enqueues deliveries. A subscriber who already has a delivery of the digest gets no second one.
 * @param select of `digest_id, subscriber_id, due_at, expires_at, selection_id, state, reason` in
 *   this order
 */
export function enqueueDeliveries(select: Sql): Sql {
  return sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at, selection_id, state, reason)
    ${select} on conflict do nothing`;
}

/** Wakes every sender when the transaction commits. */
export const notifyOutbox = sql`select pg_notify('outbox', '')`;
