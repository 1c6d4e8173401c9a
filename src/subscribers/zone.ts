import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { Problem } from '../problem.ts';

/**
 * Node and Postgres bring their own lists of time zones; one that Postgres lacks would stop every reader's schedule.
 * @throws Problem 422 when Postgres does not know the zone
 */
export async function checkZone(db: Queryable, zone: string | null | undefined): Promise<void> {
  if (zone === null || zone === undefined || zone === 'UTC') return;
  try {
    await db.row(z.unknown(), sql`select now() at time zone ${zone}`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '22023') {
      const message = 'a time zone such as Europe/Berlin';
      throw new Problem(422, 'Invalid input', `timezone: ${message}`, [{ path: 'timezone', message }]);
    }
    throw error;
  }
}
