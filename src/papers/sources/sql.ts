import { z } from 'zod';
import { addDays, type Day } from '../../lib/dates.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { sourceFailure } from './failure.ts';

/**
 * Reserves the next request to a provider and returns the milliseconds until then, or undefined if
 * that is more than `maximum`. SQL: one statement must decide for all processes, by the database's
 * clock.
 */
export async function reserveRequest(
  db: Queryable,
  { provider, interval, maximum }: { provider: string; interval: number; maximum: number },
): Promise<number | undefined> {
  const row = await db.row(
    z.object({ wait: z.coerce.number() }),
    sql`insert into source_state as s (source, next_request_at)
      values (${provider}, clock_timestamp() + make_interval(secs => ${interval / 1000}))
      on conflict (source) do update set next_request_at =
        greatest(clock_timestamp(), coalesce(s.next_request_at, '-infinity')) + make_interval(secs => ${interval / 1000})
      where coalesce(s.next_request_at, '-infinity') <= clock_timestamp() + make_interval(secs => ${maximum / 1000})
      returning extract(epoch from next_request_at - clock_timestamp()) * 1000 - ${interval}::float8 as wait`,
  );
  return row?.wait;
}

const fetchSummary = z.object({
  source: z.string(),
  checkedAt: z.date().nullable(),
  failure: sourceFailure.nullable(),
  succeededAt: z.date().nullable(),
  papers: z.number().nullable(),
  usual: z.number().nullable(),
});

/**
 * The last fetch and the last successful fetch of each source, and the usual number of papers: the
 * average up to that hour of the same weekday in the last four weeks. SQL: rows are selected by
 * time, and Prisma has no lateral joins.
 */
export function fetchSummaries(
  db: Queryable,
  sources: string[],
): Promise<z.output<typeof fetchSummary>[]> {
  return db.rows(
    fetchSummary,
    sql`select name as source, last.fetched_at as "checkedAt", last.failure, good.fetched_at as "succeededAt", good.papers,
        usual.papers as usual
      from unnest(${sources}::text[]) with ordinality as asked(name, place)
        left join lateral (
          select fetched_at, failure from source_fetch where source = name order by fetched_at desc limit 1
        ) as last on true
        left join lateral (
          select fetched_at, papers from source_fetch where source = name and failure is null order by fetched_at desc limit 1
        ) as good on true
        left join lateral (
          select avg(papers)::float8 as papers from generate_series(1, 4) as weeks, lateral (
            select papers from source_fetch where source = name and failure is null
              and fetched_at <= good.fetched_at - make_interval(days => 7 * weeks)
              and fetched_at > good.fetched_at - make_interval(days => 7 * weeks, hours => 12)
            order by fetched_at desc limit 1
          ) as earlier having count(*) >= 2
        ) as usual on true
      order by place`,
  );
}

/**
 * Thins the counts of a day (up to 24) to the last one for papers that are no longer refreshed. A
 * year of a hundred papers a day then takes 300,000 rows. SQL: Prisma cannot compare rows of one
 * table with each other.
 */
export async function thinCounts(db: Queryable, today: Day): Promise<void> {
  await db.run(sql`delete from paper_count as old using paper
    where paper.id = old.paper_id and listed_on between ${addDays(today, -30)}::date and ${addDays(today, -10)}::date
      and exists (select from paper_count as later where later.paper_id = old.paper_id and later.observed_at > old.observed_at
        and (later.observed_at at time zone 'UTC')::date = (old.observed_at at time zone 'UTC')::date)`);
}
