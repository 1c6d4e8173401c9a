import { z } from 'zod';
import type { Context } from '../context.ts';
import { clientHash } from './client-hash.ts';
import { sql } from '../db/sql.ts';
import { Problem } from '../problem.ts';

/** Seconds of a window. */
const window = 60;

/**
 * Counts a request of a client in Postgres, so that all replicas share the limit.
 * @throws Problem 429 when the client has had `most` in this minute
 */
export async function limitRate(ctx: Context, name: string, ip: string, most: number): Promise<void> {
  const key = `rate:${name}:${clientHash(ctx.keys, ip) ?? ''}`;
  const row = await ctx.db.row(
    z.object({ count: z.number(), wait: z.number() }),
    sql`insert into throttle as t (name, tokens, at, until)
      values (${key}, 1, clock_timestamp(), clock_timestamp() + make_interval(secs => ${window}))
      on conflict (name) do update set
        tokens = case when t.until <= clock_timestamp() then 1 else t.tokens + 1 end,
        until = case when t.until <= clock_timestamp() then excluded.until else t.until end
      returning tokens as count, ceil(extract(epoch from until - clock_timestamp()))::int as wait`,
  );
  if (row !== undefined && row.count > most) {
    throw new Problem(
      429,
      'Too many requests',
      `That was a little too often. Please try again in ${row.wait} seconds.`,
    );
  }
}

/** Forgets clients whose window is over. */
export function forgetClients(ctx: Context): Promise<number> {
  return ctx.db.run(sql`delete from throttle where name like 'rate:%' and until < clock_timestamp()`);
}
