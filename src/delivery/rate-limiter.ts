import type { Context } from '../context.ts';
import type { Result } from '../outbox/result.ts';
import { returnToDailyQuota, takeFromDailyQuota } from '../outbox/sql/daily-quota.ts';
import {
  lowerShare,
  raiseShare,
  readShare,
  returnTokens,
  takeTokens,
} from '../outbox/sql/rate-limiter.ts';
import { sleep } from '../lib/sleep.ts';

/**
 * Replies by which a relay requests a lower rate (RFC 5321 4.2.2: service not available, local
 * error in processing). Greylisting also replies 451 (RFC 6647), but once to each recipient,
 * whatever the rate.
 */
const tooFast = /^4(21|51) (?!4\.7\.1\b|.*gr[ae]y-?list)/i;

/** The rate is lowered if a second has this many of them, and more than this share of replies. */
const tooFastCount = 5;
const tooFastShare = 0.1;

/**
 * Milliseconds before a daily quota that is used up is asked again: it frees in steps of ten
 * minutes.
 */
const quotaPause = 1000;

/**
 * Limits the rate of this sender by SMTP_RATE and SMTP_RATE_PER_DAY, which apply to the whole
 * system, and by the replies of the relay. If at least five replies, and more than a tenth, within
 * a second are 421 or 451, the rate of all senders is halved, down to a fifth; after five seconds
 * without them it is raised by half.
 */
export class RateLimiter {
  readonly #ctx: Context;
  readonly #stopping = new AbortController();
  #answers = 0;
  #tooFast = 0;
  #share = 1;
  /** Messages in this sender's best second: the rate to which a share refers. */
  #best = 0;
  #tokens = 0;
  #tokensAt = performance.now();
  /**
   * The bucket of the daily quota that counts the rows taken last. Rows that become stale a second
   * after the end of a bucket are returned to the next one.
   */
  #quotaBucket = new Date(0);
  #quotaUsedUpUntil = Number.NEGATIVE_INFINITY;

  constructor(ctx: Context) {
    this.#ctx = ctx;
    void this.#run();
  }

  /** How many of `wanted` rows may be claimed now. */
  async take(wanted: number): Promise<number> {
    const { SMTP_RATE: perSecond } = this.#ctx.config;
    if (performance.now() < this.#quotaUsedUpUntil) return 0;
    const own = this.#takeOwnShare(wanted);
    const shared = perSecond > 0 && own > 0 ? await takeTokens(this.#ctx.db, own, perSecond) : own;
    this.#tokens += own - shared;
    const granted = await this.#takeFromQuota(shared);
    await this.#returnTokens(shared - granted);
    return granted;
  }

  async #takeFromQuota(wanted: number): Promise<number> {
    const { db, config } = this.#ctx;
    if (config.SMTP_RATE_PER_DAY === 0 || wanted === 0) return wanted;
    const { granted, bucket } = await takeFromDailyQuota(db, wanted, config.SMTP_RATE_PER_DAY);
    if (granted > 0) this.#quotaBucket = bucket;
    else this.#quotaUsedUpUntil = performance.now() + quotaPause;
    return granted;
  }

  /**
   * Returns tokens of rows that were not sent. Never rejects: if Postgres is down, the tokens
   * remain used, which is the safe side.
   */
  async giveBack(count: number): Promise<void> {
    const { db, config } = this.#ctx;
    await this.#returnTokens(count);
    if (config.SMTP_RATE_PER_DAY > 0 && count > 0)
      await returnToDailyQuota(db, count, this.#quotaBucket).catch(() => {});
  }

  /** Returns tokens to both buckets. */
  async #returnTokens(count: number): Promise<void> {
    const { db, config } = this.#ctx;
    if (count === 0) return;
    this.#tokens += count;
    if (config.SMTP_RATE > 0) await returnTokens(db, count, config.SMTP_RATE).catch(() => {});
  }

  /** Records the result of an attempt. */
  note({ detail }: Result): void {
    this.#answers += 1;
    if (tooFast.test(detail ?? '')) this.#tooFast += 1;
  }

  stop(): void {
    this.#stopping.abort();
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await sleep(1000, this.#stopping.signal);
      if (this.#stopping.signal.aborted) return;
      await this.#endSecond().catch((error: unknown) =>
        this.#ctx.log.warn(
          { event: 'delivery.rate-unknown', err: error },
          'cannot read the shared rate',
        ),
      );
    }
  }

  /** Evaluates the replies of one second. */
  async #endSecond(): Promise<void> {
    const { db, log } = this.#ctx;
    const before = this.#share;
    const tooMany = this.#tooFast >= tooFastCount && this.#tooFast > this.#answers * tooFastShare;
    if (before === 1) this.#best = Math.max(this.#best, this.#answers);
    this.#answers = 0;
    this.#tooFast = 0;
    if (tooMany) this.#share = await lowerShare(db);
    else this.#share = before < 1 ? await raiseShare(db) : await readShare(db);
    if (tooMany && this.#share < before)
      log.warn(
        { event: 'delivery.slower', share: this.#share },
        'the SMTP server asks for a lower rate',
      );
  }

  /** This sender's own bucket, which holds the tokens of 0.1 s, used while the share is below 1. */
  #takeOwnShare(wanted: number): number {
    if (this.#share === 1) return wanted;
    const rate = Math.max(1, this.#best * this.#share);
    const now = performance.now();
    const refilled = this.#tokens + (rate * (now - this.#tokensAt)) / 1000;
    const available = Math.min(Math.max(1, rate / 10), refilled);
    const granted = Math.min(wanted, Math.floor(available));
    this.#tokens = available - granted;
    this.#tokensAt = now;
    return granted;
  }
}
