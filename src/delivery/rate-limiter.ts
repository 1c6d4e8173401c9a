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
 * How fast this sender may go: by SMTP_RATE and SMTP_RATE_PER_DAY for the whole system, and by what
 * the relay bears.
 */
export interface RateLimiter {
  /** How many of `wanted` rows may be claimed now. */
  take(wanted: number): Promise<number>;
  /**
   * So many of them were not mailed after all. Never rejects: where Postgres is away they stay
   * counted, which is the safe side.
   */
  giveBack(count: number): Promise<void>;
  /** Notes the result of an attempt. */
  note(result: Result): void;
  stop(): void;
}

/**
 * Answers with which a relay asks for less (RFC 5321 4.2.2: service not available, local error in
 * processing). Greylisting answers 451 as well (RFC 6647), once to each recipient whatever the
 * rate.
 */
const tooFast = /^4(21|51) (?!4\.7\.1\b|.*gr[ae]y-?list)/i;

/** So many of them in one second, and such a share of all answers, slow everybody down. */
const tooFastCount = 5;
const tooFastShare = 0.1;

/**
 * Watches the answers of each second: a tenth of them 421 or 451 halves the rate of all senders,
 * down to a fifth of what they did before; five quiet seconds raise it by half.
 */
export function startRateLimiter(ctx: Context): RateLimiter {
  const { SMTP_RATE: perSecond, SMTP_RATE_PER_DAY: perDay } = ctx.config;
  const stopping = new AbortController();
  let answers = 0;
  let complaints = 0;
  let share = 1;
  /** Mails of this sender's best second: what a share is a share of. */
  let best = 0;
  let tokens = 0;
  let tokensAt = performance.now();

  async function look(): Promise<void> {
    const asked = complaints >= tooFastCount && complaints > answers * tooFastShare;
    if (share === 1) best = Math.max(best, answers);
    answers = 0;
    complaints = 0;
    const before = share;
    if (asked) share = await lowerShare(ctx.db);
    else share = before < 1 ? await raiseShare(ctx.db) : await readShare(ctx.db);
    if (asked && share < before)
      ctx.log.warn({ event: 'delivery.slower', share }, 'the SMTP server asks for a lower rate');
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(1000, stopping.signal);
      await look().catch((error: unknown) =>
        ctx.log.warn({ event: 'delivery.rate-unknown', err: error }, 'cannot read the shared rate'),
      );
    }
  }

  /** This sender's own bucket, a tenth of a second deep, while the share is below 1. */
  function ownShare(want: number): number {
    if (share === 1) return want;
    const rate = Math.max(1, best * share);
    const now = performance.now();
    tokens = Math.min(Math.max(1, rate / 10), tokens + (rate * (now - tokensAt)) / 1000);
    tokensAt = now;
    const granted = Math.min(want, Math.floor(tokens));
    tokens -= granted;
    return granted;
  }

  void run();
  return {
    take: async (wanted) => {
      let granted = ownShare(wanted);
      if (perSecond > 0 && granted > 0) granted = await takeTokens(ctx.db, granted, perSecond);
      if (perDay > 0 && granted > 0) granted = await takeFromDailyQuota(ctx.db, granted, perDay);
      return granted;
    },
    giveBack: async (count) => {
      if (count === 0) return;
      tokens += count;
      if (perSecond > 0) await returnTokens(ctx.db, count, perSecond).catch(() => {});
      if (perDay > 0) await returnToDailyQuota(ctx.db, count).catch(() => {});
    },
    note: ({ detail }) => {
      answers += 1;
      if (tooFast.test(detail ?? '')) complaints += 1;
    },
    stop: () => stopping.abort(),
  };
}
