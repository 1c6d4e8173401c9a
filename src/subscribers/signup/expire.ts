import type { Context } from '../../context.ts';
import { forgetAddressChanges } from '../account/change-address.ts';
import { sql } from '../../db/sql.ts';

/**
 * Forgets addresses that were typed but not confirmed within 7 days of the last confirmation mail, and changes of address
 * after 7 days, done or not.
 */
export async function expireUnconfirmed(ctx: Context): Promise<number> {
  await forgetAddressChanges(ctx.db, sql`created_at < clock_timestamp() - interval '7 days'`);
  return ctx.db.run(sql`delete from subscriber where status = 'pending'
    and greatest(created_at, confirmation_at) < clock_timestamp() - interval '7 days'`);
}
