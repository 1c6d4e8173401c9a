import type { Context } from '../context.ts';
import type { ClaimedRow } from '../outbox/claimed-row.ts';
import { backoffDelay, sleep } from '../lib/sleep.ts';
import { ClaimRounds } from './claim-round.ts';
import { type LostClaims, makeLostClaims } from './lost-claims.ts';
import type { Prepared } from './prepare.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { type QueuedRow, ReadyRows } from './ready-rows.ts';

/*
 * The local queue: rows that this sender process claims a fraction of a second ahead of its
 * connections, so that a connection never waits for Postgres.
 *
 * States of a row:
 *   ready     claimed; its message may already be rendered
 *             → taken  a connection worker and a connection to its domain are free
 *             → stale  not taken within 0.9 s, or `invalidate` was called: returned to the outbox
 *   taken     → finished  its result is committed; the domain's connection is free again
 *
 * States of the loop:
 *   claiming  one round of claims; → full, idle, limited or failing
 *   full      more than half of `size` rows are ready; → claiming when fewer are. `size` follows
 *             the speed of the connections: it doubles if they used half of the rows in less than
 *             50 ms, and halves if they needed more than 200 ms
 *   idle      there is nothing to claim, or no lease; → claiming after `idlePause` or a second
 *             (retries become due without a notification), or on `wake`
 *   limited   the rate limiter allowed nothing; → claiming after 20 ms
 *   failing   the claim failed; → claiming after a growing pause. Its rows may belong to this
 *             sender nevertheless: see lost-claims.ts
 *   closed    `close` was called: no more claims, waiting workers get undefined; ready rows are
 *             returned when the lease ends
 */

/** Milliseconds. */
const leasePause = 1000;
const defaultIdlePause = 1000;
const limitedPause = 20;
const maximumSize = 1000;

interface Options {
  /** The lease to claim under; undefined while this sender has no lease. */
  senderId(): number | undefined;
  rateLimiter: RateLimiter;
  /** Whether a relay is in the settings. */
  isRelay(id: number): boolean;
  /** Renders emails ahead; undefined if rendering takes no time. */
  prepare: ((row: ClaimedRow) => Promise<Prepared>) | undefined;
  /**
   * Receives a stale row.
   * @param domainBusy whether all connections to its domain were in use
   */
  putBack(stale: QueuedRow, domainBusy: boolean): void;
  /** Milliseconds. */
  idlePause?: number | undefined;
}

interface WaitingWorker {
  relayId: number | undefined;
  serve(queued: QueuedRow | undefined): void;
}

export class LocalQueue {
  readonly #ctx: Context;
  readonly #options: Options;
  readonly #ready: ReadyRows;
  readonly #lostClaims: LostClaims;
  readonly #claimRounds: ClaimRounds;
  readonly #closing = new AbortController();
  readonly #running: Promise<void>;
  #waking = new AbortController();
  #workers: WaitingWorker[] = [];
  #size: number;

  constructor(ctx: Context, options: Options) {
    const { SMTP_CONNECTIONS: connections, SMTP_CONNECTIONS_PER_DOMAIN: connectionsPerDomain } =
      ctx.config;
    const { isRelay, prepare, rateLimiter } = options;
    this.#ctx = ctx;
    this.#options = options;
    this.#ready = new ReadyRows({ connections, connectionsPerDomain, isRelay, prepare });
    this.#lostClaims = makeLostClaims(ctx, this.#ready);
    this.#claimRounds = new ClaimRounds(ctx, rateLimiter, (rows, claimedAt) => {
      this.#ready.add(rows, claimedAt);
      this.#serveWorkers();
    });
    this.#size = connections * 2;
    this.#running = this.#run();
  }

  /**
   * Takes the next row that this relay may send and whose domain has a free connection; undefined
   * once the queue is closed.
   */
  take(relayId: number | undefined): Promise<QueuedRow | undefined> {
    if (this.#closing.signal.aborted) return Promise.resolve(undefined);
    const queued = this.#ready.take(relayId);
    return queued === undefined
      ? new Promise((serve) => this.#workers.push({ relayId, serve }))
      : Promise.resolve(queued);
  }

  /** Reports that the result of a taken row is committed. */
  finish(taken: QueuedRow): void {
    this.#ready.finish(taken);
    this.#serveWorkers();
  }

  /** Reports that the outbox may have new rows. */
  wake(): void {
    this.#waking.abort();
  }

  /** Makes every ready row stale, so that the next claim checks it again. */
  invalidate(): void {
    this.#ready.invalidate();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#waking.abort();
    for (const { serve } of this.#workers.splice(0)) serve(undefined);
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#closing.signal.aborted;) {
      this.#putBackStale();
      try {
        await this.#claim();
        failures = 0;
      } catch (error) {
        this.#ctx.log.warn({ event: 'delivery.claim-failed', err: error }, 'cannot claim emails');
        this.#lostClaims.suspect();
        await sleep(backoffDelay(failures), this.#closing.signal);
        failures += 1;
      }
    }
  }

  async #claim(): Promise<void> {
    const { senderId, idlePause = defaultIdlePause } = this.#options;
    const sender = senderId();
    if (sender === undefined) return this.#pause(leasePause);
    await this.#lostClaims.release(sender);
    const result = await this.#claimRounds.run(sender, this.#size);
    if (result === 'empty') return this.#pause(idlePause);
    if (result === 'limited') await this.#pause(limitedPause);
    await this.#untilHalfEmpty();
  }

  async #untilHalfEmpty(): Promise<void> {
    const began = performance.now();
    while (this.#ready.count() > this.#size / 2 && !this.#closing.signal.aborted) {
      await this.#pause(5);
      this.#putBackStale();
    }
    this.#resize(performance.now() - began);
  }

  /** @param spent milliseconds in which the connections used half of the rows */
  #resize(spent: number): void {
    const { SMTP_CONNECTIONS: connections } = this.#ctx.config;
    if (spent > 200) this.#size = Math.max(connections, Math.floor(this.#size / 2));
    else if (spent < 50) this.#size = Math.min(maximumSize, this.#size * 2);
  }

  #serveWorkers(): void {
    /** Relays that no ready row can use. */
    const idle = new Set<number | undefined>();
    this.#workers = this.#workers.filter(({ relayId, serve }) => {
      const queued = idle.has(relayId) ? undefined : this.#ready.take(relayId);
      if (queued === undefined) idle.add(relayId);
      else serve(queued);
      return queued === undefined;
    });
  }

  /** Returns rows that no worker took in time: none can connect, or the domain is busy. */
  #putBackStale(): void {
    const { putBack, rateLimiter } = this.#options;
    const stale = this.#ready.removeStale();
    if (stale.length === 0) return;
    for (const queued of stale) putBack(queued, !this.#ready.hasFreeConnection(queued));
    void rateLimiter.giveBack(stale.length);
  }

  /** Waits; a `wake` since the last pause ends it immediately. */
  async #pause(ms: number): Promise<void> {
    // AbortSignal.any is avoided: in a long-lived signal, Node 20 retains a reference to each
    // result, 200 per second here.
    if (this.#closing.signal.aborted) return;
    await sleep(ms, this.#waking.signal);
    this.#waking = new AbortController();
  }
}
