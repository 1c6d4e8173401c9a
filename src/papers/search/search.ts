import type { DbClient } from '../../db/client.ts';
import type { Paper } from '../paper.ts';
import { papersByIds } from '../reading.ts';
import type { SearchCursor, SearchRequest } from './request.ts';
import { matchesOf } from './sql.ts';

export interface SearchResults {
  papers: Paper[];
  /** The number of matching papers, at most `maximumMatches`. */
  matches: number;
  /** Matched words as the papers spell them, in lower case. */
  words: string[];
  /** Where the next page begins. Absent on the last page. */
  next?: SearchCursor;
}

/** Runs a full-text search and returns one page of results. */
export async function searchPapers(db: DbClient, request: SearchRequest): Promise<SearchResults> {
  const { after, limit } = request;
  const now = after === undefined ? request.now : new Date(after.at);
  const found = await matchesOf(db, request, now);
  const papers = await papersByIds(
    db,
    found.slice(0, limit).map(({ id }) => id),
  );
  const [first, last] = [found[0], found[limit - 1]];
  const matches = after?.matches ?? first?.matches ?? 0;
  const results = { papers, matches, words: first?.words ?? [] };
  if (found.length <= limit || last === undefined) return results;
  const { score, listedOn, id, topId } = last;
  return { ...results, next: { score, listedOn, id, topId, at: now.getTime(), matches } };
}
