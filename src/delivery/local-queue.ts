import type { Context } from '../context.ts';
import { type ClaimBatch, claimTransactional, claimQueued, claimRetries, start } from '../outbox/sql/claim.ts';
import type { ClaimedRow } from '../outbox/claimed-row.ts';
import { releaseUnknown } from '../outbox/sql/lease.ts';
import { domainOf } from './domain.ts';
import type { Pace } from './rate-limiter.ts';
import { growingPause, sleep } from '../lib/sleep.ts';
import type { Prepared } from './prepare.ts';

/**
 * A claim is the last check of who may be mailed; one older than this is dropped before MAIL FROM.
 * A tenth of a second under the promised second, for the event loop between the check and the socket. Milliseconds.
 */
export const freshFor = 900;

/** How long after a claim that failed, and how often, we look whether it was committed all the same. Milliseconds. */
const doubt = { lasts: 60_000, every: 2000 };

/** How often the outbox is asked when nothing woke us: retries come due without a notification. Milliseconds. */
const idlePause = 1000;

/** How often, while the queue keeps us busy, mails and retries are looked for beside it: two statements more. Milliseconds. */
const asidePause = 50;

/** A claimed row and the moment its claim began, by the monotonic clock. */
export interface Stocked {
  row: ClaimedRow;
  claimedAt: number;
  domain: string;
  /** Its mail, where that is made ahead. */
  mail?: Promise<Prepared>;
}

/** Whether a claim may still be mailed. */
export function isFresh({ claimedAt }: Stocked): boolean {
  return performance.now() - claimedAt < freshFor;
}

/** Rows claimed ahead of the wire, a fraction of a second's worth, so that it never waits for Postgres. */
export interface Stock {
  /** The next row, of a domain that may have one more connection; undefined once the stock is closed. */
  take(): Promise<Stocked | undefined>;
  /** A row that was taken is through: its domain may have the connection again. */
  done(stocked: Stocked): void;
  /** There may be something new in the outbox. */
  wake(): void;
  /** Makes every row on the shelf stale: it goes back untried, and the next claim decides anew. */
  expire(): void;
  /** Stops claiming. What nobody took goes back with the lease. */
  close(): Promise<void>;
}

/**
 * @param holder the lease that rows are claimed under, or undefined while there is none
 * @param prepare makes the mails at the head of the shelf ahead; absent where a mail is made in no time
 * @param handBack takes rows that went stale on the shelf; `crowded`: their domain had as many mails under way as it may
 */
