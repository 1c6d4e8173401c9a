import type { Pooled } from '../digest.ts';
import {
  type ListedPaper,
  type Sections,
  type Write,
  writePaper,
  writeSurround,
} from './fragments.ts';
import type { RenderedDigest } from './rendered-digest.ts';

/** Papers that are rendered in one template, about 50 ms. */
const batchSize = 25;

/** Reads the papers with these ranks of a digest's pool. */
export type ReadPapers = (ranks: number[]) => Promise<Pooled[]>;

/** The sections of a digest, which get papers as lists need them: of 2,000 most lists have 200. */
export interface PapersAsNeeded {
  sections: Sections;
  has(ranks: number[]): boolean;
  /** Renders those of these papers that were not. @throws Error if the pool has no such rank */
  need(ranks: number[]): Promise<void>;
}

/** @param readPapers of the pool; without it there are no other papers than the first ones */
export function papersAsNeeded(
  { surround, first, render }: RenderedDigest,
  write: Write,
  readPapers: ReadPapers = async () => [],
): PapersAsNeeded {
  const papers = new Map<number, ListedPaper>();
  const wanted = new Set<number>();
  let current: ReadonlySet<number> = new Set();
  let rendering: Promise<void> = Promise.resolve();
  const add = (rendered: ReadonlyMap<number, ListedPaper>) => {
    for (const [rank, paper] of rendered) papers.set(rank, writePaper(paper, write));
  };
  add(first);

  /** Renders what was asked for until now: while one batch is rendered, the next one grows. */
  async function renderBatch(): Promise<void> {
    const ranks = [...wanted].slice(0, batchSize);
    current = new Set(ranks);
    for (const rank of ranks) wanted.delete(rank);
    if (ranks.length > 0) add(await render(await readPapers(ranks)));
  }

  function next(): Promise<void> {
    rendering = rendering.catch(() => {}).then(renderBatch);
    return rendering;
  }

  async function need(ranks: number[]): Promise<void> {
    const missing = ranks.filter((rank) => !papers.has(rank));
    for (const rank of missing) if (!current.has(rank)) wanted.add(rank);
    while (missing.some((rank) => wanted.has(rank))) await next();
    await rendering;
    const lost = missing.find((rank) => !papers.has(rank));
    if (lost !== undefined) throw new Error(`there is no paper of rank ${lost} in the pool`);
  }

  return {
    sections: { surround: writeSurround(surround, write), papers, write },
    has: (ranks) => ranks.every((rank) => papers.has(rank)),
    need,
  };
}
