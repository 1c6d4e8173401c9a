import { z } from 'zod';
import type { Db, Queryable } from '../../db/client.ts';
import { lockInTransaction } from '../../db/advisory-lock.ts';
import { sql } from '../../db/sql.ts';

// SQL: the sum and the count that depends on it are one decision, by the clock of the database. A
// bucket spans ten minutes; a message counts until its whole bucket is a day old.

/**
 * Takes at most `wanted` emails from the quota that the whole system has left in the rolling 24
 * hours.
 * @returns how many rows may be claimed now; unused ones are returned by `returnToDailyQuota`
 */
export function takeFromDailyQuota(db: Db, wanted: number, perDay: number): Promise<number> {
  return db.sqlTransaction(async (tx) => {
    // One sender at a time: concurrent sums would miss each other's rows and exceed the quota.
    await lockInTransaction(tx, 'daily_quota_bucket');
    const row = await tx.row(
      z.object({ used: z.number() }),
      sql`with expired as (
          delete from daily_quota_bucket where starts_at < clock_timestamp() - interval '24 hours 10 minutes' returning count
        )
        select coalesce((select sum(count) from daily_quota_bucket), 0) - coalesce((select sum(count) from expired), 0) as used`,
    );
    const granted = Math.max(0, Math.min(wanted, perDay - (row?.used ?? 0)));
    await count(tx, granted);
    return granted;
  });
}

/** Returns the part of the quota that was taken but not used. */
export function returnToDailyQuota(db: Queryable, unused: number): Promise<void> {
  return count(db, -unused);
}

async function count(db: Queryable, mails: number): Promise<void> {
  if (mails === 0) return;
  await db.run(sql`insert into daily_quota_bucket as bucket (starts_at, count)
    values (date_bin('10 minutes', clock_timestamp(), 'epoch'), ${mails}::int)
    on conflict (starts_at) do update set count = bucket.count + excluded.count`);
}
