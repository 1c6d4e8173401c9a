import type { Paper } from '../paper.ts';

/** The columns of the table `paper` that merging reads and writes. */
export interface StoredPaper extends Paper {
  titleKey: string;
  editedFields: string[];
  /** The kinds of digests that contain the paper. */
  digests: string[];
}

/** The largest known number of authors. Names may be hidden or truncated. */
export function countAuthors(
  one: number | null,
  other: number | null,
  authors: string[],
): number | null {
  const count = Math.max(one ?? 0, other ?? 0, authors.length);
  return count === 0 ? (one ?? other) : count;
}
