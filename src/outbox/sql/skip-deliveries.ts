import type { DigestStatus } from '../../generated/prisma/client.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import type { SkipReason } from '../reasons.ts';

/**
 * Skips the open deliveries of a subscriber. Digests that are sent or cancelled are left out,
 * because their counts are final.
 */
export function skipDeliveries(
  db: Queryable,
  subscriberId: number,
  reason: SkipReason,
): Promise<number> {
  return skipOpen(db, { subscriberId, reason, digests: ['ready', 'sending', 'paused'] });
}

/**
 * Skips the open deliveries of cancelled digests: rows that a sender returned while the cancel was
 * being committed.
 */
export function skipCancelled(db: Queryable): Promise<number> {
  return skipOpen(db, { subscriberId: null, reason: 'cancelled', digests: ['cancelled'] });
}

/**
 * SQL: one statement updates a set of rows with a condition on another table, while senders may
 * claim the same rows.
 */
function skipOpen(
  db: Queryable,
  {
    subscriberId,
    reason,
    digests,
  }: { subscriberId: number | null; reason: SkipReason; digests: DigestStatus[] },
): Promise<number> {
  return db.run(sql`update delivery d set state = 'skipped', reason = ${reason}, next_at = null
    from digest g where g.id = d.digest_id and g.status = any(${digests}::digest_status[])
      and (${subscriberId}::int is null or d.subscriber_id = ${subscriberId}::int)
      and d.state in ('queued', 'deferred')`);
}
