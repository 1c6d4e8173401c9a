import { sql, type Sql } from '../db/sql.ts';

/** A condition of claims: nothing is sent while the journal is ahead of the database. */
export const notHeld = sql`not exists (select from journal_state where held_at is not null)`;

/** SQL, because most commands add no entry and the first query through Prisma takes 48 MB. */
export const anyEntry = sql`select from journal_entry limit 1`;

/**
 * Creates the row of this database at its first start, and holds sending if the journal is ahead of
 * it. SQL, because sender processes run it too: the first query through Prisma costs a process 47
 * MB.
 * @param last the number of the last entry in the journal, by database
 */
export function holdIfOlder(last: Map<string, number>): Sql {
  return sql`with first_start as (insert into journal_state default values on conflict do nothing)
    update journal_state set held_at = coalesce(held_at, clock_timestamp())
    from unnest(${[...last.keys()]}::uuid[], ${[...last.values()]}::int[]) as journal(database, last)
    where journal.database = journal_state.database and (journal.last > sequence or held_at is not null)`;
}
