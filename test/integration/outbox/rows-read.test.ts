import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Queryable } from '../../../src/db/client.ts';
import { sql } from '../../../src/db/sql.ts';
import { claimQueued, claimRetries, start } from '../../../src/outbox/sql/claim.ts';
import { reap } from '../../../src/outbox/sql/lease.ts';
import { skipCancelled } from '../../../src/outbox/sql/skip-deliveries.ts';
import { freshContext } from '../../support/context.ts';
import { queueDigest } from '../../support/outbox.ts';

/** The number of deliveries that this connection has read, since some time before. */
async function deliveriesRead(tx: Queryable): Promise<number> {
  const row = await tx.row(
    z.object({ rows: z.number() }),
    sql`select seq_tup_read + coalesce(idx_tup_fetch, 0) as rows
      from pg_stat_xact_user_tables where relname = 'delivery'`,
  );
  return row?.rows ?? 0;
}

test('the statements that senders repeat read no deliveries that they do not change', async () => {
  const { ctx } = await freshContext();
  const digestId = await queueDigest(ctx, 30_000);
  await ctx.db.run(sql`update delivery set state = 'sent' where subscriber_id <= 20000`);
  await ctx.db.run(sql`update delivery set state = 'deferred', next_at = now() + interval '1 hour'
    where subscriber_id > 20000`);
  await ctx.db.run(sql`insert into digest (kind, date, status, starts_at)
    select kind, date - 1, 'cancelled', starts_at from digest where id = ${digestId}`);
  await ctx.db.run(sql`vacuum (analyze) delivery`);
  const options = { senderId: 1, now: ctx.now(), perDomain: 0, limit: 50 };
  const statements = {
    claimQueued: (tx: Queryable) => claimQueued(tx, { ...options, after: start }),
    claimRetries: (tx: Queryable) => claimRetries(tx, options),
    skipCancelled,
    reap: (tx: Queryable) => reap(tx, 0),
  };
  const read: Record<string, number> = {};
  for (const [name, run] of Object.entries(statements))
    await ctx.db.sqlTransaction(async (tx) => {
      const before = await deliveriesRead(tx);
      await run(tx);
      read[name] = (await deliveriesRead(tx)) - before;
    });
  expect(read).toEqual({ claimQueued: 0, claimRetries: 0, skipCancelled: 0, reap: 0 });
});
