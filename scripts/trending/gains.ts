import { mean } from './bootstrap.ts';
import type { Listing } from './history.ts';

/**
 * Doublings of upvotes that papers gained from 08:00 of their listing day, and from the next
 * midnight, to their final number.
 */
export interface Gain {
  /** Minimum upvotes of the papers at 08:00. */
  from: number;
  morning: number;
  midnight: number;
}

/** The mean gain of all papers, and of those with enough upvotes to compete for an issue. */
export function gains(listings: Listing[]): Gain[] {
  const finished = listings.flatMap(({ at8, next, final }) =>
    next === null || final === null ? [] : [{ morning: at8.upvotes, midnight: next, final }],
  );
  return [0, 12].map((from) => {
    const enough = finished.filter(({ morning }) => morning >= from);
    return {
      from,
      morning: mean(enough.map(({ morning, final }) => Math.log2((1 + final) / (1 + morning)))),
      midnight: mean(enough.map(({ midnight, final }) => Math.log2((1 + final) / (1 + midnight)))),
    };
  });
}
