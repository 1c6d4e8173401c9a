import type { Context } from '../context.ts';
import { takeFromWarmUp } from '../outbox/sql/relays.ts';

/** What one sender may still send over one relay on this day of its warm-up (SMTP_WARM_UP). */
export interface WarmUp {
  /** Whether one more message may be sent; it then counts. Never rejects. */
  take(): Promise<boolean>;
  /** A message that counts was not sent after all. */
  giveBack(): void;
  /** Milliseconds until it is worth asking again; 0: now. */
  waiting(): number;
  /** Gives back what is left. */
  stop(): Promise<void>;
}

/** Messages that are taken from the shared count at a time. */
const chunk = 20;

/** Milliseconds until the count is asked again after it was used up, or could not be read. */
const usedUpPause = 30_000;
const failedPause = 1000;

/** @param id the relay's row; undefined before it is known */
export function makeWarmUp(ctx: Context, id: () => number | undefined): WarmUp {
  const { SMTP_WARM_UP: schedule = [], DIGEST_TIMEZONE: timezone } = ctx.config;
  let left = 0;
  let isOver = false;
  let until = 0;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    try {
      const granted = await change(chunk);
      if (granted === null) isOver = true;
      else if (granted === 0) until = performance.now() + usedUpPause;
      else left += granted;
    } catch (error) {
      until = performance.now() + failedPause;
      ctx.log.warn({ event: 'delivery.warm-up-unknown', err: error }, 'cannot read the warm-up');
    }
  }

  async function change(wanted: number): Promise<number | null> {
    const relayId = id();
    return relayId === undefined
      ? 0
      : takeFromWarmUp(ctx.db, relayId, { wanted, schedule, timezone });
  }

  const waiting = () => Math.max(0, until - performance.now());
  return {
    take: async () => {
      while (!isOver && left === 0 && waiting() === 0) {
        asking ??= ask().finally(() => (asking = undefined));
        await asking;
      }
      if (isOver) return true;
      if (left === 0) return false;
      left -= 1;
      return true;
    },
    giveBack: () => {
      if (!isOver) left += 1;
    },
    waiting: () => (isOver || left > 0 ? 0 : waiting()),
    stop: async () => {
      if (left > 0) await change(-left).catch(() => {});
      left = 0;
    },
  };
}
