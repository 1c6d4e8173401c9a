import type { Queryable } from '../../db/client.ts';
import { selectionsByIds } from './sql.ts';

/** Selections per read. Selections with adjacent ids belong to readers with adjacent ids. */
const pageSize = 100;
/** Maximum pages in memory: 40,000 lists in about 10 MB, independent of the number of readers. */
const defaultPages = 400;

/** Ranks by selection. */
type Page = Map<number, number[]>;

/**
 * Reads personal lists on demand. Keeps a limited number in memory and evicts the least recently
 * used.
 */
export class ListCache {
  readonly #db: Queryable;
  readonly #maximumPages: number;
  readonly #pages = new Map<number, Page>();
  readonly #reading = new Map<number, Promise<Page>>();

  constructor(db: Queryable, maximumPages = defaultPages) {
    this.#db = db;
    this.#maximumPages = maximumPages;
  }

  /** Returns the ranks of a selection if they are cached. */
  at(selectionId: number): number[] | undefined {
    const number = pageOf(selectionId);
    const page = this.#pages.get(number);
    if (page === undefined) return undefined;
    // A Map keeps insertion order, so the most recently used page is last.
    this.#pages.delete(number);
    this.#pages.set(number, page);
    return page.get(selectionId);
  }

  /**
   * Returns the ranks of a selection and reads them if they are not cached.
   * @throws Error if the selection does not exist
   */
  async read(selectionId: number): Promise<number[]> {
    const cached = this.at(selectionId);
    if (cached !== undefined) return cached;
    const number = pageOf(selectionId);
    const running = this.#reading.get(number);
    const found = running === undefined ? undefined : (await running).get(selectionId);
    // If the read began before this selection was committed, the page lacks it and is read again.
    const ranks = found ?? (await this.#startReading(number)).get(selectionId);
    if (ranks === undefined) throw new Error(`there is no selection ${selectionId}`);
    return ranks;
  }

  #startReading(number: number): Promise<Page> {
    const page = this.#readPage(number).finally(() => this.#reading.delete(number));
    this.#reading.set(number, page);
    return page;
  }

  async #readPage(number: number): Promise<Page> {
    const rows = await selectionsByIds(this.#db, idsOf(number));
    const page = new Map(rows.map(({ id, ranks }) => [id, ranks]));
    this.#pages.set(number, page);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > this.#maximumPages && oldest !== undefined) this.#pages.delete(oldest);
    return page;
  }
}

function pageOf(selectionId: number): number {
  return Math.floor(selectionId / pageSize);
}

function idsOf(page: number): number[] {
  return Array.from({ length: pageSize }, (_, n) => page * pageSize + n);
}
