import { z } from 'zod';
import type { Day } from '../../lib/dates.ts';
import type { Queryable } from '../../db/client.ts';
import { sql, sqlDate, type Sql } from '../../db/sql.ts';
import { ageBonus } from '../ranking/trending.ts';
import type { SearchRequest } from './request.ts';

// SQL: Prisma supports neither ranked, prefix and weighted full-text search nor trigram similarity.

/** The newest matches are ranked. Further matches of a common word are not read. */
export const maximumMatches = 5000;

/**
 * The number of matches that are ranked by their full text, preselected by title, keywords, authors
 * and categories. Reading a whole vector takes 10 times as long as reading its head.
 */
const rankedByText = 200;

const id = z.object({ id: z.number() });

/** The newest ids that match `q`, for the list of papers in the API. */
export async function newestMatchingIds(
  db: Queryable,
  {
    date = null,
    q,
    through = null,
    after,
    limit,
  }: {
    date?: Day | null | undefined;
    q: string;
    through?: Day | null | undefined;
    after: number | null;
    limit: number;
  },
): Promise<number[]> {
  const rows = await db.rows(
    id,
    sql`select id from paper
      where search @@ search_query(${q}) and (${after}::int is null or id < ${after}::int)
        and (${date}::date is null or listed_on = ${date}::date)
        and (${through}::date is null or listed_on <= ${through}::date)
      order by id desc limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

const match = z.object({
  id: z.number(),
  listedOn: sqlDate,
  score: z.number(),
  matches: z.number(),
  topId: z.number(),
  words: z.array(z.string()).nullable(),
});
export type Match = z.output<typeof match>;

/**
 * Returns one page of matches and one more row, best first. One statement, so that all parts see
 * the same papers.
 */
export function matchesOf(db: Queryable, request: SearchRequest, now: Date): Promise<Match[]> {
  const { q, from = null, to = null, category = null, sort, after, limit } = request;
  const byDate = sort === 'date' ? after : undefined;
  return db.rows(
    match,
    sql`with asked as materialized (select search_query(${q}) as words, word_query(${category}::text) as category
      ), terms as materialized (
        select case when words is null then category else coalesce(words && category, words) end as query, words,
          lexemes_of(words) as lexemes
        from asked
      ), top as materialized (select coalesce(${after?.topId ?? null}::int, max(id)) as id from paper
      ), found as materialized (
        select matching.* from terms, top, newest_matches(query,
          case when ${sort === 'relevance'}::boolean then any_lexeme(lexemes) end, ${from}::date, ${to}::date, ${category}::text,
          top.id, ${byDate?.listedOn ?? null}::date, ${byDate?.id ?? null}::int, ${maximumMatches}) as matching
      ), scored as materialized (${scores[sort](now)}
      ), page as (
        select id, score, listed_on from scored
        where ${after === undefined}::boolean or (score, listed_on, id)
          < (${after?.score ?? null}::float8, ${after?.listedOn ?? null}::date, ${after?.id ?? null}::int)
        order by score desc, listed_on desc, id desc limit ${limit + 1}
      )
      select page.id, listed_on "listedOn", score, (select count(*) from found) as matches, top.id as "topId",
        (select array_agg(word) from search_word, terms where lexeme = any(lexemes)) as words
      from page, top order by score desc, listed_on desc, page.id desc`,
  );
}

/** The score that each sort order assigns to a match. Equal scores are ordered newest first. */
const scores: Record<SearchRequest['sort'], (now: Date) => Sql> = {
  date: () => sql`select id, listed_on, 0::float8 as score from found`,
  /** The best matches by head come first, ordered by their full text. */
  relevance:
    () => sql`select found.id, found.listed_on, coalesce(1 + best.rank, found.rank, 0)::float8 as score
    from found left join (
      select paper.id, ts_rank(search, words) as rank from terms, (
        select id from found where rank is not null order by rank desc, listed_on desc, id desc limit ${rankedByText}
      ) as heads join paper using (id)
    ) as best using (id)`,
  /**
   * The formula of `rankPapers`, minus one doubling per week because matches may be years apart.
   * Content is ignored if upvotes are unknown: a track record would require the upvotes of all
   * earlier papers.
   */
  trending: (now) => sql`select id, listed_on,
      coalesce(expected, avg(expected) over (), 0) - (${now}::timestamptz::date - listed_on) / 7::float8 as score
    from (
      select id, listed_on, doublings(upvotes) + ${ageBonus.doublings}::float8 * power(2::float8, greatest(-60, least(0,
        extract(epoch from listed_on::timestamp at time zone 'UTC' - ${now}::timestamptz)::float8 / 3600 / ${ageBonus.halfLife}))) as expected
      from found
    ) as voted`,
};

/** Similar papers are searched among those listed this many days before and after. */
const similarDays = 60;

/**
 * Only the rarest words of a title are looked up: those that together occur in about this many
 * papers.
 */
const similarCandidates = 20_000;

/**
 * Ids of papers on the same subject: papers of the two months around it that share words of its
 * title and keywords. A word is weighted by the logarithm of its rarity. A match in a title or
 * keyword counts more than one in an abstract. A paper with less than a quarter of the total weight
 * is not similar.
 */
export async function similarIds(
  db: Queryable,
  paperId: number,
  through: Day,
  limit: number,
): Promise<number[]> {
  const rows = await db.rows(
    id,
    sql`with own as materialized (
        select id, listed_on, tsvector_to_array(to_tsvector('english', title || ' ' || words_of(keywords))) as lexemes
        from paper where id = ${paperId}
      ), known as materialized (
        select lexeme, ln(1 + (select max(id) from paper)::float8 / sum(papers)) as weight,
          sum(papers) > 1 and sum(sum(papers)) over (order by sum(papers), lexeme) - sum(papers) < ${similarCandidates} as is_rare
        from search_word, own where lexeme = any(lexemes) group by lexeme
      ), likely as materialized (
        select matching.id from own, newest_matches(
          (select any_lexeme(array_agg(lexeme)) from known where is_rare), any_lexeme(lexemes),
          listed_on - ${similarDays}::int, least(listed_on + ${similarDays}::int, ${through}::date), null, null, null, null, 2000) as matching
        where matching.id <> own.id order by rank desc, matching.listed_on desc, matching.id desc limit 100
      ), weighed as (
        select likely.id, sum(weight * case when lexeme = any(title_lexemes) then 1 else 0.3 end) as weight
        from likely join paper using (id),
          lateral (select tsvector_to_array(head) as title_lexemes, tsvector_to_array(search) as all_lexemes) as own,
          known
        where lexeme = any(all_lexemes) group by likely.id
      )
      select id from weighed
      where weight >= 0.25 * (select sum(weight) from known) order by weight desc, id desc limit ${limit}`,
  );
  return rows.map((row) => row.id);
}

const suggestion = z.object({ word: z.string(), known: z.string(), papers: z.number() });
export type Suggestion = z.output<typeof suggestion>;

/**
 * For each word that no paper contains, returns the hundred most similar known words by trigrams,
 * most common first.
 */
export function similarWords(db: Queryable, words: string[]): Promise<Suggestion[]> {
  return db.rows(
    suggestion,
    sql`select asked.word, near.word as known, near.papers from unnest(${words}::text[]) as asked(word), lateral (
        select word, papers from search_word
        where word % asked.word and length(word) between length(asked.word) - 2 and length(asked.word) + 2
        order by similarity(word, asked.word) + 0.02 * ln(papers) desc, word limit 100
      ) as near
      where not exists (select from search_word where word = asked.word)`,
  );
}
