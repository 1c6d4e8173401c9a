import { z } from 'zod';
import { day, type Day } from '../../lib/dates.ts';

export const searchSorts = ['relevance', 'trending', 'date'] as const;

export interface SearchRequest {
  /**
   * Words, "phrases", -without, or; the last word may be unfinished. Empty: all papers of the
   * category.
   */
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
 * A place in the results of a search, where its next page begins. It is the last paper's own place
 * in the order, not a number of papers, so that papers added in between shift nothing.
 */
export const searchPlace = z.object({
  score: z.number(),
  listedOn: day,
  id: z.int32(),
  /**
   * The newest paper at the first page. Later papers stay out of the order by relevance, which they
   * would change.
   */
  topId: z.int32(),
  /** The time of the first page, in milliseconds: trending scores are computed for it. */
  at: z.int().min(0).max(Date.UTC(9999, 0)),
  /** The number of matches at the first page. */
  matches: z.int32().min(0),
});

export type SearchPlace = z.output<typeof searchPlace>;

/** A search of what is public: papers that are dated ahead stay out. */
export function publicSearch<T extends { to?: Day | undefined }>(
  filters: T,
  today: Day,
): T & { to: Day } {
  return { ...filters, to: filters.to === undefined || filters.to > today ? today : filters.to };
}
