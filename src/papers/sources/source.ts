import type { Day } from '../../calendar.ts';
import type { PaperInput } from '../paper.ts';

/** What a source's answers turned into. */
export interface Fetched {
  papers: PaperInput[];
  /** Items that could not be read, and why; the rest went in. */
  skipped: string[];
}

/** Asks for a text; made by `request.ts`, so that a source knows nothing of limits and retries. */
export type Ask = (url: string) => Promise<string>;

/** Where papers come from: one file that turns answers into papers. */
export interface PaperSource {
  /** As it stands in `paper.source`. */
  name: 'huggingface' | 'arxiv';
  /** Milliseconds between two requests, by all processes together: the provider's limit. */
  every: number;
  fetch(ask: Ask, days: Day[]): Promise<Fetched>;
}

/** The source answered, and not with what it should. */
export class SourceError extends Error {
  override name = 'SourceError';
}
