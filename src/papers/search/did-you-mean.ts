import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { searchPapers, type SearchRequest } from './search.ts';

/** Words of four letters and more that are asked for: not those of `-without`. */
const words = /(?<![\p{L}\p{N}])(?<!(?:^|\s)-)\p{L}[\p{L}\p{N}]{3,39}/gu;

/** Words of one search that are looked at. */
const mostWords = 8;

/**
 * The same search with its unknown words replaced by the most similar ones of papers; null where there is none, or where
 * that would find nothing either.
 */
export async function didYouMean(db: Queryable, request: SearchRequest): Promise<string | null> {
  const asked = [...new Set([...request.q.matchAll(words)].map(([word]) => word.toLowerCase()))].slice(0, mostWords);
  if (asked.length === 0) return null;
  const better = nearest(await alike(db, asked));
  if (better.size === 0) return null;
  const q = request.q.replaceAll(words, (word) => better.get(word.toLowerCase()) ?? word);
  const { matches } = await searchPapers(db, { ...request, q, sort: 'date', after: undefined, limit: 1 });
  return matches > 0 ? q : null;
}

const candidate = z.object({ word: z.string(), known: z.string(), papers: z.number() });

/** For each word that no paper has, the hundred most similar by trigrams, the commoner first. */
function alike(db: Queryable, asked: string[]) {
  return db.rows(
    candidate,
    sql`select asked.word, near.word as known, near.papers from unnest(${asked}::text[]) as asked(word), lateral (
        select word, papers from search_word
        where word % asked.word and length(word) between length(asked.word) - 2 and length(asked.word) + 2
        order by similarity(word, asked.word) + 0.02 * ln(papers) desc, word limit 100
      ) as near
      where not exists (select from search_word where word = asked.word)`,
  );
}

/** Of these the one with the fewest slips of the pen, the commonest of equals: trigrams alone prefer shorter words. */
function nearest(candidates: z.output<typeof candidate>[]): Map<string, string> {
  const ranked = candidates
    .map((each) => ({ ...each, slips: slipsBetween(each.word, each.known) }))
    .toSorted((a, b) => b.slips - a.slips || a.papers - b.papers);
  return new Map(ranked.map(({ word, known }) => [word, known]));
}

/** Letters added, left out, mistaken, or swapped with the next (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next[column] = Math.min(
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + same,
        swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
      );
    }
    before = last;
    last = next;
  }
  return last[b.length] ?? 0;
}
