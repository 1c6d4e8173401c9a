import type { Context } from '../context.ts';
import { releaseUnknown } from '../outbox/sql/lease.ts';
import type { ReadyRows } from './ready-rows.ts';

/** How long after a failed claim, and how often, its rows are searched for, in milliseconds. */
const search = { duration: 60_000, interval: 2000 };

/**
 * Finds the rows of claims that were committed although their statement failed: this sender owns
 * them without knowing it.
 */
export interface LostClaims {
  /** A claim failed. */
  suspect(): void;
  /** Returns such rows to the queue. No claim may be in progress. */
  release(senderId: number): Promise<void>;
}

export function makeLostClaims(ctx: Context, ready: ReadyRows): LostClaims {
  let until = Number.NEGATIVE_INFINITY;
  let searchedAt = Number.NEGATIVE_INFINITY;
  return {
    suspect: () => {
      until = performance.now() + search.duration;
    },
    release: async (senderId) => {
      const now = performance.now();
      if (now > until || now - searchedAt < search.interval) return;
      searchedAt = now;
      const rows = await releaseUnknown(ctx.db, senderId, ready.all());
      if (rows > 0)
        ctx.log.warn(
          { event: 'delivery.claim-resolved', rows },
          'returned the rows of a claim whose response was lost',
        );
    },
  };
}
