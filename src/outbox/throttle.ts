import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';

/**
 * Takes at most `want` mails from the bucket of the whole system; all senders share it. It holds a tenth of a second's
 * worth, so that no second sees much more than `perSecond`.
 * @returns how many may be claimed now
 */
export async function takeRate(db: Queryable, want: number, perSecond: number): Promise<number> {
  const burst = Math.max(1, perSecond / 10);
  await db.run(
    sql`insert into throttle (name, tokens, at) values ('rate', ${burst}::float8, clock_timestamp()) on conflict do nothing`,
  );
  const row = await db.row(
    z.object({ granted: z.number() }),
    sql`with locked as materialized (
        select tokens, at from throttle where name = 'rate' for update
      ), had as materialized (
        select least(${burst}::float8, tokens + ${perSecond}::float8 * greatest(0, extract(epoch from clock_timestamp() - at))) as tokens
        from locked
      )
      update throttle set at = clock_timestamp(), tokens = had.tokens - least(${want}::int, floor(had.tokens))
      from had where name = 'rate' returning least(${want}::int, floor(had.tokens))::int as granted`,
  );
  return row?.granted ?? 0;
}
