import { z } from 'zod';
import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';

/** Why an address gets no mail: it does not exist (any more), or its owner called a mail spam. */
type Reason = 'bounced' | 'complained';

/** What is known against an address. */
export interface Finding {
  emailKey: string;
  reason: Reason;
  /** What the relay, a bounce or a provider said. */
  evidence: string | null;
}

/**
 * Lets no more mail go to these addresses, and marks their readers. A complaint outweighs a bounce whatever came first, so
 * the order of findings does not matter. What is queued is skipped by the claim.
 */
export async function suppress(db: Queryable, findings: Finding[]): Promise<void> {
  const keys = findings.map(({ emailKey }) => emailKey);
  // First the rows that every other act of a reader locks first, in an order that two of these agree on.
  await db.run(sql`select from subscriber where email_key = any(${keys}::text[]) order by id for update`);
  await db.run(sql`insert into suppression as had (email_key, reason, evidence, before)
    select distinct on (f.email_key) f.email_key, f.reason, f.evidence, s.status
    from unnest(${keys}::text[], ${findings.map(({ reason }) => reason)}::text[],
      ${findings.map(({ evidence }) => evidence)}::text[]) as f(email_key, reason, evidence)
      left join subscriber s on s.email_key = f.email_key and s.status in ('active', 'paused', 'pending')
    order by f.email_key, f.reason = 'complained' desc
    on conflict (email_key) do update set reason = excluded.reason, evidence = excluded.evidence,
      before = coalesce(excluded.before, had.before), created_at = excluded.created_at, until = null
      where had.until is not null or (had.reason = 'bounced' and excluded.reason = 'complained')`);
  await db.run(sql`update subscriber set return_until = null,
      status = (case p.reason when 'complained' then 'complained' else 'bounced' end)::subscriber_status
    from suppression p where p.email_key = subscriber.email_key and subscriber.email_key = any(${keys}::text[])
      and (subscriber.status in ('active', 'paused', 'pending')
        or (p.reason = 'complained' and subscriber.status in ('bounced', 'unsubscribed')))`);
}

/**
 * The operator's word that an address may be mailed again. The row stays, ended: bounces of mails that left before it count
 * no more. Who bounced is what they were before; who complained has left, and comes back by their own confirmation.
 * @param emailKey the whole address in lower case
 * @returns false where the address is not suppressed
 */
export function liftSuppression(ctx: Context, emailKey: string): Promise<boolean> {
  return ctx.db.sqlTransaction(async (tx) => {
    await tx.run(sql`select from subscriber where email_key = ${emailKey} for update`);
    // The earlier of both clocks: the claim compares it with the database's, a bounce with the app's.
    const lifted = await tx.row(
      z.object({ before: z.string().nullable() }),
      sql`update suppression set until = least(clock_timestamp(), ${ctx.now()})
        where email_key = ${emailKey} and coalesce(until > clock_timestamp(), true) returning before`,
    );
    if (lifted === undefined) return false;
    await tx.run(sql`update subscriber set
        status = case when status = 'complained' then 'unsubscribed'::subscriber_status
          else coalesce(${lifted.before}::subscriber_status,
            (case when active_since is null then 'pending' else 'active' end)::subscriber_status) end,
        unsubscribed_at = case when status = 'complained' then coalesce(unsubscribed_at, clock_timestamp())
          else unsubscribed_at end,
        active_since = case when active_since is not null then ${ctx.now()}::timestamptz end
      where email_key = ${emailKey} and status in ('bounced', 'complained')`);
    return true;
  });
}

const suppression = z.object({
  email: z.string(),
  reason: z.string(),
  evidence: z.string().nullable(),
  at: z.date(),
  until: z.date().nullable(),
});
export type Suppression = z.output<typeof suppression>;

/** Addresses that get no mail, the newest first. `after`: the address of the last row before. */
export function listSuppressions(
  db: Queryable,
  {
    q,
    reason,
    after,
    limit,
  }: { q?: string | undefined; reason?: string | undefined; after?: string | undefined; limit: number },
): Promise<Suppression[]> {
  return db.rows(
    suppression,
    sql`select email_key as email, reason, evidence, created_at as at, until from suppression
      where coalesce(until > clock_timestamp(), true)
        and (${q ?? null}::text is null or strpos(email_key, lower(${q ?? null})) > 0)
        and (${reason ?? null}::text is null or reason = ${reason ?? null})
        and (${after ?? null}::text is null or (created_at, email_key) < (
          select created_at, email_key from suppression where email_key = ${after ?? null}))
      order by created_at desc, email_key desc limit ${limit}`,
  );
}
