import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';

/** Forgets addresses that were typed but not confirmed within 7 days of the last confirmation mail. */
export async function expireUnconfirmed(ctx: Context): Promise<number> {
  return ctx.db.run(sql`delete from subscriber where status = 'pending'
    and greatest(created_at, confirmation_at) < clock_timestamp() - interval '7 days'`);
}
