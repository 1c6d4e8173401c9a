import type { Pooled } from '../digest.ts';
import type { CacheBudget } from './cache-budget.ts';
import {
  type ListedPaper,
  type Sections,
  type Encoding,
  encodePaper,
  encodeLayout,
} from './fragments.ts';
import type { RenderedDigest } from './rendered-digest.ts';

/** Papers rendered per run of the template, which takes about 50 ms. */
const batchSize = 25;

/** Reads the papers with these ranks from a digest's pool. */
export type ReadPapers = (ranks: number[]) => Promise<Pooled[]>;

/**
 * The sections of a digest. Papers are rendered on demand: of 2,000 papers, most lists share 200.
 */
export class PapersAsNeeded {
  readonly sections: Sections;
  readonly #papers = new Map<number, ListedPaper>();
  readonly #wanted = new Set<number>();
  readonly #render: RenderedDigest['render'];
  readonly #readPapers: ReadPapers;
  #current: ReadonlySet<number> = new Set();
  #rendering: Promise<void> = Promise.resolve();

  /**
   * @param readPapers reads papers of the pool. Without it, only the initial papers are available.
   */
  constructor(
    { layout, first, render }: RenderedDigest,
    encoding: Encoding,
    budget: CacheBudget,
    readPapers: ReadPapers = async () => [],
  ) {
    this.#render = render;
    this.#readPapers = readPapers;
    this.sections = {
      layout: encodeLayout(layout, encoding),
      papers: this.#papers,
      encoding,
      budget,
    };
    this.#add(first);
  }

  has(ranks: number[]): boolean {
    return ranks.every((rank) => this.#papers.has(rank));
  }

  /**
   * Renders the missing ones of these papers.
   * @throws Error if the pool has no such rank
   */
  async need(ranks: number[]): Promise<void> {
    const missing = ranks.filter((rank) => !this.#papers.has(rank));
    for (const rank of missing) if (!this.#current.has(rank)) this.#wanted.add(rank);
    while (missing.some((rank) => this.#wanted.has(rank))) await this.#next();
    await this.#rendering;
    const lost = missing.find((rank) => !this.#papers.has(rank));
    if (lost !== undefined) throw new Error(`there is no paper of rank ${lost} in the pool`);
  }

  #next(): Promise<void> {
    this.#rendering = this.#rendering.catch(() => {}).then(() => this.#renderBatch());
    return this.#rendering;
  }

  /**
   * Renders all papers requested so far. The next batch is collected while this one is rendered.
   */
  async #renderBatch(): Promise<void> {
    const ranks = [...this.#wanted].slice(0, batchSize);
    this.#current = new Set(ranks);
    for (const rank of ranks) this.#wanted.delete(rank);
    if (ranks.length > 0) this.#add(await this.#render(await this.#readPapers(ranks)));
  }

  #add(rendered: ReadonlyMap<number, ListedPaper>): void {
    const { encoding } = this.sections;
    for (const [rank, paper] of rendered) this.#papers.set(rank, encodePaper(paper, encoding));
  }
}
