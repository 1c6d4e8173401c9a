import type { Db } from './client.ts';

/**
 * Does a piece of work that one process at a time may do, under an advisory lock of Postgres, which a dead process does not keep.
 * @returns undefined where another does it now
 */
export async function alone<T>(db: Db, name: string, work: () => Promise<T>): Promise<T | undefined> {
  const client = await db.pool.connect();
  // A connection that breaks meanwhile takes the lock with it: another process may do the same work, which is harmless.
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
