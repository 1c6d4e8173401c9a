import { sql, type Sql } from '../../db/sql.ts';

/** Minutes before a pause in which "unknown user" refusals are implausible. */
const minutes = 10;

/**
 * The addresses of a digest that any sender recorded as refused within the last minutes, with these
 * times. Once the digest is paused, results that are still being written suppress nobody
 * (`record.ts`). SQL: a fragment of other statements.
 */
export function implausibleRefusals(digestId: number): Sql {
  return sql`select email_key, clock_timestamp() - make_interval(mins => ${minutes}), clock_timestamp()
    from delivery join subscriber on subscriber.id = subscriber_id
    where digest_id = ${digestId} and delivery.state = 'failed'`;
}
