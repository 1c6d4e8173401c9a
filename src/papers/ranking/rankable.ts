import type { Described, PriorSignals } from './prior.ts';

/** The fields of a paper that the ranking reads. */
export interface Rankable extends Described {
  id: number;
  /** Null if unknown, which is not 0. */
  upvotes: number | null;
  comments: number | null;
}

/**
 * Upvotes gained between two observations at least one hour apart, and the hours since the first
 * one.
 */
interface Growth {
  upvotes: number;
  hours: number;
}

/** What the history of a paper shows. */
export interface Signals extends PriorSignals {
  growth?: Growth;
}
