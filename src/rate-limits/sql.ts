import { PreparedSql, sql, type Sql } from '../db/sql.ts';

/** SQL, because counting is one atomic upsert and windows end by the database's clock. */
export function incrementCount(name: string, window: number): Sql {
  const statement = sql`insert into rate_limit as existing (name, count, ends_at)
    values (${name}, 1, clock_timestamp() + make_interval(secs => ${window / 1000}::float8))
    on conflict (name) do update set
      count = case when existing.ends_at <= clock_timestamp() then 1 else existing.count + 1 end,
      ends_at = case when existing.ends_at <= clock_timestamp() then excluded.ends_at else existing.ends_at end
    returning count as current,
      greatest(0, ceil(extract(epoch from ends_at - clock_timestamp()) * 1000))::int as ttl`;
  return new PreparedSql('increment-count', statement);
}

/** Seconds that an event waits at most. */
const maximumWait = 86_400;

/**
 * SQL for the same reasons. `ends_at` is the time up to which events have used the window; each
 * further event moves it by its share of the window.
 */
export function takeTurn(name: string, maximum: number, window: number): Sql {
  const share = window / 1000 / maximum;
  const statement = sql`insert into rate_limit as existing (name, count, ends_at)
    values (${name}, 1, clock_timestamp() + make_interval(secs => ${share}::float8))
    on conflict (name) do update set
      ends_at = least(greatest(existing.ends_at, clock_timestamp()) + make_interval(secs => ${share}::float8),
        clock_timestamp() + make_interval(secs => ${window / 1000 + maximumWait}::float8))
    returning greatest(0, extract(epoch from ends_at - clock_timestamp()) * 1000 - ${window}::float8)::float8 as delay`;
  return new PreparedSql('take-turn', statement);
}
