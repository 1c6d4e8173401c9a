import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { alertOperator } from '../outbox/alert.ts';

/**
 * A digest of which more than a fifth bounced for good is doubted, as the sender doubts refusals (`delivery/breaker.ts`): a relay that
 * finds nobody's mailbox says so of healthy readers too. Fewer bounces than these are no such relay.
 */
const doubtful = { share: 0.2, least: 100 };

const doubted = z.object({
  id: z.number(),
  kind: z.string(),
  date: z.string(),
  sent: z.number(),
  hard: z.number(),
  complaints: z.number(),
});

/**
 * Takes back what the bounces of a doubted digest did, and tells the operator, once for each digest. They count as soft ones, and so do
 * those that still come: who is dead indeed is so after `BOUNCE_SOFT_DAYS`.
 */
export async function doubtBounces(ctx: Context): Promise<void> {
  const found = await ctx.db.rows(
    doubted,
    sql`select id, kind, date, sent, hard, complaints from digest join (
        select digest_id, count(*) filter (where kind = 'hard') as hard, count(*) filter (where kind = 'complaint') as complaints
        from bounce where created_at > clock_timestamp() - interval '3 days' and digest_id is not null group by digest_id
      ) as told on told.digest_id = digest.id cross join lateral (
        select count(*) as sent from delivery where delivery.digest_id = digest.id and state = 'sent'
      ) as mailed
      where hard >= ${doubtful.least} and hard > sent * ${doubtful.share}::float8`,
  );
  for (const { id, ...data } of found) {
    await ctx.db.transaction(async (tx) => {
      const first = await tx.run(
        sql`insert into throttle (name) values ('doubted:' || ${id}::int) on conflict do nothing`,
      );
      await takeBack(tx, id);
      if (first === 0) return;
      // One mail says both.
      await tx.run(sql`insert into throttle (name) values ('bounced:' || ${id}::int) on conflict do nothing`);
      await alertOperator(ctx.config, tx, { event: 'digest-bounced', ...data, doubted: true });
    });
  }
}

/** Readers are what they were before; what else is known against an address stays. */
async function takeBack(tx: Queryable, digestId: number): Promise<void> {
  await tx.run(sql`select from subscriber
    where id in (select subscriber_id from bounce where digest_id = ${digestId} and kind = 'hard') order by id for update`);
  await tx.run(sql`with doubted as (
      update bounce set kind = 'soft' where digest_id = ${digestId} and kind = 'hard' returning email_key, created_at
    ), held as (
      delete from suppression p using doubted
      where p.email_key = doubted.email_key and p.reason = 'bounced' and p.until is null
        and p.created_at between doubted.created_at - interval '1 minute' and doubted.created_at
      returning p.email_key, p.before
    )
    update subscriber s set status = held.before from held
    where s.email_key = held.email_key and s.status = 'bounced' and held.before is not null`);
}
