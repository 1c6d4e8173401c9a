import type { Db, Queryable } from './client.ts';
import { sql } from './sql.ts';

/**
 * Does a piece of work that one process at a time may do, under an advisory lock of Postgres, which
 * a dead process does not keep.
 * @returns undefined where another does it now
 */
export async function alone<T>(
  db: Db,
  name: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = await db.pool.connect();
  // A connection that breaks meanwhile takes the lock with it: another process may do the same
  // work, which is harmless.
  client.on('error', () => {});
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as mine',
      [name],
    );
    return rows[0]?.mine === true ? await work() : undefined;
  } finally {
    // With its connection goes the lock.
    client.release(true);
  }
}

/** Waits for an advisory lock and holds it until the transaction ends. */
export async function lockInTransaction(tx: Queryable, name: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
