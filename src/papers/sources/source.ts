import type { Day } from '../../lib/dates.ts';
import type { PaperInput } from '../paper.ts';

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
  /** Total number of entries that the source announced. */
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
  /**
   * The day of the last successful fetch. Papers that are new since then were listed since then.
   */
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
