import { z } from 'zod';
import type { Db, Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';

/**
 * Takes at most `want` mails from the bucket of the whole system; all senders share it. It holds a tenth of a second's
 * worth, so that no second sees much more than `perSecond`.
 * @returns how many may be claimed now
 */
export async function takeRate(db: Queryable, want: number, perSecond: number): Promise<number> {
  const burst = Math.max(1, perSecond / 10);
  await db.run(
    sql`insert into throttle (name, tokens, at) values ('rate', ${burst}::float8, clock_timestamp()) on conflict do nothing`,
  );
  const row = await db.row(
    z.object({ granted: z.number() }),
    sql`with locked as materialized (
        select tokens, at from throttle where name = 'rate' for update
      ), had as materialized (
        select least(${burst}::float8, tokens + ${perSecond}::float8 * greatest(0, extract(epoch from clock_timestamp() - at))) as tokens
        from locked
      )
      update throttle set at = clock_timestamp(), tokens = had.tokens - least(${want}::int, floor(had.tokens))
      from had where name = 'rate' returning least(${want}::int, floor(had.tokens))::int as granted`,
  );
  return row?.granted ?? 0;
}

/** Gives back what was taken from the bucket and not mailed. */
export async function returnToRate(db: Queryable, count: number): Promise<void> {
  await db.run(sql`update throttle set tokens = tokens + ${count}::int where name = 'rate'`);
}

/** Seconds of one bucket of the rolling day: a mail counts until its bucket is a day old as a whole. */
const bucketSeconds = 600;

const bucketName = sql`'day:' || floor(extract(epoch from clock_timestamp()) / ${bucketSeconds}::int)`;

/**
 * Takes at most `want` mails from what the whole system may still send within the rolling 24 hours.
 * @returns how many may be claimed now; what is not used goes back by `returnToDay`
 */
export function takeFromDay(db: Db, want: number, perDay: number): Promise<number> {
  return db.sqlTransaction(async (tx) => {
    // One after the other: a sum that misses another sender's mails would go over the limit.
    await tx.run(sql`insert into throttle (name) values ('day') on conflict do nothing`);
    await tx.run(sql`select from throttle where name = 'day' for update`);
    await tx.run(sql`delete from throttle
      where name like 'day:%' and at < clock_timestamp() - make_interval(hours => 24, secs => ${bucketSeconds})`);
    const row = await tx.row(
      z.object({ used: z.number() }),
      sql`select coalesce(sum(tokens), 0) as used from throttle where name like 'day:%'`,
    );
    const granted = Math.max(0, Math.min(want, perDay - (row?.used ?? 0)));
    await countDay(tx, granted);
    return granted;
  });
}

/** Gives back what was taken from the day and not mailed. */
export function returnToDay(db: Queryable, count: number): Promise<void> {
  return countDay(db, -count);
}

async function countDay(db: Queryable, count: number): Promise<void> {
  if (count === 0) return;
  await db.run(sql`insert into throttle as bucket (name, tokens) values (${bucketName}, ${count}::int)
    on conflict (name) do update set tokens = bucket.tokens + excluded.tokens`);
}

/** The least share of their usual rate that senders go down to. */
const leastShare = 0.2;

const share = z.object({ share: z.number() });

/** The share of its usual rate that each sender may use now: 1, or less since the relay asked for less. */
export async function shareOfRate(db: Queryable): Promise<number> {
  const row = await db.row(share, sql`select tokens as share from throttle where name = 'share'`);
  return row?.share ?? 1;
}

/** Halves the share of all senders, once a second at most, whoever asks. @returns the share now */
export async function slowDown(db: Queryable): Promise<number> {
  await db.run(sql`insert into throttle as t (name, tokens) values ('share', 0.5)
    on conflict (name) do update set tokens = greatest(${leastShare}::float8, t.tokens / 2), at = clock_timestamp()
    where t.at < clock_timestamp() - interval '1 second'`);
  return shareOfRate(db);
}

/** Raises the share by half where nobody had to slow down for five seconds. @returns the share now */
export async function speedUp(db: Queryable): Promise<number> {
  await db.run(sql`update throttle set tokens = least(1, tokens * 1.5), at = clock_timestamp()
    where name = 'share' and at < clock_timestamp() - interval '5 seconds'`);
  await db.run(sql`delete from throttle where name = 'share' and tokens >= 1`);
  return shareOfRate(db);
}
