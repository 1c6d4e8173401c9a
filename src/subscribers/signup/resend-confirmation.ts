import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { enqueueTransactional } from '../../outbox/sql/enqueue.ts';

/**
 * Sends somebody who has not confirmed yet the confirmation mail once more, at most one in 10 minutes, whoever asks for it.
 * What they chose when they subscribed goes with it.
 * @returns false where it is too soon, they are not pending, or the address is suppressed
 */
export function askAgain(ctx: Context, id: number): Promise<boolean> {
  return ctx.db.sqlTransaction(async (tx) => {
    const mails = await tx.run(sql`with asked as (
        update subscriber set confirmation_at = now() where id = ${id} and status = 'pending'
          and coalesce(confirmation_at < now() - interval '10 minutes', true)
          and not ${isSuppressed(sql`subscriber.email_key`)}
        returning id
      ), before as (
        select preferences, page from confirmation where subscriber_id = ${id} order by id desc limit 1
      ), confirmed as (
        insert into confirmation (subscriber_id, preferences, page)
        select asked.id, coalesce(preferences, '{}'), page from asked left join before on true
        returning id, subscriber_id
      )
      ${enqueueTransactional(sql`
        select 'confirmation', subscriber_id, null, jsonb_build_object('confirmationId', id) from confirmed`)}`);
    if (mails > 0) await wakeSenders(tx);
    return mails > 0;
  });
}
