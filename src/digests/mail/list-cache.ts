import type { Queryable } from '../../db/client.ts';
import { selectionsBetween } from '../compose/selections.ts';

/** Selections that are read at a time: neighbours by id were made for neighbours by id. */
const pageSize = 100;
/** Pages kept: 40,000 lists in about 10 MB, however many readers there are. */
const keptPages = 400;

/** The readers' own lists, as they are needed: a bounded number in memory, the one that was used longest ago goes first. */
export interface ListShelf {
  /** The ranks of a selection, if they are at hand. */
  at(selectionId: number): number[] | undefined;
  /** The same, read where they are not. @throws Error when there is no such selection */
  read(selectionId: number): Promise<number[]>;
}

/** Ranks by selection. */
type Page = Map<number, number[]>;

export function makeListShelf(db: Queryable, most = keptPages): ListShelf {
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
    const rows = await selectionsBetween(db, number * pageSize, (number + 1) * pageSize - 1);
    const page = new Map(rows.map(({ id, ranks }) => [id, ranks]));
    pages.set(number, page);
    const [oldest] = pages.keys();
    if (pages.size > most && oldest !== undefined) pages.delete(oldest);
    return page;
  }

  function startReading(number: number): Promise<Page> {
    const page = readPage(number).finally(() => reading.delete(number));
    reading.set(number, page);
    return page;
  }

  return {
    at,
    read: async (selectionId) => {
      const known = at(selectionId);
      if (known !== undefined) return known;
      const number = pageOf(selectionId);
      const underWay = reading.get(number);
      const found = underWay === undefined ? undefined : (await underWay).get(selectionId);
      // One that began before this selection was committed lacks it: then it is read again.
      const ranks = found ?? (await startReading(number)).get(selectionId);
      if (ranks === undefined) throw new Error(`there is no selection ${selectionId}`);
      return ranks;
    },
  };
}
