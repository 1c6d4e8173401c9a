import type { Day } from '../../lib/dates.ts';
import type { PaperInput } from '../paper.ts';

/** What a source's answers turned into. */
export interface Fetched {
  papers: PaperInput[];
  /** Items that could not be read, and why; the rest went in. */
  skipped: string[];
}

/** Asks for a text; made by `request.ts`, so that a source knows nothing of limits and retries. */
export type Ask = (url: string) => Promise<string>;

/** What is asked for. */
export interface Span {
  /** Today and the days whose counts are looked at again, newest first; none that has not begun in UTC. */
  days: Day[];
  /** The day of the last fetch that worked: what is new since then was listed since then. */
  seen: Day | null;
}

/** Where papers come from: one file that turns answers into papers. */
export interface PaperSource {
  /** As it stands in `paper.source`. */
  name: 'huggingface' | 'arxiv';
  /** Milliseconds between two requests, by all processes together: the provider's limit. */
  every: number;
  /** The requests of a fetch, in order; each part is saved when it is there. */
  parts(span: Span): ((ask: Ask) => Promise<Fetched>)[];
}

/** The source answered, and not with what it should. */
export class SourceError extends Error {
  override name = 'SourceError';
}

/** Characters of a reason: an item may be nothing but a name without end. */
const longestReason = 300;

/** The papers and the reasons of what a list of items was read as. */
export function sortOut(read: (PaperInput | string)[]): Fetched {
  return {
    papers: read.filter((paper) => typeof paper !== 'string'),
    skipped: read.flatMap((paper) => (typeof paper === 'string' ? [paper.slice(0, longestReason)] : [])),
  };
}
