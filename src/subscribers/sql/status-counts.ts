import { sql, type Sql } from '../../db/sql.ts';
import type { Subscriber } from '../subscriber.ts';

type Status = Subscriber['status'];

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
