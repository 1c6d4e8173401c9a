import type { Context } from '../context.ts';
import type { ClaimedRow } from '../outbox/claimed-row.ts';
import { type ClaimBatch, claimQueued, claimRetries, start } from '../outbox/sql/claim.ts';
import { claimTransactional } from '../outbox/sql/claim-transactional.ts';
import type { RateLimiter } from './rate-limiter.ts';

/**
 * Milliseconds between two claims of transactional emails and retries while the queue is busy: they
 * cost two additional statements.
 */
const priorityClaimInterval = 50;

/** One round: how many rows it may still claim, and how many its statements touched. */
interface Round {
  senderId: number;
  now: Date;
  size: number;
  left: number;
  touched: number;
}

/** Receives the rows of each claim immediately, with the time at which the claim began. */
type AddRows = (rows: ClaimedRow[], claimedAt: number) => void;

/** Claims rows of the outbox for one sender, round by round. */
export class ClaimRounds {
  readonly #ctx: Context;
  readonly #rateLimiter: RateLimiter;
  readonly #add: AddRows;
  #cursor = start;
  #priorityClaimAt = Number.NEGATIVE_INFINITY;
  /** Whether the last claim found no queued delivery; retries then get half of the round. */
  #drained = false;

  constructor(ctx: Context, rateLimiter: RateLimiter, add: AddRows) {
    this.#ctx = ctx;
    this.#rateLimiter = rateLimiter;
    this.#add = add;
  }

  /**
   * Claims at most `size` rows: transactional emails first, then retries, then queued deliveries.
   * @returns `limited`: the rate limiter allows none now; `empty`: there is nothing to claim now
   */
  async run(senderId: number, size: number): Promise<'claimed' | 'limited' | 'empty'> {
    const left = await this.#rateLimiter.take(size);
    if (left === 0) return 'limited';
    const round: Round = { senderId, now: this.#ctx.now(), size, left, touched: 0 };
    const withPriority =
      this.#drained || performance.now() - this.#priorityClaimAt > priorityClaimInterval;
    if (withPriority) await this.#claimPriority(round);
    this.#drained = false;
    const fromStart = round.left > 0 && (await this.#claimQueued(round));
    await this.#rateLimiter.giveBack(round.left);
    // Only a full round shows that there is nothing: the cursor may have passed rows that were
    // returned since.
    return round.touched === 0 && withPriority && fromStart ? 'empty' : 'claimed';
  }

  async #claimPriority(round: Round): Promise<void> {
    const { db, config } = this.#ctx;
    const { SMTP_CONNECTIONS: connections, SMTP_RATE_PER_DOMAIN: perDomain } = config;
    const { senderId, now, size } = round;
    this.#priorityClaimAt = performance.now();
    await this.#claim(round, connections, (limit) => claimTransactional(db, { senderId, limit }));
    const retries = this.#drained ? Math.max(connections, Math.floor(size / 2)) : connections;
    await this.#claim(round, retries, (limit) =>
      claimRetries(db, { senderId, now, perDomain, limit }),
    );
  }

  /** @returns whether the claim began at the first row of the queue */
  async #claimQueued(round: Round): Promise<boolean> {
    const { db, config } = this.#ctx;
    const { senderId, now, size } = round;
    const { SMTP_RATE_PER_DOMAIN: perDomain } = config;
    const after = this.#cursor;
    const batch = await this.#claim(round, size, (limit) =>
      claimQueued(db, { senderId, now, perDomain, limit, after }),
    );
    this.#cursor = batch.cursor;
    this.#drained = batch.touched === 0;
    return after === start;
  }

  async #claim<Batch extends ClaimBatch>(
    round: Round,
    maximum: number,
    rows: (limit: number) => Promise<Batch>,
  ): Promise<Batch> {
    const began = performance.now();
    const batch = await rows(Math.min(round.left, maximum));
    this.#add(batch.rows, began);
    round.left -= batch.rows.length;
    round.touched += batch.touched;
    return batch;
  }
}
