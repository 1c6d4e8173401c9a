import { sql, type Sql } from '../../db/sql.ts';

/**
 * When each paper was listed, and its growth in about a day. Growth is measured from the newest
 * observation that is at least 20 hours old (fetches are not exact to the minute), or else from the
 * first one, to the newest. `upvotes` and `hours` are null unless the paper was observed twice, at
 * least one hour apart, within the last three days. SQL: the observations of a paper are selected
 * by their time.
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
