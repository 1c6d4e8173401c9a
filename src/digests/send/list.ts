/** The preferences that make a personal list. */
export interface Choices {
  topics: string[];
  /** Only papers that match; else those first, then the rest of the pool. */
  topicsOnly: boolean;
  /** How many papers; null: as many as the issue has. */
  papers: number | null;
}

/**
 * A personal list: a pure function of pool and preferences. The ranked lists of the topics are merged in the order of the pool,
 * papers that match first.
 * @param pool ranks of the pool, best first
 * @param matches ranks that match, by topic
 */
export function listFor(
  pool: number[],
  matches: ReadonlyMap<string, readonly number[]>,
  { topics, topicsOnly, papers }: Choices,
  issueSize: number,
): number[] {
  const count = papers ?? issueSize;
  if (topics.length === 0) return pool.slice(0, count);
  const matching = new Set(topics.flatMap((topic) => matches.get(topic) ?? []));
  const first = pool.filter((rank) => matching.has(rank));
  const rest = topicsOnly ? [] : pool.filter((rank) => !matching.has(rank));
  return [...first, ...rest].slice(0, count);
}
