import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

// SQL: all senders share these rows, by the clock of the database, in the sending path.

const relayRow = z.object({
  id: z.int(),
  name: z.string(),
  isUnreachable: z.boolean(),
  /** Milliseconds until senders may use it; 0 means now. */
  pausedFor: z.number(),
});
export type RelayRow = z.output<typeof relayRow>;

/** Reads the rows of relays, and inserts missing ones. */
export function readRelays(db: Queryable, names: string[]): Promise<RelayRow[]> {
  return db.rows(
    relayRow,
    sql`with added as (
      insert into relay (name) select name from unnest(${names}::text[]) as given(name)
      where not exists (select from relay where relay.name = given.name)
      on conflict (name) do update set name = excluded.name returning *
    )
    select id, name, unreachable_since is not null as "isUnreachable",
      greatest(0, coalesce(extract(epoch from paused_until - clock_timestamp()) * 1000, 0))::float8 as "pausedFor"
    from (select * from relay where name = any(${names}::text[]) union all select * from added) as known`,
  );
}

/** Replies of a relay to messages, by result. */
export interface RelayCounts {
  accepted: number;
  refused: number;
  deferred: number;
}

interface RelayChange {
  /** Unreachable from now on (an earlier time is preserved), or reachable again. */
  isUnreachable?: boolean;
  pause?: { seconds: number; detail: string };
  /** Added to the previous counts. */
  counts?: RelayCounts;
}

/** Records the state of a relay that a sender observed. */
export async function updateRelay(
  db: Queryable,
  id: number,
  { isUnreachable, pause, counts = { accepted: 0, refused: 0, deferred: 0 } }: RelayChange,
): Promise<void> {
  await db.run(sql`update relay set
      unreachable_since = case ${isUnreachable ?? null}::bool when true then coalesce(unreachable_since, clock_timestamp()) when false then null
        else unreachable_since end,
      paused_until = coalesce(clock_timestamp() + make_interval(secs => ${pause?.seconds ?? null}::float8), paused_until),
      pause_detail = coalesce(${pause?.detail ?? null}::text, pause_detail),
      accepted = accepted + ${counts.accepted}::int, refused = refused + ${counts.refused}::int,
      deferred = deferred + ${counts.deferred}::int
    where id = ${id}`);
}

/**
 * Takes messages from what a relay may still send on this day of its warm-up. The schedule begins
 * on the day of its first message; after the last day there is no limit.
 * @param wanted below 0: returns messages
 * @returns how many it may send; null: no limit
 */
export async function takeFromWarmUp(
  db: Queryable,
  id: number,
  { wanted, schedule, timezone }: { wanted: number; schedule: number[]; timezone: string },
): Promise<number | null> {
  const row = await db.row(
    z.object({ granted: z.int().nullable() }),
    sql`with locked as materialized (
      select id, (clock_timestamp() at time zone ${timezone})::date as today, first_used_on, counted_on, counted
      from relay where id = ${id} for update
    ), allowed as (
      select id, today, coalesce(first_used_on, today) as first_day, case when counted_on = today then counted else 0 end as used,
        (${schedule}::int[])[today - coalesce(first_used_on, today) + 1] as ceiling
      from locked
    ), granted as (
      select *, case when ceiling is not null then least(${wanted}::int, greatest(0, ceiling - used)) end as granted from allowed
    )
    update relay set first_used_on = first_day, counted_on = today, counted = greatest(0, used + coalesce(granted.granted, 0))
    from granted where relay.id = granted.id returning granted.granted`,
  );
  return row?.granted ?? null;
}
