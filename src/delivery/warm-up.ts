import type { Context } from '../context.ts';
import { takeFromWarmUp } from '../outbox/sql/relays.ts';

/** Number of messages taken from the shared count at a time. */
const chunk = 20;

/** Milliseconds until the count is read again after it was used up or could not be read. */
const usedUpPause = 30_000;
const failedPause = 1000;

/** What one sender may still send through one relay on this day of its warm-up (SMTP_WARM_UP). */
export class WarmUp {
  readonly #ctx: Context;
  readonly #relayId: () => number | undefined;
  #left = 0;
  #isOver = false;
  #until = 0;
  #asking: Promise<void> | undefined;

  /** @param relayId the id of the relay's row; undefined before it is known */
  constructor(ctx: Context, relayId: () => number | undefined) {
    this.#ctx = ctx;
    this.#relayId = relayId;
  }

  /** Takes one message, if one may be sent. Never rejects. */
  async take(): Promise<boolean> {
    while (!this.#isOver && this.#left === 0 && this.waitMs() === 0) {
      this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
      await this.#asking;
    }
    if (this.#isOver) return true;
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  /** Returns a message that was taken but not sent. */
  giveBack(): void {
    if (!this.#isOver) this.#left += 1;
  }

  /** Milliseconds until another attempt makes sense; 0: now. */
  waitMs(): number {
    return this.#isOver || this.#left > 0 ? 0 : Math.max(0, this.#until - performance.now());
  }

  /** Returns the unused messages. */
  async stop(): Promise<void> {
    if (this.#left > 0) await this.#change(-this.#left).catch(() => {});
    this.#left = 0;
  }

  async #ask(): Promise<void> {
    try {
      const granted = await this.#change(chunk);
      if (granted === null) this.#isOver = true;
      else if (granted === 0) this.#until = performance.now() + usedUpPause;
      else this.#left += granted;
    } catch (error) {
      this.#until = performance.now() + failedPause;
      this.#ctx.log.warn(
        { event: 'delivery.warm-up-unknown', err: error },
        'cannot read the warm-up',
      );
    }
  }

  async #change(wanted: number): Promise<number | null> {
    const { SMTP_WARM_UP: schedule = [], DIGEST_TIMEZONE: timezone } = this.#ctx.config;
    const relayId = this.#relayId();
    return relayId === undefined
      ? 0
      : takeFromWarmUp(this.#ctx.db, relayId, { wanted, schedule, timezone });
  }
}
