import { z } from 'zod';
import { day, type Day } from '../../lib/dates.ts';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { paper, type Paper } from '../paper.ts';
import { paperColumns } from '../queries.ts';
import { remaining } from '../ranking/trending.ts';

export const searchSorts = ['relevance', 'trending', 'date'] as const;

export interface SearchRequest {
  /** Words, "phrases", -without, or; the last word may be unfinished. Empty: all papers of the category. */
  q: string;
  from?: Day | undefined;
  to?: Day | undefined;
  category?: string | undefined;
  sort: (typeof searchSorts)[number];
  after?: SearchPlace | undefined;
  limit: number;
  now: Date;
}

/**
 * A place in the results of a search, where its next page begins. It is the last paper's own place in the order, not a
 * number of papers: what comes in between shifts nothing.
 */
export const searchPlace = z.object({
  score: z.number(),
  listedOn: day,
  id: z.int32(),
  /** The newest paper at the first page: later ones stay out of the order by relevance, which they would change. */
  topId: z.int32(),
  /** The moment of the first page, in milliseconds: what rises is measured up to it. */
  at: z.int().min(0).max(Date.UTC(9999, 0)),
  /** What the first page counted. */
  matches: z.int32().min(0),
});

export type SearchPlace = z.output<typeof searchPlace>;

export interface SearchResults {
  papers: Paper[];
  /** How many papers match, at most `rankedMatches`. */
  matches: number;
  /** Words of the papers that were looked for, as they are written, in lower case. */
  words: string[];
  /** Where the next page begins; absent on the last. */
  next?: SearchPlace;
}

/** Matches that are ranked, the newest: the rest of a common word's are not read. */
export const rankedMatches = 5000;

/**
 * Matches that are ranked by their whole text, the best by title, keywords, authors and categories. Reading a whole
 * vector takes 10 times as long as reading a head.
 */
const rankedByText = 200;

const hit = paper.extend({
  score: z.number(),
  matches: z.number(),
  topId: z.number(),
  words: z.array(z.string()).nullable(),
});

/** Full-text search: one statement for a page. */
export async function searchPapers(db: Queryable, request: SearchRequest): Promise<SearchResults> {
  const { q, from = null, to = null, category = null, sort, after, limit } = request;
  const at = after === undefined ? request.now : new Date(after.at);
  const byDate = sort === 'date' ? after : undefined;
  const rows = await db.rows(
    hit,
    sql`with asked as materialized (select search_query(${q}) as words, word_query(${category}::text) as category
      ), terms as materialized (
        select case when words is null then category else coalesce(words && category, words) end as query, words,
          lexemes_of(words) as lexemes
        from asked
      ), top as materialized (select coalesce(${after?.topId ?? null}::int, max(id)) as id from paper
      ), found as materialized (
        select matching.* from terms, top, newest_matches(query,
          ${sort === 'relevance' ? sql`any_lexeme(lexemes)` : sql`null`}, ${from}::date, ${to}::date, ${category}::text,
          top.id, ${byDate?.listedOn ?? null}::date, ${byDate?.id ?? null}::int, ${rankedMatches}) as matching
      ), scored as materialized (${scores[sort](at)}
      ), page as (
        select id, score, listed_on from scored
        where ${after === undefined ? sql`true` : sql`(score, listed_on, id) < (${after.score}::float8, ${after.listedOn}::date, ${after.id}::int)`}
        order by score desc, listed_on desc, id desc limit ${limit + 1}
      )
      select ${paperColumns}, score, (select count(*) from found) as matches, top.id as "topId",
        (select array_agg(word) from search_word, terms where lexeme = any(lexemes)) as words
      from page join paper using (id), top order by score desc, paper.listed_on desc, paper.id desc`,
  );
  const papers = rows.slice(0, limit).map((row) => paper.parse(row));
  const [first, last] = [rows[0], rows[limit - 1]];
  const matches = after?.matches ?? first?.matches ?? 0;
  const results = { papers, matches, words: first?.words ?? [] };
  if (rows.length <= limit || last === undefined) return results;
  const { score, listedOn, id, topId } = last;
  return { ...results, next: { score, listedOn, id, topId, at: at.getTime(), matches } };
}

/** The order of each sort, as a number of each paper found; the newest first where it is equal. */
const scores: Record<SearchRequest['sort'], (at: Date) => Sql> = {
  date: () => sql`select id, listed_on, 0::float8 as score from found`,
  /** The best by their head go before the others, in the order of their whole text. */
  relevance: () => sql`select found.id, found.listed_on, coalesce(1 + best.rank, found.rank, 0)::float8 as score
    from found left join (
      select paper.id, ts_rank(search, words) as rank from terms, (
        select id from found where rank is not null order by rank desc, listed_on desc, id desc limit ${rankedByText}
      ) as heads join paper using (id)
    ) as best using (id)`,
  /**
   * As `rankPapers` has it, less one doubling a week: the papers found may be years apart. The content of papers whose
   * upvotes are unknown stays out: their track record would take the upvotes of all earlier papers.
   */
  trending: (at) => sql`select id, listed_on,
      coalesce(expected, avg(expected) over (), 0) - (${at}::timestamptz::date - listed_on) / 7::float8 as score
    from (
      select id, listed_on, doublings(upvotes) + ${remaining.doublings}::float8 * power(2::float8, greatest(-60, least(0,
        extract(epoch from listed_on::timestamp at time zone 'UTC' - ${at}::timestamptz)::float8 / 3600 / ${remaining.halfLife}))) as expected
      from found
    ) as voted`,
};
