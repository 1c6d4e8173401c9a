import { z } from 'zod';
import type { Queryable } from './client.ts';
import { sql } from './sql.ts';

/**
 * The first instants at which clocks in a zone show these local times, `2026-03-10T08:00`. SQL: a
 * database function holds the rule for hours that a clock change repeats or skips, because fan-out
 * needs it for sets of subscribers.
 * @throws DatabaseError 22023 if Postgres does not know the zone
 */
export async function instantsOf(db: Queryable, zone: string, locals: string[]): Promise<Date[]> {
  const rows = await db.rows(
    z.object({ at: z.date() }),
    sql`select first_instant(local, ${zone}) as at from unnest(${locals}::timestamp[]) with ordinality as asked(local, place)
      order by place`,
  );
  return rows.map(({ at }) => at);
}
