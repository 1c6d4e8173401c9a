import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { paper, type Paper } from './paper.ts';
import { paperColumns } from './queries.ts';

export interface SearchRequest {
  q: string;
  from?: string | undefined;
  to?: string | undefined;
  category?: string | undefined;
  sort: 'relevance' | 'date';
  offset: number;
  limit: number;
}

/** Matches that relevance looks at, newest first: ranking reads each of them. */
export const rankedMatches = 5000;

const hit = paper.extend({ matches: z.number() });

/**
 * Full-text search: words, "phrases", -word (websearch syntax); the last word is a prefix.
 * @returns papers (one more than `limit` where there are more), and how many were looked at
 */
export async function searchPapers(
  db: Queryable,
  request: SearchRequest,
): Promise<{ papers: Paper[]; matches: number }> {
  const { q, from, to, category, sort, offset, limit } = request;
  const order =
    sort === 'relevance' ? sql`ts_rank(search, query) desc, listed_on desc, id desc` : sql`listed_on desc, id desc`;
  const rows = await db.rows(
    hit,
    sql`with asked as (select search_query(${q}) as query), found as materialized (
        select paper.id, search, query, listed_on from paper, asked
        where search @@ query
          and (${from ?? null}::date is null or listed_on >= ${from ?? null}::date)
          and (${to ?? null}::date is null or listed_on <= ${to ?? null}::date)
          and (${category ?? null}::text is null or ${category ?? null} = any(categories))
        order by listed_on desc, paper.id desc limit ${rankedMatches}
      ), ordered as (
        select id, row_number() over (order by ${order}) as place, (select count(*) from found) as matches
        from found order by place offset ${offset} limit ${limit + 1}
      )
      select ${paperColumns}, matches from ordered join paper using (id) order by place`,
  );
  return { papers: rows.map((row) => paper.parse(row)), matches: rows[0]?.matches ?? 0 };
}
/**
 * Papers about the same: those of the two months around it that share words of its title and keywords, the best matches
 * first (a word of a title weighs more than one of an abstract).
 */
export function similarPapers(db: Queryable, id: number, limit: number): Promise<Paper[]> {
  return db.rows(
    paper,
    sql`with own as materialized (
        select id, listed_on, (select string_agg(quote_literal(lexeme), ' | ')::tsquery
          from unnest(to_tsvector('english', title || ' ' || words_of(keywords)))) as query
        from paper where id = ${id}
      ), near as (
        select paper.id, ts_rank(search, query) as rank from paper, own
        where search @@ query and paper.id <> own.id and paper.listed_on between own.listed_on - 60 and own.listed_on + 60
        order by rank desc, paper.id desc limit ${limit}
      )
      select ${paperColumns} from near join paper using (id) where rank > 0.1 order by rank desc, id desc`,
  );
}
