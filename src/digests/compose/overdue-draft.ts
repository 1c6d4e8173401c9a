import { z } from 'zod';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import { alertOperator } from '../../outbox/alert.ts';
import { type Digest, digestKind } from '../digest.ts';

/** Minutes in which whoever composed a digest after its time may still look at it and send it, before anybody is told. */
const grace = 15;

/** Whether a draft's time has passed: no reader gets it until a person sends it. */
export function isWaiting({ status, startsAt }: Pick<Digest, 'status' | 'startsAt'>, now: Date): boolean {
  return status === 'draft' && startsAt <= now;
}

/** Tells the operator of each such draft of the last day, once each time that it becomes a draft. */
export async function tellOfWaiting(ctx: Context): Promise<void> {
  const now = ctx.now();
  await ctx.db.sqlTransaction(async (tx) => {
    const waiting = await tx.rows(
      z.object({ kind: digestKind, date: z.string() }),
      sql`with waiting as (
          select id, kind, date, greatest(starts_at, draft_since) as since from digest
          where status = 'draft' and starts_at > ${now}::timestamptz - interval '1 day'
            and greatest(starts_at, draft_since) <= ${now}::timestamptz - make_interval(mins => ${grace}::int)
        ), first as (
          insert into throttle as told (name, at) select 'waiting:' || id, since from waiting
          on conflict (name) do update set at = excluded.at where told.at < excluded.at returning name
        )
        select kind, date from waiting join first on name = 'waiting:' || id`,
    );
    for (const { kind, date } of waiting) {
      await alertOperator(ctx.config, tx, { event: 'digest-waits', kind, date });
    }
  });
}
