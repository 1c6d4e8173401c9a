import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';

/**
 * Pauses a digest that is being sent, with the reason for the operator; `resume` goes on where it
 * stopped.
 * @returns the digest, where it was not paused before
 */
export function pauseDigest(
  db: Queryable,
  digestId: number,
  { code, reply }: { code: 'refused' | 'unknown-recipients'; reply: string },
  now: Date,
): Promise<{ kind: string; date: string } | undefined> {
  return db.row(
    z.object({ kind: z.string(), date: z.string() }),
    sql`update digest set status = 'paused', reason = ${code}, reason_params = jsonb_build_object('reply', ${reply}::text),
        paused_at = ${now}
      where id = ${digestId} and status = 'sending' returning kind, date`,
  );
}

/** Minutes before the pause whose refusals as "unknown user" are doubtful. */
const doubtful = 10;

/**
 * The addresses of a digest that were refused as unknown within the last minutes, by whichever
 * sender, with these times. Once the digest is paused, results that are still under way suppress
 * nobody (`record.ts`).
 */
export function doubtfulRefusals(digestId: number): Sql {
  return sql`select email_key, clock_timestamp() - make_interval(mins => ${doubtful}), clock_timestamp()
    from delivery join subscriber on subscriber.id = subscriber_id
    where digest_id = ${digestId} and delivery.state = 'failed'`;
}
