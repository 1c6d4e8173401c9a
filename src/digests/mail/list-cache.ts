import type { Queryable } from '../../db/client.ts';
import { selectionsByIds } from './sql.ts';

/** Selections that are read at a time: neighbours by id were made for neighbours by id. */
const pageSize = 100;
/** Pages in memory: 40,000 lists in about 10 MB, however many readers there are. */
const defaultPages = 400;

/**
 * The personal lists, read as they are needed: a bounded number in memory, the least recently used
 * goes first.
 */
export interface ListCache {
  /** The ranks of a selection, if they are cached. */
  at(selectionId: number): number[] | undefined;
  /** The same, read if they are not cached. @throws Error when there is no such selection */
  read(selectionId: number): Promise<number[]>;
}

/** Ranks by selection. */
type Page = Map<number, number[]>;

function idsOf(page: number): number[] {
  return Array.from({ length: pageSize }, (_, n) => page * pageSize + n);
}

export function makeListCache(db: Queryable, maximumPages = defaultPages): ListCache {
  const pages = new Map<number, Page>();
  const reading = new Map<number, Promise<Page>>();
  const pageOf = (selectionId: number) => Math.floor(selectionId / pageSize);

  function at(selectionId: number): number[] | undefined {
    const number = pageOf(selectionId);
    const page = pages.get(number);
    if (page === undefined) return undefined;
    // A Map keeps the order of its entries: the last used stands last.
    pages.delete(number);
    pages.set(number, page);
    return page.get(selectionId);
  }

  async function readPage(number: number): Promise<Page> {
    const rows = await selectionsByIds(db, idsOf(number));
    const page = new Map(rows.map(({ id, ranks }) => [id, ranks]));
    pages.set(number, page);
    const [oldest] = pages.keys();
    if (pages.size > maximumPages && oldest !== undefined) pages.delete(oldest);
    return page;
  }

  function startReading(number: number): Promise<Page> {
    const page = readPage(number).finally(() => reading.delete(number));
    reading.set(number, page);
    return page;
  }

  async function read(selectionId: number): Promise<number[]> {
    const cached = at(selectionId);
    if (cached !== undefined) return cached;
    const number = pageOf(selectionId);
    const running = reading.get(number);
    const found = running === undefined ? undefined : (await running).get(selectionId);
    // A read that began before this selection was committed lacks it: then it is read again.
    const ranks = found ?? (await startReading(number)).get(selectionId);
    if (ranks === undefined) throw new Error(`there is no selection ${selectionId}`);
    return ranks;
  }

  return { at, read };
}
