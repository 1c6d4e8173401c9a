/** The preferences that make a personal list. */
export interface Choices {
  topics: string[];
  /** Only papers that match; else those first, then the rest of the pool. */
  topicsOnly: boolean;
  /** How many papers; null: as many as the issue has. */
  papers: number | null;
}

/** What lists of a digest are made from: ranks of its pool, best first. */
export interface Pool {
  size: number;
  issueSize: number;
  /** The ranks that match, by topic. */
  matches: ReadonlyMap<string, readonly number[]>;
}

/**
 * A personal list: a pure function of pool, preferences and the papers that the reader was shown
 * before. The lists of the topics are merged in the order of the pool, papers that match first.
 */
export function listFor(
  { size, issueSize, matches }: Pool,
  { topics, topicsOnly, papers }: Choices,
  shown: ReadonlySet<number> = new Set(),
): number[] {
  const count = papers ?? issueSize;
  const matching = new Set(
    topics.flatMap((topic) => matches.get(topic) ?? []).filter((rank) => !shown.has(rank)),
  );
  const list = [...matching].toSorted((a, b) => a - b).slice(0, count);
  if (topicsOnly && topics.length > 0) return list;
  for (let rank = 1; rank <= size && list.length < count; rank += 1) {
    if (!shown.has(rank) && !matching.has(rank)) list.push(rank);
  }
  return list;
}
