import type { Context } from '../context.ts';
import type { ClaimedRow } from '../outbox/claimed-row.ts';
import { growingPause, sleep } from '../lib/sleep.ts';
import { makeClaimRound } from './claim-round.ts';
import { makeLostClaims } from './lost-claims.ts';
import type { Prepared } from './prepare.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { makeReadyRows, type QueuedRow } from './ready-rows.ts';

/*
 * The local queue: rows that this sender process claimed ahead of its connections, a fraction of a second's worth, so that a
 * connection never waits for Postgres.
 *
 * A row is
 *   ready     claimed, its mail perhaps rendered ahead;
 *             → taken  a connection worker is free, and so is a connection to its domain
 *             → stale  not taken within 0.9 s, or `expire` was called: put back into the outbox untried
 *   taken     → finished  the worker has committed its result; the domain's connection is free again
 *
 * The loop is
 *   claiming  one round of claims; → full, idle, limited or failing
 *   full      more than half of `size` rows are ready; → claiming when fewer are. `size` follows the connections: it doubles
 *             when they needed less than 50 ms for that, and halves when they needed more than 200 ms
 *   idle      nothing to claim, or no lease; → claiming after `idlePause`, a second (retries come due without a notification) or `wake`
 *   limited   the rate limiter allowed nothing; → claiming after 20 ms
 *   failing   the claim failed; → claiming after a growing pause. Its rows may be ours all the same: see lost-claims.ts
 *   closed    by `close`: no more claims, waiting workers get undefined; what is ready goes back with the lease
 */

/** Milliseconds. */
const leasePause = 1000;
const limitedPause = 20;
const maximumSize = 1000;

export interface LocalQueue {
  /**
   * The next row that a relay may take, of a domain with a free connection; undefined once the
   * queue is closed.
   */
  take(relayId: number | undefined): Promise<QueuedRow | undefined>;
  /** The result of a taken row is committed. */
  finish(taken: QueuedRow): void;
  /** There may be something new in the outbox. */
  wake(): void;
  /** Makes every ready row stale: the next claim checks it again. */
  expire(): void;
  close(): Promise<void>;
}

interface Options {
  /** The lease to claim under; undefined while this sender has no lease. */
  senderId(): number | undefined;
  rateLimiter: RateLimiter;
  /** Whether a relay is one of the settings. */
  isRelay(id: number): boolean;
  /** Renders mails ahead; undefined if that takes no time. */
  prepare: ((row: ClaimedRow) => Promise<Prepared>) | undefined;
  /** Takes a stale row. @param domainBusy all connections to its domain were in use */
  putBack(stale: QueuedRow, domainBusy: boolean): void;
  /** Milliseconds. */
  idlePause?: number;
}

interface WaitingWorker {
  relayId: number | undefined;
  serve(queued: QueuedRow | undefined): void;
}

export function startLocalQueue(
  ctx: Context,
  { senderId, rateLimiter, isRelay, prepare, putBack, idlePause = 1000 }: Options,
): LocalQueue {
  const { SMTP_CONNECTIONS: connections, SMTP_CONNECTIONS_PER_DOMAIN: connectionsPerDomain } =
    ctx.config;
  const ready = makeReadyRows({ connections, connectionsPerDomain, isRelay, prepare });
  const lostClaims = makeLostClaims(ctx, ready);
  const claimRound = makeClaimRound(ctx, rateLimiter, (rows, claimedAt) => {
    ready.add(rows, claimedAt);
    serveWorkers();
  });
  let workers: WaitingWorker[] = [];
  const closing = new AbortController();
  let waking = new AbortController();
  let size = connections * 2;

  function serveWorkers(): void {
    /** Relays that there is no row for. */
    const idle = new Set<number | undefined>();
    workers = workers.filter(({ relayId, serve }) => {
      const queued = idle.has(relayId) ? undefined : ready.take(relayId);
      if (queued === undefined) idle.add(relayId);
      else serve(queued);
      return queued === undefined;
    });
  }

  /** Rows that no worker took in time: none can connect, or the domain is busy. */
  function putBackStale(): void {
    const stale = ready.removeStale();
    if (stale.length === 0) return;
    for (const queued of stale) putBack(queued, !ready.hasFreeConnection(queued));
    void rateLimiter.giveBack(stale.length);
  }

  /** A `wake` since the last pause ends this one at once. */
  async function pause(ms: number): Promise<void> {
    // No AbortSignal.any: Node 20 keeps a trace of each in a signal that lives on, two hundred a
    // second.
    if (closing.signal.aborted) return;
    await sleep(ms, waking.signal);
    waking = new AbortController();
  }

  async function untilHalfEmpty(): Promise<void> {
    const began = performance.now();
    while (ready.count() > size / 2 && !closing.signal.aborted) {
      await pause(5);
      putBackStale();
    }
    const spent = performance.now() - began;
    if (spent > 200) size = Math.max(connections, Math.floor(size / 2));
    else if (spent < 50) size = Math.min(maximumSize, size * 2);
  }

  async function claim(): Promise<void> {
    const sender = senderId();
    if (sender === undefined) return pause(leasePause);
    await lostClaims.release(sender);
    const result = await claimRound(sender, size);
    if (result === 'empty') return pause(idlePause);
    if (result === 'limited') await pause(limitedPause);
    await untilHalfEmpty();
  }

  async function run(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted;) {
      putBackStale();
      try {
        await claim();
        failures = 0;
      } catch (error) {
        ctx.log.warn({ event: 'delivery.claim-failed', err: error }, 'cannot claim mails');
        lostClaims.suspect();
        await sleep(growingPause(failures), closing.signal);
        failures += 1;
      }
    }
  }

  const running = run();
  return {
    take: (relayId) => {
      if (closing.signal.aborted) return Promise.resolve(undefined);
      const queued = ready.take(relayId);
      return queued === undefined
        ? new Promise((serve) => workers.push({ relayId, serve }))
        : Promise.resolve(queued);
    },
    finish: (taken) => {
      ready.finish(taken);
      serveWorkers();
    },
    wake: () => waking.abort(),
    expire: () => ready.expire(),
    close: async () => {
      closing.abort();
      waking.abort();
      for (const { serve } of workers.splice(0)) serve(undefined);
      await running;
    },
  };
}
