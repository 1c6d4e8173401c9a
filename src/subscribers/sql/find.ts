import { sql, type Sql } from '../../db/sql.ts';
import type { Subscriber } from '../subscriber.ts';

type Status = Subscriber['status'];

/** Newest rows whose addresses are compared directly before the trigram index is used. */
const comparedFirst = 20_000;

/**
 * The ids of the newest subscribers whose address matches a `LIKE` pattern. A frequent pattern is
 * found among the newest rows, while the index would read half of its entries. For a rare pattern
 * the index is fast, while a scan would read each row. The newest rows show which case it is. Among
 * a million rows it takes 1 to 40 ms, and 200 ms for 140,000 matches that all subscribed long ago.
 * Prisma cannot express this plan.
 */
export function newestMatching(
  pattern: string,
  {
    status,
    before,
    limit,
  }: { status?: Status | undefined; before?: number | undefined; limit: number },
): Sql {
  // Postgres would evaluate a default such as enum_range() for each row.
  const place = sql`(${status ?? null}::subscriber_status is null or status = ${status ?? null}::subscriber_status)
    and id < ${before ?? 2 ** 31 - 1}::int`;
  return sql`with newest as materialized (
      select id, email_key like ${pattern} as fits from subscriber where ${place} order by id desc limit ${comparedFirst}
    ), near as materialized (
      select id from newest where fits order by id desc limit ${limit}
    ), far as materialized (
      select id from subscriber where email_key like ${pattern} and ${place}
        and id < (select min(id) from newest)
        and (select count(*) from newest) = ${comparedFirst} and (select count(*) from near) < ${limit}
    )
    select id from (select id from near union all (select id from far order by id desc limit ${limit})) as found
    order by id desc limit ${limit}`;
}

/**
 * The number of subscribers of each status: counted up to a limit, otherwise estimated from the
 * statistics of Postgres, which Prisma cannot read. Counting a million takes 100 ms.
 */
export function countsByStatus(statuses: Status[], limit: number): Sql {
  return sql`select status, counted, coalesce((
      select round(frequency * greatest(pg_class.reltuples, 0)) from pg_stats
        cross join lateral unnest(most_common_vals::text::text[], most_common_freqs) as common(value, frequency)
        join pg_class on pg_class.oid = 'subscriber'::regclass
      where schemaname = current_schema() and tablename = 'subscriber' and attname = 'status' and value = status::text
    ), 0)::float8 as estimated
    from unnest(${statuses}::subscriber_status[]) with ordinality as statuses(status, place), lateral (
      select count(*) as counted from (
        select from subscriber where subscriber.status = statuses.status limit ${limit}
      ) as first
    ) as counts order by place`;
}
