import type { Described, PriorSignals } from './prior.ts';

/** What the ranking reads of a paper. */
export interface Rankable extends Described {
  id: number;
  /** null: unknown, which is not 0. */
  upvotes: number | null;
  comments: number | null;
}

/**
 * Upvotes that came between two observations at least one hour apart, and the hours since the first
 * of them.
 */
interface Growth {
  upvotes: number;
  hours: number;
}

/** What is known about a paper from its history. */
export interface Signals extends PriorSignals {
  growth?: Growth;
}
