import type { Paper } from '../paper.ts';

/** A row of the table `paper`, as far as merging reads and writes it. */
export interface StoredPaper extends Paper {
  titleKey: string;
  editedFields: string[];
  /** The kinds of digests that contain it. */
  digests: string[];
}

/** The largest known number: names may be hidden or cut. */
export function countAuthors(
  one: number | null,
  other: number | null,
  authors: string[],
): number | null {
  const count = Math.max(one ?? 0, other ?? 0, authors.length);
  return count === 0 ? (one ?? other) : count;
}
