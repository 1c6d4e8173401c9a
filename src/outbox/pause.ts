import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';

/**
 * Pauses a digest that is being sent, with the reason for the operator; `resume` goes on where it stopped.
 * @returns the digest, where it was not paused before
 */
export function pauseDigest(
  db: Queryable,
  digestId: number,
  reason: string,
  now: Date,
): Promise<{ kind: string; date: string } | undefined> {
  return db.row(
    z.object({ kind: z.string(), date: z.string() }),
    sql`update digest set status = 'paused', reason = ${reason}, paused_at = ${now}
      where id = ${digestId} and status = 'sending' returning kind, date`,
  );
}

/** Minutes of "no such user" that a burst makes doubtful. */
const doubtful = 10;

/**
 * Takes back what the last minutes' "no such user" did to readers of a digest, whichever sender heard it, until the
 * operator has looked: each is again what they were before. What is still under way suppresses nobody once the digest is paused (`record.ts`).
 */
export async function holdSuppressions(db: Queryable, digestId: number): Promise<void> {
  await db.run(sql`with held as (
      delete from suppression p using subscriber s, delivery d
      where p.reason = 'bounced' and p.created_at > clock_timestamp() - make_interval(mins => ${doubtful})
        and s.email_key = p.email_key and d.digest_id = ${digestId} and d.subscriber_id = s.id and d.state = 'failed'
      returning s.id, p.before
    )
    update subscriber set status = held.before from held
    where subscriber.id = held.id and status = 'bounced' and held.before is not null`);
}
