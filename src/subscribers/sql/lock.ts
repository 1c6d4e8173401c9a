import { sql, type Sql } from '../../db/sql.ts';

/**
 * Locks subscribers until the transaction ends, always before other rows of theirs, and in the
 * order of their ids, so that two transactions cannot deadlock. SQL, because Prisma has no row
 * locks.
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
