import { sql, type Sql } from '../../db/sql.ts';

/**
 * When each paper was listed, and what came to it in about a day: from the newest observation that
 * is 20 hours old (fetches do not keep to the minute), or from the first one, to the newest.
 * `upvotes` and `hours` are null for a paper that was not observed twice, at least one hour apart,
 * within the last three days. SQL, because the observations of a paper are picked by their time.
 */
export function observationsOf(ids: number[], at: Date): Sql {
  return sql`select paper.id, listed_at "listedAt", newest.upvotes - older.upvotes as upvotes,
      extract(epoch from ${at}::timestamptz - older.observed_at)::float8 / 3600 as hours
    from paper left join lateral (
      select observed_at, upvotes from paper_count where paper_id = id and observed_at <= ${at} and upvotes is not null
      order by observed_at desc limit 1
    ) as newest on true left join lateral (
      (select 1 as place, observed_at, upvotes from paper_count
        where paper_id = id and observed_at <= ${at}::timestamptz - interval '20 hours' and upvotes is not null
        order by observed_at desc limit 1)
      union all (select 2, observed_at, upvotes from paper_count
        where paper_id = id and observed_at <= ${at} and upvotes is not null order by observed_at limit 1)
      order by place limit 1
    ) as older on newest.observed_at >= older.observed_at + interval '1 hour'
      and older.observed_at > ${at}::timestamptz - interval '72 hours'
    where id = any(${ids}::int[])`;
}
