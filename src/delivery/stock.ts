import type { Context } from '../context.ts';
import { claimMails, claimQueued, claimRetries, type ClaimedRow, start } from '../outbox/claim.ts';
import { takeRate } from '../outbox/throttle.ts';
import { growingPause, sleep } from './pause.ts';

/**
 * A claim is the last check of who may be mailed; one older than this is dropped before MAIL FROM.
 * A tenth of a second under the promised second, for the event loop between the check and the socket.
 */
const freshFor = 900;

/** How often the outbox is asked when nothing woke us: retries come due without a notification. */
const idlePause = 1000;

/** A claimed row and the moment its claim began, by the monotonic clock. */
export interface Stocked {
  row: ClaimedRow;
  claimedAt: number;
}

/** Whether a claim may still be mailed. */
export function isFresh({ claimedAt }: Stocked): boolean {
  return performance.now() - claimedAt < freshFor;
}

/** Rows claimed ahead of the wire, a fraction of a second's worth, so that it never waits for Postgres. */
export interface Stock {
  /** The next row; undefined once the stock is closed. */
  take(): Promise<Stocked | undefined>;
  /** There may be something new in the outbox. */
  wake(): void;
  /** Makes every row on the shelf stale: it goes back untried, and the next claim decides anew. */
  expire(): void;
  /** Stops claiming. @returns the rows that nobody took */
  close(): Promise<Stocked[]>;
}

/** @param holder the lease that rows are claimed under, or undefined while there is none */
export function openStock(ctx: Context, holder: () => number | undefined, lanes: number): Stock {
  const shelf: Stocked[] = [];
  const takers: ((stocked: Stocked | undefined) => void)[] = [];
  const closing = new AbortController();
  let nudge = new AbortController();
  let cursor = start;
  let size = lanes * 2;
  let slowAt = 0;

  function put(rows: ClaimedRow[], claimedAt: number): void {
    for (const row of rows) {
      const taker = takers.shift();
      if (taker === undefined) shelf.push({ row, claimedAt });
      else taker({ row, claimedAt });
    }
  }

  /** One round: transactional mails first, then what came back, then the queue. @returns rows touched */
  async function refill(senderId: number): Promise<number> {
    let touched = 0;
    const now = ctx.now();
    if (performance.now() - slowAt > 50) {
      slowAt = performance.now();
      for (const claim of [claimMails, claimRetries]) {
        const limit = await allowed(lanes);
        if (limit === 0) continue;
        const began = performance.now();
        const batch = await claim(ctx.db, { senderId, limit, now });
        put(batch.rows, began);
        touched += batch.touched;
      }
    }
    const limit = await allowed(size);
    if (limit === 0) return 1;
    const began = performance.now();
    const wrapped = cursor === start;
    const batch = await claimQueued(ctx.db, { senderId, limit, now, after: cursor });
    cursor = batch.cursor;
    put(batch.rows, began);
    // The cursor had passed over rows that were handed back since: look again from the start.
    return touched + batch.touched + (wrapped || batch.touched > 0 ? 0 : 1);
  }

  /** How many of `want` rows SMTP_RATE lets us claim now. */
  async function allowed(want: number): Promise<number> {
    const { SMTP_RATE: perSecond } = ctx.config;
    if (perSecond === 0) return want;
    const granted = await takeRate(ctx.db, want, perSecond);
    if (granted === 0) await pause(1000 / Math.max(10, perSecond));
    return granted;
  }

  /** Waits until the shelf runs low. Its size follows the wire: about a fifth of a second's worth. */
  async function lowShelf(): Promise<void> {
    const began = performance.now();
    while (shelf.length > size / 2 && !closing.signal.aborted) await pause(5);
    const spent = performance.now() - began;
    if (spent > 200) size = Math.max(lanes, Math.floor(size / 2));
    else if (spent < 50) size = Math.min(1000, size * 2);
  }

  async function pause(ms: number): Promise<void> {
    nudge = new AbortController();
    await sleep(ms, AbortSignal.any([nudge.signal, closing.signal]));
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      const senderId = holder();
      try {
        const touched = senderId === undefined ? 0 : await refill(senderId);
        failures = 0;
        if (touched === 0) await pause(idlePause);
        else await lowShelf();
      } catch (error) {
        ctx.log.warn({ event: 'delivery.claim-failed', err: error });
        await sleep(growingPause(failures), closing.signal);
        failures += 1;
      }
    }
  }

  const running = run();
  return {
    take: () => {
      const stocked = shelf.shift();
      if (stocked !== undefined) return Promise.resolve(stocked);
      if (closing.signal.aborted) return Promise.resolve(undefined);
      return new Promise((taker) => takers.push(taker));
    },
    wake: () => nudge.abort(),
    expire: () => {
      for (const stocked of shelf) stocked.claimedAt = Number.NEGATIVE_INFINITY;
    },
    close: async () => {
      closing.abort();
      const left = shelf.splice(0);
      for (const taker of takers.splice(0)) taker(undefined);
      await running;
      return [...left, ...shelf.splice(0)];
    },
  };
}
