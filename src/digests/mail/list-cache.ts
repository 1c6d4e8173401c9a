import type { Queryable } from '../../db/client.ts';
import { selectionsByIds } from './sql.ts';

/** Selections that are read at a time: neighbours by id were made for neighbours by id. */
const pageSize = 100;
/** Pages in memory: 40,000 lists in about 10 MB, however many readers there are. */
const defaultPages = 400;

/** Ranks by selection. */
type Page = Map<number, number[]>;

/**
 * The personal lists, read as they are needed: a bounded number in memory, the least recently used
 * goes first.
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

  /** The ranks of a selection, if they are cached. */
  at(selectionId: number): number[] | undefined {
    const number = pageOf(selectionId);
    const page = this.#pages.get(number);
    if (page === undefined) return undefined;
    // A Map keeps the order of its entries: the last used stands last.
    this.#pages.delete(number);
    this.#pages.set(number, page);
    return page.get(selectionId);
  }

  /** The same, read if they are not cached. @throws Error when there is no such selection */
  async read(selectionId: number): Promise<number[]> {
    const cached = this.at(selectionId);
    if (cached !== undefined) return cached;
    const number = pageOf(selectionId);
    const running = this.#reading.get(number);
    const found = running === undefined ? undefined : (await running).get(selectionId);
    // A read that began before this selection was committed lacks it: then it is read again.
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
