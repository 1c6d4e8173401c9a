import { z } from 'zod';
import type { Db, Queryable } from '../../db/client.ts';
import { lockInTransaction } from '../../db/advisory-lock.ts';
import { sql } from '../../db/sql.ts';

// SQL: the sum and the count that depends on it are one decision, by the clock of the database. A
// bucket spans ten minutes; a message counts until its whole bucket is a day old.

const quota = z.object({ used: z.number(), bucket: z.date() });

/** How many rows may be claimed now, and the start of the bucket that counts them. */
export interface TakenQuota {
  granted: number;
  bucket: Date;
}

/**
 * Takes at most `wanted` emails from the quota that the whole system has left in the rolling 24
 * hours. Unused ones are returned by `returnToDailyQuota`.
 */
export function takeFromDailyQuota(db: Db, wanted: number, perDay: number): Promise<TakenQuota> {
  return db.sqlTransaction(async (tx) => {
    // One sender at a time: concurrent sums would miss each other's rows and exceed the quota.
    await lockInTransaction(tx, 'daily_quota_bucket');
    const row = await tx.row(
      quota,
      sql`with expired as (
          delete from daily_quota_bucket where starts_at < clock_timestamp() - interval '24 hours 10 minutes' returning count
        )
        select coalesce((select sum(count) from daily_quota_bucket), 0) - coalesce((select sum(count) from expired), 0) as used,
          date_bin('10 minutes', clock_timestamp(), 'epoch') as bucket`,
    );
    if (row === undefined) throw new Error('a sum without a row');
    const { used, bucket } = row;
    const granted = Math.max(0, Math.min(wanted, perDay - used));
    await count(tx, granted, bucket);
    return { granted, bucket };
  });
}

/**
 * Returns the part of the quota that was taken but not used, to the bucket that counts it: a later
 * one would allow that many emails too many for ten minutes, once the earlier one has expired.
 */
export function returnToDailyQuota(db: Queryable, unused: number, bucket: Date): Promise<void> {
  return count(db, -unused, bucket);
}

async function count(db: Queryable, mails: number, bucket: Date): Promise<void> {
  if (mails === 0) return;
  await db.run(sql`insert into daily_quota_bucket as bucket (starts_at, count)
    values (${bucket}::timestamptz, ${mails}::int)
    on conflict (starts_at) do update set count = bucket.count + excluded.count`);
}
