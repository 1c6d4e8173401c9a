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
export class PapersAsNeeded {
  readonly sections: Sections;
  readonly #papers = new Map<number, ListedPaper>();
  readonly #wanted = new Set<number>();
  readonly #render: RenderedDigest['render'];
  readonly #readPapers: ReadPapers;
  #current: ReadonlySet<number> = new Set();
  #rendering: Promise<void> = Promise.resolve();

  /** @param readPapers of the pool; without it there are no other papers than the first ones */
  constructor(
    { surround, first, render }: RenderedDigest,
    write: Write,
    readPapers: ReadPapers = async () => [],
  ) {
    this.#render = render;
    this.#readPapers = readPapers;
    this.sections = { surround: writeSurround(surround, write), papers: this.#papers, write };
    this.#add(first);
  }

  has(ranks: number[]): boolean {
    return ranks.every((rank) => this.#papers.has(rank));
  }

  /** Renders those of these papers that were not. @throws Error if the pool has no such rank */
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

  /** Renders what was asked for until now: while one batch is rendered, the next one grows. */
  async #renderBatch(): Promise<void> {
    const ranks = [...this.#wanted].slice(0, batchSize);
    this.#current = new Set(ranks);
    for (const rank of ranks) this.#wanted.delete(rank);
    if (ranks.length > 0) this.#add(await this.#render(await this.#readPapers(ranks)));
  }

  #add(rendered: ReadonlyMap<number, ListedPaper>): void {
    const { write } = this.sections;
    for (const [rank, paper] of rendered) this.#papers.set(rank, writePaper(paper, write));
  }
}
