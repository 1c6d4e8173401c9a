import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';

const counted = z.object({ current: z.number(), ttl: z.number() });

/** Counts a request. @returns how many there were in this window, and how long (ms) it lasts */
export async function countRequest(db: Queryable, name: string, window: number): Promise<z.output<typeof counted>> {
  const row = await db.row(
    counted,
    sql`insert into rate_limit as had (name, count, until)
      values (${name}, 1, clock_timestamp() + make_interval(secs => ${window / 1000}::float8))
      on conflict (name) do update set
        count = case when had.until <= clock_timestamp() then 1 else had.count + 1 end,
        until = case when had.until <= clock_timestamp() then excluded.until else had.until end
      returning count as current,
        greatest(0, ceil(extract(epoch from until - clock_timestamp()) * 1000))::int as ttl`,
  );
  return row ?? { current: 1, ttl: window };
}

/** Forgets clients whose window is over. */
export function forgetClients(db: Queryable): Promise<number> {
  return db.run(sql`delete from rate_limit where until < clock_timestamp()`);
}

/** Forgets what was counted under this name: a success ends the count of failures. */
export async function forgetCount(db: Queryable, name: string): Promise<void> {
  await db.run(sql`delete from rate_limit where name = ${name}`);
}
