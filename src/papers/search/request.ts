import { z } from 'zod';
import { day, type Day } from '../../lib/dates.ts';

export const searchSorts = ['relevance', 'trending', 'date'] as const;

export interface SearchRequest {
  /**
   * Words, "phrases", -without, or. The last word may be incomplete. Empty matches all papers of
   * the category.
   */
  q: string;
  from?: Day | undefined;
  to?: Day | undefined;
  category?: string | undefined;
  sort: (typeof searchSorts)[number];
  after?: SearchCursor | undefined;
  limit: number;
  now: Date;
}

/**
 * Where the next page of search results begins. It is the last paper's position in the sort order,
 * not an offset, so that papers added between two requests do not shift the results.
 */
export const searchCursor = z.object({
  score: z.number(),
  listedOn: day,
  id: z.int32(),
  /**
   * The newest paper at the time of the first page. Later papers are excluded from the order by
   * relevance, which they would change.
   */
  topId: z.int32(),
  /** The time of the first page in milliseconds. Trending scores are computed for this time. */
  at: z.int().min(0).max(Date.UTC(9999, 0)),
  /** The number of matches at the time of the first page. */
  matches: z.int32().min(0),
});

export type SearchCursor = z.output<typeof searchCursor>;

/** Restricts a search to public papers: papers that are dated ahead are excluded. */
export function publicSearch<T extends { to?: Day | undefined }>(
  filters: T,
  today: Day,
): T & { to: Day } {
  return { ...filters, to: filters.to === undefined || filters.to > today ? today : filters.to };
}
