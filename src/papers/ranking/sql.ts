import type { Day } from '../../lib/dates.ts';
import { sql, type Sql } from '../../db/sql.ts';

/**
 * When each paper was listed, and what came to it in about a day: from the newest observation that is 20 hours old (fetches do
 * not keep to the minute), or from the first one, to the newest. `upvotes` and `hours` are null for a paper that was not observed
 * twice, at least one hour apart, within the last three days. SQL, because the observations of a paper are picked by their time.
 */
export function observationsOf(ids: number[], at: Date): Sql {
  return sql`select paper.id, listed_at "listedAt", newest.upvotes - older.upvotes as upvotes,
      extract(epoch from ${at}::timestamptz - older.at)::float8 / 3600 as hours
    from paper left join lateral (
      select at, upvotes from paper_count where paper_id = id and at <= ${at} and upvotes is not null
      order by at desc limit 1
    ) as newest on true left join lateral (
      (select 1 as place, at, upvotes from paper_count
        where paper_id = id and at <= ${at}::timestamptz - interval '20 hours' and upvotes is not null
        order by at desc limit 1)
      union all (select 2, at, upvotes from paper_count
        where paper_id = id and at <= ${at} and upvotes is not null order by at limit 1)
      order by place limit 1
    ) as older on newest.at >= older.at + interval '1 hour' and older.at > ${at}::timestamptz - interval '72 hours'
    where id = any(${ids}::int[])`;
}

/** Real papers with known upvotes that were listed in these days, the newest first. */
export function votedPapers({ from, before, limit }: { from: Day; before: Day; limit: number }): Sql {
  return sql`select title, authors, listed_on::text "listedOn", upvotes from paper
    where listed_on >= ${from}::date and listed_on < ${before}::date and upvotes is not null and source <> 'sample'
    order by listed_on desc, id desc limit ${limit}`;
}
