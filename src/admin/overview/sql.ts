import { sql, type Sql } from '../../db/sql.ts';
import type { Day } from '../../lib/dates.ts';

/** SQL: counts by days of a time zone, in one pass over the readers who joined or left. */
export function changesPerDay({ zone, first, last }: { zone: string; first: Day; last: Day }): Sql {
  return sql`with changes as (
      select (changed_at at time zone ${zone})::date as day, came, "left"
      from (select ${first}::date::timestamp at time zone ${zone} as first) as month
        join subscriber on active_since >= first or unsubscribed_at >= first
        cross join lateral (values (active_since, 1, 0), (unsubscribed_at, 0, 1)) as changed(changed_at, came, "left")
      where changed_at >= first
    )
    select days.day::date as day, coalesce(sum(came), 0) as came, coalesce(sum("left"), 0) as "left"
    from generate_series(${first}::date, ${last}::date, interval '1 day') as days(day)
      left join changes on changes.day = days.day::date
    group by days.day order by days.day`;
}

/**
 * SQL: uses the partial indexes of queued rows. Prisma sends the state as a parameter, which no
 * partial index matches.
 */
export const anyQueued = sql`select where exists (select from delivery where state = 'queued')
  or exists (select from transactional_email where state = 'queued')`;
