import { hostname } from 'node:os';
import type { Context } from '../context.ts';
import { endLease, reap, renewLease, takeLease } from '../outbox/sql/lease.ts';
import { skipCancelled } from '../outbox/sql/skip-deliveries.ts';
import { sleep } from '../lib/sleep.ts';

/**
 * Renews this sender's lease, and returns the rows of senders that died. It renews five times per
 * lease, so that one slow response of Postgres does not end the lease.
 */
export class Heartbeat {
  readonly #ctx: Context;
  readonly #seconds: number;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #senderId: number | undefined;
  #steadySince = performance.now();
  /** When the last successful renewal began. The lease ends `seconds` later at the earliest. */
  #renewedAt = performance.now();

  /** @param seconds the length of a lease */
  constructor(ctx: Context, seconds: number) {
    this.#ctx = ctx;
    this.#seconds = seconds;
    this.#running = this.#run();
  }

  /** The lease to claim under; undefined while this sender has none. */
  senderId(): number | undefined {
    const isRecent = performance.now() - this.#renewedAt < this.#seconds * 1000;
    return isRecent ? this.#senderId : undefined;
  }

  /** Ends the lease: its remaining rows return to the queue. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    if (this.#senderId !== undefined) await endLease(this.#ctx.db, this.#senderId).catch(() => {});
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#beat().catch((error: unknown) =>
        this.#ctx.log.warn(
          { event: 'delivery.heartbeat-failed', err: error },
          'cannot write the heartbeat',
        ),
      );
      await sleep((this.#seconds * 1000) / 5, this.#stopping.signal);
    }
  }

  async #beat(): Promise<void> {
    // A gap (Postgres was down, this process was frozen) may have ended every sender's lease: wait
    // one lease duration before treating the others as dead.
    if (performance.now() - this.#renewedAt > (this.#seconds * 1000) / 2)
      this.#steadySince = performance.now();
    await this.#renew();
    if (performance.now() - this.#steadySince >= this.#seconds * 1000) await this.#release();
  }

  async #renew(): Promise<void> {
    const { db } = this.#ctx;
    const began = performance.now();
    if (this.#senderId === undefined || !(await renewLease(db, this.#senderId, this.#seconds)))
      this.#senderId = await takeLease(db, `${hostname()}:${process.pid}`, this.#seconds);
    this.#renewedAt = began;
  }

  /** Releases the rows of dead senders, and those of digests cancelled in the meantime. */
  async #release(): Promise<void> {
    const { db, log } = this.#ctx;
    const rows = await reap(db, this.#seconds);
    if (rows > 0)
      log.warn({ event: 'delivery.leases-expired', rows }, 'released the rows of dead senders');
    await skipCancelled(db);
  }
}
