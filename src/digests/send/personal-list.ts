/** The preferences that define a personal list. */
export interface Choices {
  topics: string[];
  /** Whether to include only matching papers. Otherwise the rest of the pool follows them. */
  topicsOnly: boolean;
  /** Number of papers. Null means as many as the issue has. */
  papers: number | null;
}

/** The input of personal lists. Ranks refer to the pool, best first. */
export interface Pool {
  size: number;
  issueSize: number;
  /** The matching ranks by topic. */
  matches: ReadonlyMap<string, readonly number[]>;
}

/**
 * Builds a personal list. Pure function of pool, preferences and the papers that the reader was
 * shown before. The lists of the topics are merged in the order of the pool, with matching papers
 * first.
 */
export function listFor(
  { size, issueSize, matches }: Pool,
  { topics, topicsOnly, papers }: Choices,
  shown: ReadonlySet<number> = new Set(),
): number[] {
  const count = papers ?? issueSize;
  const list = new Set<number>();
  const add = (ranks: Iterable<number>) => {
    for (const rank of ranks) {
      if (list.size >= count) return;
      if (!shown.has(rank)) list.add(rank);
    }
  };
  add(merged(topics.map((topic) => matches.get(topic) ?? [])));
  if (!topicsOnly || topics.length === 0) add(from(1, size));
  return [...list];
}

function* from(first: number, last: number): Generator<number> {
  for (let rank = first; rank <= last; rank += 1) yield rank;
}

/** Merges sorted lists lazily, in ascending order. */
function* merged(lists: (readonly number[])[]): Generator<number> {
  const places = lists.map(() => 0);
  for (;;) {
    let next = -1;
    let smallest = Number.POSITIVE_INFINITY;
    lists.forEach((list, index) => {
      const value = list[places[index] ?? 0] ?? Number.POSITIVE_INFINITY;
      if (value < smallest) [next, smallest] = [index, value];
    });
    if (next < 0) return;
    places[next] = (places[next] ?? 0) + 1;
    yield smallest;
  }
}
