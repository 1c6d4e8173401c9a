import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { isSuppressed } from '../../suppressions/sql.ts';

/**
 * Queues the failed deliveries of a digest again, except those whose address is the cause: it is
 * suppressed, its subscriber is no longer active, or it is invalid in an envelope. Any relay may
 * send them. SQL: the condition covers the subscriber and the suppression of each delivery.
 * @returns how many were queued
 */
export function queueFailed(db: Queryable, digestId: number, expiresAt: Date): Promise<number> {
  return db.run(sql`update delivery set state = 'queued', reason = null, detail = null, next_at = null, attempts = 0,
      relay_id = null, expires_at = greatest(expires_at, ${expiresAt}::timestamptz)
    from subscriber where subscriber.id = subscriber_id and subscriber.status = 'active'
      and digest_id = ${digestId} and state = 'failed' and reason is distinct from 'invalid-envelope'
      and not ${isSuppressed({ column: 'subscriber.email_key' })}`);
}
