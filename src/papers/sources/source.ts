import type { Day } from '../../lib/dates.ts';
import type { PaperInput } from '../paper.ts';
import { SourceError } from './failure.ts';

/** One part of a source's papers. */
export interface Fetched {
  papers: PaperInput[];
  /** Why items could not be read. */
  skipped: string[];
  /** Where the next fetch continues if this one ends here. Absent if the source has no pages. */
  position?: Position;
}

/** How far a source has been read. */
export interface Position {
  /** Entries received so far. */
  received: number;
  /** Total number of entries that the source announced, or 0 if it announced none. */
  total: number;
}

/**
 * Requests a text at the provider's rate, with retries (request.ts). `uncached` bypasses the cache.
 */
export type RequestText = (url: string, options?: { uncached?: boolean }) => Promise<string>;

/** The days that a fetch covers. */
export interface Span {
  /**
   * Today and the days whose counts are refreshed, newest first. No day that has not begun in UTC.
   */
  days: Day[];
  /** The day of the last successful fetch. */
  lastFetch: Day | null;
  /** Where today's unfinished fetch ended. Null means the first page. */
  position: Position | null;
}

/** A source of papers. */
export interface PaperSource {
  /** The value of `paper.source`. */
  name: string;
  /** The provider whose rate limit applies to all sources and processes together. */
  provider: string;
  /** Minimum milliseconds between two requests to the provider. */
  interval: number;
  /**
   * Yields the papers of the span in parts. Each part is saved as it arrives.
   * @throws SourceError
   */
  fetch(request: RequestText, span: Span): AsyncIterable<Fetched>;
}

/** The maximum length of a reason. An item may consist of one very long name. */
const maximumReason = 300;

/** Separates the papers of a list from the reasons why other items could not be read. */
export function partition(items: (PaperInput | string)[]): Fetched {
  return {
    papers: items.filter((item) => typeof item !== 'string'),
    skipped: items.flatMap((item) =>
      typeof item === 'string' ? [item.slice(0, maximumReason)] : [],
    ),
  };
}

/**
 * The listing day of a paper: the day that the source states. A paper that the last fetch did not
 * see was not listed before it, whatever the source states, and none is listed tomorrow.
 */
export function listingDay(stated: Day | undefined, { days, lastFetch }: Span): Day {
  const [today = ''] = days;
  return stated === undefined || stated > today || stated < (lastFetch ?? stated) ? today : stated;
}

/** A page of entries. */
export interface Page extends Fetched {
  /** The number of entries on this page, including unreadable ones. */
  entries: number;
  /** The number of entries of all pages, if the source states it. */
  total: number | undefined;
}

/** Whether a page is the last one. Without a total, that is one that is not full. */
export function isLastPage({ entries, total }: Page, received: number, pageSize: number): boolean {
  return total === undefined ? entries < pageSize : received >= total;
}

/**
 * Reads pages from the position of an unfinished fetch to the last page.
 * @param limits the entries of a full page, and the maximum number of pages per fetch
 * @throws SourceError if the source returns fewer entries than announced, or has more pages. In the
 *   latter case, the next fetch continues there
 */
export async function* readPages(
  { position }: Span,
  { pageSize, maximumPages }: { pageSize: number; maximumPages: number },
  readPage: (start: number) => Promise<Page>,
): AsyncGenerator<Fetched> {
  let received = position?.received ?? 0;
  for (let count = 0; count < maximumPages; count += 1) {
    const page = await readPage(received);
    const { papers, skipped, entries, total = 0 } = page;
    received += entries;
    yield { papers, skipped, position: { received, total } };
    if (isLastPage(page, received, pageSize)) return;
    if (entries === 0) throw new SourceError({ code: 'incomplete', received, expected: total });
  }
  throw new SourceError({ code: 'too-many', received });
}
