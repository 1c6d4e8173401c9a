import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

/**
 * Skips what is queued for a subscriber, with a reason. One statement, because a sender may claim the same rows meanwhile.
 * Deliveries of finished digests are left alone: the counts of those are stored.
 */
export async function skipDeliveries(db: Queryable, subscriberId: number, reason: string): Promise<void> {
  await db.run(sql`update delivery set state = 'skipped', reason = ${reason}, next_at = null
    where subscriber_id = ${subscriberId} and state in ('queued', 'deferred')
      and digest_id in (select digest.id from digest where status in ('ready', 'sending', 'paused'))`);
}
