import { z } from 'zod';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { forgetAddressChanges } from './change-address.ts';
import { skipDeliveries } from '../../outbox/sql/skip-deliveries.ts';

/**
 * Forgets a subscriber: the row, its consents, changes of address, mails and deliveries. A keyed hash stays of the address and
 * of each one before it, so that no import brings them back; their owner may, by subscribing anew.
 * @returns false where there is no such subscriber
 */
export function eraseSubscriber(ctx: Context, id: number): Promise<boolean> {
  return ctx.db.sqlTransaction(async (tx) => {
    // First the row that every other act of a reader locks first.
    await tx.run(sql`select from subscriber where id = ${id} for update`);
    await forgetAddressChanges(tx, sql`subscriber_id = ${id}`);
    const gone = await tx.row(
      z.object({ key: z.string(), oldHashes: z.array(z.string()) }),
      sql`delete from subscriber where id = ${id} returning email_key as key, old_hashes as "oldHashes"`,
    );
    if (gone === undefined) return false;
    await tx.run(sql`insert into erasure (email_hash, at)
      select unnest(${[ctx.keys.mac('erasure', gone.key), ...gone.oldHashes]}::text[]), ${ctx.now()}::timestamptz
      on conflict do nothing`);
    await skipDeliveries(tx, id, 'erased');
    return true;
  });
}
