import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { forgetAddressChanges } from './change-address.ts';
import { skipOpenDeliveries } from './queries.ts';

/**
 * Forgets a subscriber: the row, its consents, changes of address, mails and deliveries. A keyed hash stays, so that no
 * import brings the address back; its owner may, by subscribing anew.
 * @returns false where there is no such subscriber
 */
export function eraseSubscriber(ctx: Context, id: number): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    // First the row that every other act of a reader locks first.
    await tx.run(sql`select from subscriber where id = ${id} for update`);
    await forgetAddressChanges(tx, sql`subscriber_id = ${id}`);
    const gone = await tx.row(
      z.object({ key: z.string() }),
      sql`delete from subscriber where id = ${id} returning email_key as key`,
    );
    if (gone === undefined) return false;
    await tx.run(sql`insert into erasure (email_hash, at) values (${ctx.keys.mac('erasure', gone.key)}, ${ctx.now()})
      on conflict do nothing`);
    await skipOpenDeliveries(tx, id, 'erased');
    return true;
  });
}
