import { sql, type Sql } from '../../db/sql.ts';

/**
 * What came to each paper since the newest point that is a day old, as a query of `id, upvotes, comments, hours`. A paper
 * without such a point is new: all that it has came since an hour before it was seen first (fetches are an hour apart), or, on
 * the first days of this program, since its listing day.
 * @param papers a relation of `id, listed_on, upvotes, comments`
 */
export function risesOf(papers: Sql, at: Date): Sql {
  const hours = (since: Sql) => sql`extract(epoch from ${at}::timestamptz - ${since})::float8 / 3600`;
  return sql`select paper.id, greatest(coalesce(paper.upvotes, 0) - coalesce(old.upvotes, 0), 0) as upvotes,
      greatest(coalesce(paper.comments, 0) - coalesce(old.comments, 0), 0) as comments,
      coalesce(${hours(sql`old.at`)},
        greatest(${hours(sql`first.at`)} + 1, ${hours(sql`(listed_on + 1)::timestamp at time zone 'UTC'`)})) as hours
    from ${papers} as paper cross join lateral (
        select min(at) as at from paper_count where paper_id = paper.id and at <= ${at}
      ) as first left join lateral (
        select at, upvotes, comments from paper_count
        where paper_id = paper.id and at <= ${at}::timestamptz - interval '24 hours' order by at desc limit 1
      ) as old on true
    where first.at is not null`;
}
