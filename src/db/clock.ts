import { z } from 'zod';
import type { Queryable } from './client.ts';
import { sql } from './sql.ts';

/**
 * The current time of the database. Throttles and token expiry use it, so that processes whose
 * clocks differ reach the same decision.
 */
export async function databaseNow(db: Queryable): Promise<Date> {
  const row = await db.row(z.object({ now: z.date() }), sql`select clock_timestamp() as now`);
  if (row === undefined) throw new Error('a select without a row');
  return row.now;
}
