import { z } from 'zod';
import type { Queryable } from './client.ts';
import { sql } from './sql.ts';

/**
 * The time by the database's clock. Throttles and the expiry of tokens are compared with it, so
 * that processes whose clocks differ decide the same.
 */
export async function databaseNow(db: Queryable): Promise<Date> {
  const row = await db.row(z.object({ now: z.date() }), sql`select clock_timestamp() as now`);
  if (row === undefined) throw new Error('a select without a row');
  return row.now;
}
