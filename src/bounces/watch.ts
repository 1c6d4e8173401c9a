import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { alertOperator } from '../outbox/alert.ts';
import { takeBackBounces } from '../subscribers/suppression.ts';

/**
 * Shares of a digest's mails above which the operator is told: Amazon SES reviews senders from 5 % bounces and 0.1 %
 * complaints on, Gmail refuses from 0.3 % complaints on. Fewer than `least` say nothing, whatever their share.
 */
const told = { hard: 0.05, complaints: 0.001, least: 5 };

/**
 * A digest of which more than a fifth bounced for good is doubted, as the sender doubts refusals (`delivery/breaker.ts`): a relay that
 * finds nobody's mailbox says so of healthy readers too. Fewer bounces than these are no such relay.
 */
const doubted = { hard: 0.2, least: 100 };

const cameBack = z.object({
  id: z.number(),
  kind: z.string(),
  date: z.string(),
  sent: z.number(),
  hard: z.number(),
  complaints: z.number(),
});
type CameBack = z.output<typeof cameBack>;

/** Looks at what was told of digests in the last three days: tells the operator, once for each, where it is too much, or not to be believed. */
export async function watchBounces(ctx: Context): Promise<void> {
  for (const digest of await whatCameBack(ctx.db)) {
    const { sent, hard, complaints } = digest;
    if (hard >= doubted.least && hard > sent * doubted.hard) await doubt(ctx, digest);
    else if (exceeds(hard, sent * told.hard) || exceeds(complaints, sent * told.complaints)) await tell(ctx, digest);
  }
}

function exceeds(count: number, most: number): boolean {
  return count >= told.least && count > most;
}

function whatCameBack(db: Queryable): Promise<CameBack[]> {
  return db.rows(
    cameBack,
    sql`select digest.id, digest.kind, digest.date, hard, complaints,
        (select count(*) from delivery where digest_id = digest.id and state = 'sent') as sent
      from digest join (
        select digest_id, count(*) filter (where kind = 'hard') as hard, count(*) filter (where kind = 'complaint') as complaints
        from bounce where created_at > clock_timestamp() - interval '3 days' and digest_id is not null group by digest_id
      ) as told on told.digest_id = digest.id
      where greatest(hard, complaints) >= ${told.least} order by digest.id`,
  );
}

async function tell(ctx: Context, { id, ...data }: CameBack): Promise<void> {
  await ctx.db.sqlTransaction(async (tx) => {
    if (await firstAlert(tx, id)) await alertOperator(ctx.config, tx, { event: 'digest-bounced', ...data });
  });
}

/**
 * Takes back what the bounces of a digest did, and tells the operator. They count as soft ones, and so do those that still
 * come (`record.ts`): who is dead indeed is so after `BOUNCE_SOFT_DAYS`.
 */
async function doubt(ctx: Context, { id, ...data }: CameBack): Promise<void> {
  await ctx.db.sqlTransaction(async (tx) => {
    const isNew = await countHardAsSoft(tx, id);
    await takeBack(tx, id);
    if (isNew) await alertOperator(ctx.config, tx, { event: 'digest-bounced', ...data, doubted: true });
  });
}

/** Whether nobody was alerted of this digest's bounces before. */
async function firstAlert(tx: Queryable, digestId: number): Promise<boolean> {
  return (await tx.run(sql`insert into bounce_alert (digest_id) values (${digestId}) on conflict do nothing`)) === 1;
}

/** From now on the hard bounces of this digest count as soft. @returns false when they did already */
async function countHardAsSoft(tx: Queryable, digestId: number): Promise<boolean> {
  const changed = await tx.run(sql`insert into bounce_alert (digest_id, hard_as_soft) values (${digestId}, true)
    on conflict (digest_id) do update set hard_as_soft = true where not bounce_alert.hard_as_soft`);
  return changed === 1;
}

/** Subscribers get the status from before; what else is known against an address remains. */
async function takeBack(tx: Queryable, digestId: number): Promise<void> {
  await tx.run(sql`select from subscriber
    where id in (select subscriber_id from bounce where digest_id = ${digestId} and kind = 'hard') order by id for update`);
  await takeBackBounces(
    tx,
    sql`select email_key, created_at - interval '1 minute', created_at from bounce
      where digest_id = ${digestId} and kind = 'hard'`,
  );
  await tx.run(sql`update bounce set kind = 'soft' where digest_id = ${digestId} and kind = 'hard'`);
}
