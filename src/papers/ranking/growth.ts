import { sql, type Sql } from '../../db/sql.ts';

/**
 * What came to each paper in about a day, as a query of `id, upvotes, hours`: from the newest observation that is 20 hours old
 * (fetches do not keep to the minute), or from the first one, to the newest. Nothing is said of a paper that was not observed
 * twice, at least one hour apart, within the last three days.
 * @param ids an array of ids
 */
export function growthOf(ids: Sql, at: Date): Sql {
  return sql`select id, newest.upvotes - older.upvotes as upvotes,
      extract(epoch from ${at}::timestamptz - older.at)::float8 / 3600 as hours
    from unnest(${ids}) as paper(id) cross join lateral (
      select at, upvotes from paper_count where paper_id = id and at <= ${at} and upvotes is not null
      order by at desc limit 1
    ) as newest cross join lateral (
      (select 1 as place, at, upvotes from paper_count
        where paper_id = id and at <= ${at}::timestamptz - interval '20 hours' and upvotes is not null
        order by at desc limit 1)
      union all (select 2, at, upvotes from paper_count
        where paper_id = id and at <= ${at} and upvotes is not null order by at limit 1)
      order by place limit 1
    ) as older
    where newest.at >= older.at + interval '1 hour' and older.at > ${at}::timestamptz - interval '72 hours'`;
}
