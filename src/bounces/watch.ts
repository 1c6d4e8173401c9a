import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { alertOperator } from '../outbox/alert.ts';

/**
 * Shares of a digest's mails above which the operator is told: Amazon SES reviews senders from 5 % bounces and 0.1 %
 * complaints on, Gmail refuses from 0.3 % complaints on.
 */
const most = { hard: 0.05, complaints: 0.001 };

/** Fewer than these say nothing, whatever their share. */
const least = 5;

const excess = z.object({
  id: z.number(),
  kind: z.string(),
  date: z.string(),
  sent: z.number(),
  hard: z.number(),
  complaints: z.number(),
});

/** Tells the operator, once for each digest, that too much of it came back; looks at what was told in the last three days. */
export async function watchBounces(ctx: Context): Promise<void> {
  const found = await ctx.db.rows(
    excess,
    sql`with told as (
        select digest_id, count(*) filter (where kind = 'hard') as hard, count(*) filter (where kind = 'complaint') as complaints
        from bounce where created_at > clock_timestamp() - interval '3 days' and digest_id is not null group by digest_id
      ), shares as (
        select digest.id, digest.kind, digest.date, hard, complaints,
          (select count(*) from delivery where digest_id = digest.id and state = 'sent') as sent
        from told join digest on digest.id = told.digest_id
        where greatest(hard, complaints) >= ${least}
          and not exists (select from throttle where name = 'bounced:' || digest.id)
      )
      select id, kind, date, sent, hard, complaints from shares
      where (hard >= ${least} and hard > sent * ${most.hard}::float8)
        or (complaints >= ${least} and complaints > sent * ${most.complaints}::float8)`,
  );
  for (const { id, ...data } of found) {
    await ctx.db.transaction(async (tx) => {
      const first = await tx.run(
        sql`insert into throttle (name) values ('bounced:' || ${id}::int) on conflict do nothing`,
      );
      if (first === 1) await alertOperator(ctx.config, tx, { event: 'digest-bounced', ...data });
    });
  }
}
