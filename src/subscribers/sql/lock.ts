import { sql, type Sql } from '../../db/sql.ts';

/**
 * Locks a subscriber until the transaction ends, which Prisma cannot do; always before other rows
 * of theirs.
 */
export function lockById(id: number): Sql {
  return sql`select from subscriber where id = ${id} for update`;
}

/**
 * Locks subscribers until the transaction ends, in the order of their ids, so that two of these
 * never wait for each other in a circle.
 */
export function lockByAddress(emailKeys: string[]): Sql {
  return sql`select from subscriber where email_key = any(${emailKeys}::text[]) order by id for update`;
}
