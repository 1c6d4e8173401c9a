import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { paper, type Paper } from '../paper.ts';
import { paperColumns } from '../queries.ts';

/** Days before and after a paper's listing. */
const near = 60;

/** The rarest words of a title are looked for, as many as stand in about this number of papers. */
const candidates = 20_000;

/**
 * Papers about the same: those of the two months around it that share words of its title and keywords. A rare word says
 * more than a common one (its weight is the logarithm of how rare it is), one in a title or keyword more than one in an
 * abstract; who shares less than a quarter of the weight is not similar.
 */
export function similarPapers(db: Queryable, id: number, limit: number): Promise<Paper[]> {
  return db.rows(
    paper,
    sql`with own as materialized (
        select id, listed_on, tsvector_to_array(to_tsvector('english', title || ' ' || words_of(keywords))) as lexemes
        from paper where id = ${id}
      ), known as materialized (
        select lexeme, ln(1 + (select max(id) from paper)::float8 / sum(papers)) as weight,
          sum(papers) > 1 and sum(sum(papers)) over (order by sum(papers), lexeme) - sum(papers) < ${candidates} as is_rare
        from search_word, own where lexeme = any(lexemes) group by lexeme
      ), likely as materialized (
        select matching.id from own, newest_matches(
          (select any_lexeme(array_agg(lexeme)) from known where is_rare), any_lexeme(lexemes),
          listed_on - ${near}::int, listed_on + ${near}::int, null, null, null, null, 2000) as matching
        where matching.id <> own.id order by rank desc, matching.listed_on desc, matching.id desc limit 100
      ), weighed as (
        select likely.id, sum(weight * case when lexeme = any(title_lexemes) then 1 else 0.3 end) as weight
        from likely join paper using (id),
          lateral (select tsvector_to_array(head) as title_lexemes, tsvector_to_array(search) as all_lexemes) as own,
          known
        where lexeme = any(all_lexemes) group by likely.id
      )
      select ${paperColumns} from weighed join paper using (id)
      where weight >= 0.25 * (select sum(weight) from known) order by weight desc, id desc limit ${limit}`,
  );
}
