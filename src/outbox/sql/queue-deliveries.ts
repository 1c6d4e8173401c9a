import { sql, type Sql } from '../../db/sql.ts';

/**
 * Queues deliveries; a reader who has one of the digest gets no second. SQL: a set of readers moves in one statement.
 * @param select of `digest_id, subscriber_id, due_at, expires_at, selection_id, state, reason`
 */
export function queueDeliveries(select: Sql): Sql {
  return sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at, selection_id, state, reason)
    ${select} on conflict do nothing`;
}
