import type { Db, Queryable } from './client.ts';
import { sql } from './sql.ts';

/**
 * Runs a function under an advisory lock, so that only one process at a time does this work.
 * Postgres releases the lock if the process dies or the connection breaks; in the latter case
 * another process may do the same work, which is harmless.
 * @returns undefined if another process holds the lock
 */
export async function withAdvisoryLock<T>(
  db: Db,
  name: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const client = await db.direct.connect();
  let broken = true;
  try {
    const { rows } = await client.query<{ acquired: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as acquired',
      [name],
    );
    const done = rows[0]?.acquired === true ? await work() : undefined;
    await client.query('select pg_advisory_unlock_all()');
    broken = false;
    return done;
  } finally {
    // Closing the connection releases the lock.
    client.release(broken);
  }
}

/** Waits for an advisory lock, and holds it until the transaction ends. */
export async function lockInTransaction(tx: Queryable, name: string): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}
