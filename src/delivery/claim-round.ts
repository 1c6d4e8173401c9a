import type { Context } from '../context.ts';
import type { ClaimedRow } from '../outbox/claimed-row.ts';
import {
  type ClaimBatch,
  claimQueued,
  claimRetries,
  claimTransactional,
  start,
} from '../outbox/sql/claim.ts';
import type { RateLimiter } from './rate-limiter.ts';

/**
 * How often transactional emails and retries are claimed while the queue is busy: two statements
 * more. Milliseconds.
 */
const sideClaimInterval = 50;

/**
 * Claims one round of at most `size` rows: transactional emails first, then retries, then queued
 * deliveries.
 * @returns `limited`: the rate limiter allows none now; `empty`: the outbox has nothing to claim
 *   now
 */
export type ClaimRound = (
  senderId: number,
  size: number,
) => Promise<'claimed' | 'limited' | 'empty'>;

/** @param add takes the rows of each claim at once, with the time at which the claim began */
export function makeClaimRound(
  ctx: Context,
  rateLimiter: RateLimiter,
  add: (rows: ClaimedRow[], claimedAt: number) => void,
): ClaimRound {
  const { SMTP_CONNECTIONS: connections, SMTP_RATE_PER_DOMAIN: perDomain } = ctx.config;
  let cursor = start;
  let sideClaimAt = Number.NEGATIVE_INFINITY;
  /** No delivery was queued: retries may be all there is, and get half of the size. */
  let drained = false;

  return async (senderId, size) => {
    let left = await rateLimiter.take(size);
    if (left === 0) return 'limited';
    let touched = 0;
    const options = { senderId, now: ctx.now(), perDomain };
    async function claim<Batch extends ClaimBatch>(
      rows: (limit: number) => Promise<Batch>,
      maximum: number,
    ) {
      const began = performance.now();
      const batch = await rows(Math.min(left, maximum));
      add(batch.rows, began);
      left -= batch.rows.length;
      touched += batch.touched;
      return batch;
    }
    const withSide = drained || performance.now() - sideClaimAt > sideClaimInterval;
    if (withSide) {
      sideClaimAt = performance.now();
      await claim((limit) => claimTransactional(ctx.db, { senderId, limit }), connections);
      const maximum = drained ? Math.max(connections, Math.floor(size / 2)) : connections;
      await claim((limit) => claimRetries(ctx.db, { ...options, limit }), maximum);
    }
    drained = false;
    if (left > 0) {
      const fromStart = cursor === start;
      const batch = await claim(
        (limit) => claimQueued(ctx.db, { ...options, limit, after: cursor }),
        size,
      );
      cursor = batch.cursor;
      drained = batch.touched === 0;
      // Only a full round shows that there is nothing: the cursor may have passed rows that were
      // put back since.
      if (drained && !(fromStart && withSide)) touched += 1;
    }
    await rateLimiter.giveBack(left);
    return touched === 0 ? 'empty' : 'claimed';
  };
}