export function openStock(
  ctx: Context,
  holder: () => number | undefined,
  pace: Pace,
  prepare: ((row: ClaimedRow) => Promise<Prepared>) | undefined,
  handBack: (stocked: Stocked, crowded: boolean) => void,
): Stock {
  const {
    SMTP_CONNECTIONS: lanes,
    SMTP_CONNECTIONS_PER_DOMAIN: perDomain,
    SMTP_RATE_PER_DOMAIN: ratePerDomain,
  } = ctx.config;
  const shelf: Stocked[] = [];
  /** Rows that a lane has taken and is not through with. */
  const taken = new Set<Stocked>();
  /** Rows on their way, by domain. */
  const busy = new Map<string, number>();
  const takers: ((stocked: Stocked | undefined) => void)[] = [];
  const closing = new AbortController();
  let nudge = new AbortController();
  let cursor = start;
  let size = lanes * 2;
  /** When mails and retries were last looked for. */
  let asideAt = Number.NEGATIVE_INFINITY;
  /** The queue had nothing: what comes back may be all there is, and need not stand aside. */
  let dry = false;
  let doubtUntil = Number.NEGATIVE_INFINITY;
  let doubtedAt = Number.NEGATIVE_INFINITY;

  function put(rows: ClaimedRow[], claimedAt: number): void {
    for (const row of rows) {
      shelf.push({ row, claimedAt, domain: domainOf(row.address) });
    }
    prepareHead();
    serve();
  }

  /** As many as there are connections: the threads that sign have work while all of them wait for the relay. */
  function prepareHead(): void {
    if (prepare === undefined) return;
    for (const stocked of shelf.slice(0, lanes)) stocked.mail ??= prepare(stocked.row);
  }

  /** The first row whose domain has room. */
  function next(): Stocked | undefined {
    const index = shelf.findIndex(hasRoom);
    const [stocked] = index < 0 ? [] : shelf.splice(index, 1);
    if (stocked === undefined) return undefined;
    taken.add(stocked);
    busy.set(stocked.domain, (busy.get(stocked.domain) ?? 0) + 1);
    prepareHead();
    return stocked;
  }

  function hasRoom({ domain }: Stocked): boolean {
    return (busy.get(domain) ?? 0) < perDomain;
  }

  function serve(): void {
    while (takers.length > 0) {
      const stocked = next();
      if (stocked === undefined) return;
      takers.shift()?.(stocked);
    }
  }

  /** What nobody took in time goes back: no lane may knock at the relay, or the domain is busy. */
  function sweep(): void {
    // One look at the clock for each row: one that grew old between two looks would be neither here nor there.
    const stale = new Set(shelf.filter((stocked) => !isFresh(stocked)));
    if (stale.size === 0) return;
    shelf.splice(0, shelf.length, ...shelf.filter((stocked) => !stale.has(stocked)));
    for (const stocked of stale) handBack(stocked, !hasRoom(stocked));
    void pace.giveBack(stale.size);
  }

  /** A claim that failed may have been committed: then its rows are ours, and nobody here knows them. */
  async function resolveDoubt(senderId: number): Promise<void> {
    const now = performance.now();
    if (now > doubtUntil || now - doubtedAt < doubt.every) return;
    doubtedAt = now;
    const rows = await releaseUnknown(
      ctx.db,
      senderId,
      [...shelf, ...taken].map(({ row }) => row),
    );
    if (rows > 0) ctx.log.warn({ event: 'delivery.claim-resolved', rows }, 'resolved a claim whose answer was lost');
  }

  /** One round: transactional mails first, then what came back, then the queue. @returns rows touched */
  async function refill(senderId: number): Promise<number> {
    await resolveDoubt(senderId);
    let left = await pace.allowed(size);
    if (left === 0) {
      await pause(20);
      return 1;
    }
    let touched = 0;
    const now = ctx.now();
    async function take<Batch extends ClaimBatch>(claim: (limit: number) => Promise<Batch>, most: number) {
      const began = performance.now();
      const batch = await claim(Math.min(left, most));
      put(batch.rows, began);
      left -= batch.rows.length;
      touched += batch.touched;
      return batch;
    }
    const aside = dry || performance.now() - asideAt > asidePause;
    if (aside) {
      asideAt = performance.now();
      await take((limit) => claimTransactional(ctx.db, { senderId, limit }), lanes);
      const most = dry ? Math.max(lanes, Math.floor(size / 2)) : lanes;
      await take((limit) => claimRetries(ctx.db, { senderId, limit, now, perDomain: ratePerDomain }), most);
    }
    dry = false;
    if (left > 0) {
      const wrapped = cursor === start;
      const batch = await take(
        (limit) => claimQueued(ctx.db, { senderId, limit, now, perDomain: ratePerDomain, after: cursor }),
        size,
      );
      cursor = batch.cursor;
      dry = batch.touched === 0;
      // Nothing to do is known only when all was looked for: the cursor had passed over rows that were handed back since.
      if (dry && !(wrapped && aside)) touched += 1;
    }
    await pace.giveBack(left);
    return touched;
  }

  /** Waits until the shelf runs low. Its size follows the wire: about a fifth of a second's worth. */
  async function lowShelf(): Promise<void> {
    const began = performance.now();
    while (shelf.length > size / 2 && !closing.signal.aborted) {
      await pause(5);
      sweep();
    }
    const spent = performance.now() - began;
    if (spent > 200) size = Math.max(lanes, Math.floor(size / 2));
    else if (spent < 50) size = Math.min(1000, size * 2);
  }

  /** A call that came since the last pause ends this one at once. */
  async function pause(ms: number): Promise<void> {
    // No AbortSignal.any: Node 20 keeps a trace of each in a signal that lives on, two hundred a second.
    if (closing.signal.aborted) return;
    await sleep(ms, nudge.signal);
    nudge = new AbortController();
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      const senderId = holder();
      sweep();
      try {
        const touched = senderId === undefined ? 0 : await refill(senderId);
        failures = 0;
        if (touched === 0) await pause(idlePause);
        else await lowShelf();
      } catch (error) {
        ctx.log.warn({ event: 'delivery.claim-failed', err: error }, 'cannot claim mails');
        doubtUntil = performance.now() + doubt.lasts;
        await sleep(growingPause(failures), closing.signal);
        failures += 1;
      }
    }
  }

  const running = run();
  return {
    take: () => {
      if (closing.signal.aborted) return Promise.resolve(undefined);
      const stocked = next();
      if (stocked !== undefined) return Promise.resolve(stocked);
      return new Promise((taker) => takers.push(taker));
    },
    done: (stocked) => {
      const { domain } = stocked;
      taken.delete(stocked);
      const left = (busy.get(domain) ?? 1) - 1;
      if (left === 0) busy.delete(domain);
      else busy.set(domain, left);
      serve();
    },
    wake: () => nudge.abort(),
    expire: () => {
      for (const stocked of shelf) stocked.claimedAt = Number.NEGATIVE_INFINITY;
    },
    close: async () => {
      closing.abort();
      nudge.abort();
      for (const taker of takers.splice(0)) taker(undefined);
      await running;
    },
  };
}
