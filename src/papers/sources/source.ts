import type { Day } from '../../lib/dates.ts';
import type { PaperInput } from '../paper.ts';

/** A part of what a source returned. */
export interface Fetched {
  papers: PaperInput[];
  /** Items that could not be read, and why. */
  skipped: string[];
  /** Where a fetch that ends here continues; none if the source does not page. */
  position?: Position;
}

/** How far a source was read. */
export interface Position {
  /** Entries received so far. */
  received: number;
  /** Entries that the source promised in total. */
  total: number;
}

/**
 * Requests a text, at the provider's rate and with retries (request.ts). `uncached`: never the
 * cached response.
 */
export type Ask = (url: string, options?: { uncached?: boolean }) => Promise<string>;

/** The days that a fetch covers. */
export interface Span {
  /**
   * Today and the days whose counts are refreshed, newest first; none that has not begun in UTC.
   */
  days: Day[];
  /** The day of the last successful fetch: what is new since then was listed since then. */
  lastFetch: Day | null;
  /** Where today's unfinished fetch ended; null: from the first page. */
  position: Position | null;
}

/** Where papers come from. */
export interface PaperSource {
  /** The value of `paper.source`. */
  name: string;
  /** Whose rate limit applies, by all sources and processes together. */
  provider: string;
  /** Milliseconds between two requests to the provider. */
  interval: number;
  /** The papers of the span, in parts; each part is saved as it arrives. @throws SourceError */
  fetch(ask: Ask, span: Span): AsyncIterable<Fetched>;
}

/** The maximum length of a reason: an item may be nothing but an endless name. */
const maximumReason = 300;

/** The papers of a list of items, and the reasons why other items could not be read. */
export function partition(items: (PaperInput | string)[]): Fetched {
  return {
    papers: items.filter((item) => typeof item !== 'string'),
    skipped: items.flatMap((item) =>
      typeof item === 'string' ? [item.slice(0, maximumReason)] : [],
    ),
  };
}
