import { sql, type Sql } from '../../db/sql.ts';

/**
 * Locks subscribers until the transaction ends. To avoid deadlocks, lock them in id order and
 * before any of their other rows. SQL, because Prisma has no row locks.
 */
export function lockSubscribers({
  ids = [],
  emailKeys = [],
}: {
  ids?: (number | null)[];
  emailKeys?: string[];
}): Sql {
  return sql`select from subscriber where id = any(${ids}::int[]) or email_key = any(${emailKeys}::text[]) order by id for update`;
}
