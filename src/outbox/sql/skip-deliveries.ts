import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import type { SkipReason } from '../reasons.ts';

// SQL: one statement over a set of rows, with a condition on another table; a sender may claim the
// same rows meanwhile.

const isOpen = sql`d.state in ('queued', 'deferred')`;

/**
 * Skips what is open for a subscriber. Digests that are sent or cancelled are left out: their
 * counts are final.
 */
export async function skipDeliveries(
  db: Queryable,
  subscriberId: number,
  reason: SkipReason,
): Promise<void> {
  await db.run(sql`update delivery d set state = 'skipped', reason = ${reason}, next_at = null
    from digest g where g.id = d.digest_id and g.status in ('ready', 'sending', 'paused')
      and d.subscriber_id = ${subscriberId} and ${isOpen}`);
}

/**
 * Skips what is open of cancelled digests: rows that a sender gave back while the cancel was being
 * committed.
 */
export async function skipCancelled(db: Queryable): Promise<void> {
  await db.run(sql`update delivery d set state = 'skipped', reason = 'cancelled', next_at = null
    from digest g where g.id = d.digest_id and g.status = 'cancelled' and ${isOpen}`);
}
