import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

// SQL: each statement decides on a row that all senders share, by the clock of the database.

/**
 * Takes at most `wanted` tokens from the bucket that all senders share. The bucket holds the tokens
 * of 0.1 s, so that no second has many more than `perSecond` emails.
 * @returns how many rows may be claimed now
 */
export async function takeTokens(
  db: Queryable,
  wanted: number,
  perSecond: number,
): Promise<number> {
  const row = await db.row(
    z.object({ granted: z.number() }),
    sql`with locked as materialized (
        select tokens, refilled_at from send_rate_limiter for update
      ), refilled as materialized (
        select least(greatest(1, ${perSecond}::float8 / 10),
          tokens + ${perSecond}::float8 * greatest(0, extract(epoch from clock_timestamp() - refilled_at))) as tokens
        from locked
      )
      update send_rate_limiter set refilled_at = clock_timestamp(),
        tokens = refilled.tokens - least(${wanted}::int, floor(refilled.tokens))
      from refilled returning least(${wanted}::int, floor(refilled.tokens))::int as granted`,
  );
  return row?.granted ?? 0;
}

/** Returns unused tokens. */
export async function returnTokens(db: Queryable, count: number, perSecond: number): Promise<void> {
  await takeTokens(db, -count, perSecond);
}

/** The lowest share of their usual rate to which senders are slowed down. */
const minimumShare = 0.2;

/**
 * The share of its usual rate that each sender may use now: 1, or less if the SMTP server has
 * requested a lower rate.
 */
export async function readShare(db: Queryable): Promise<number> {
  const row = await db.row(
    z.object({ share: z.number() }),
    sql`select share from send_rate_limiter`,
  );
  return row?.share ?? 1;
}

/**
 * Halves the share of all senders, at most once a second for all of them together.
 * @returns the new share
 */
export function lowerShare(db: Queryable): Promise<number> {
  return changeShare(db, { factor: 0.5, seconds: 1 });
}

/**
 * Raises the share by half if it has not changed for five seconds.
 * @returns the new share
 */
export function raiseShare(db: Queryable): Promise<number> {
  return changeShare(db, { factor: 1.5, seconds: 5 });
}

async function changeShare(
  db: Queryable,
  { factor, seconds }: { factor: number; seconds: number },
): Promise<number> {
  await db.run(sql`update send_rate_limiter
    set share = least(1, greatest(${minimumShare}::float8, share * ${factor}::float8)), share_changed_at = clock_timestamp()
    where share_changed_at < clock_timestamp() - make_interval(secs => ${seconds}) and (share < 1 or ${factor}::float8 < 1)`);
  return readShare(db);
}
