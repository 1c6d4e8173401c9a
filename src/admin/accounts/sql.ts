import type { Config } from '../../config/config.ts';
import { sql, type Sql } from '../../db/sql.ts';

/**
 * Sessions that ended: unused for SESSION_IDLE_TIMEOUT, or older than SESSION_LIFETIME. By the
 * database's clock, which all servers share.
 */
function isExpired({ SESSION_IDLE_TIMEOUT: idle, SESSION_LIFETIME: lifetime }: Config): Sql {
  return sql`(last_used_at < clock_timestamp() - make_interval(secs => ${idle / 1000}::float8)
    or started_at < clock_timestamp() - make_interval(secs => ${lifetime / 1000}::float8))`;
}

/** SQL, because the expiry is by the database's clock. */
export function deleteExpiredSessions(config: Config): Sql {
  return sql`delete from operator_session where ${isExpired(config)}`;
}

/**
 * SQL, because the lookup and the update of `last_used_at` are one round trip, and the expiry is by
 * the database's clock.
 */
export function useSession(config: Config, tokenHash: string): Sql {
  return sql`with found as materialized (
      select token_hash, operator_id, email, last_used_at from operator_session join operator on operator.id = operator_id
      where token_hash = ${tokenHash} and not ${isExpired(config)}
    ), used as (
      update operator_session set last_used_at = clock_timestamp() from found
      where operator_session.token_hash = found.token_hash and found.last_used_at < clock_timestamp() - interval '1 minute'
    )
    select token_hash "tokenHash", operator_id "operatorId", email from found`;
}
