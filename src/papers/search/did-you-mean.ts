import type { DbClient } from '../../db/client.ts';
import { editDistance } from '../../lib/text/edit-distance.ts';
import type { SearchRequest } from './request.ts';
import { searchPapers } from './search.ts';
import { similarWords, type Suggestion } from './sql.ts';

/** Words of at least four letters, except excluded ones (`-without`). */
const words = /(?<![\p{L}\p{N}])(?<!(?:^|\s)-)\p{L}[\p{L}\p{N}]{3,39}/gu;

/** The maximum number of words of a search that are corrected. */
const maximumWords = 8;

/**
 * Replaces unknown words of a search by the most similar known ones. Returns null if every word is
 * known or the corrected search finds nothing.
 */
export async function didYouMean(db: DbClient, request: SearchRequest): Promise<string | null> {
  const asked = [
    ...new Set([...request.q.matchAll(words)].map(([word]) => word.toLowerCase())),
  ].slice(0, maximumWords);
  if (asked.length === 0) return null;
  const corrections = bestOf(await similarWords(db, asked));
  if (corrections.size === 0) return null;
  const q = request.q.replaceAll(words, (word) => corrections.get(word.toLowerCase()) ?? word);
  const { matches } = await searchPapers(db, {
    ...request,
    q,
    sort: 'date',
    after: undefined,
    limit: 1,
  });
  return matches > 0 ? q : null;
}

/**
 * Picks the suggestion with the smallest edit distance for each word, then the most common one.
 * Trigrams alone prefer shorter words.
 */
function bestOf(suggestions: Suggestion[]): Map<string, string> {
  const ranked = suggestions
    .map((each) => ({ ...each, distance: editDistance(each.word, each.known) }))
    .toSorted((a, b) => b.distance - a.distance || a.papers - b.papers);
  return new Map(ranked.map(({ word, known }) => [word, known]));
}
