import { hostname } from 'node:os';
import type { Context } from '../context.ts';
import { endLease, reap, renewLease, takeLease } from '../outbox/sql/lease.ts';
import { skipCancelled } from '../outbox/sql/skip-deliveries.ts';
import { sleep } from '../lib/sleep.ts';

/** Keeps this sender's lease, and brings back the rows of senders that died. */
export interface Heart {
  /** The lease to claim under; undefined while there is none. */
  holder(): number | undefined;
  /** Ends the lease: what is still held goes back into the queue. */
  stop(): Promise<void>;
}

/** Renews five times per lease, so that one slow answer of Postgres loses nothing. */
export function keepLease(ctx: Context, seconds: number): Heart {
  const stopping = new AbortController();
  let senderId: number | undefined;
  let steadySince = performance.now();
  let beatAt = performance.now();

  async function beat(): Promise<void> {
    // A gap (Postgres away, this process frozen) may have cost everybody their lease: wait one whole
    // lease before judging the others dead.
    if (performance.now() - beatAt > (seconds * 1000) / 2) steadySince = performance.now();
    if (senderId === undefined || !(await renewLease(ctx.db, senderId, seconds))) {
      senderId = await takeLease(ctx.db, `${hostname()}:${process.pid}`, seconds);
    }
    beatAt = performance.now();
    if (performance.now() - steadySince < seconds * 1000) return;
    const rows = await reap(ctx.db, seconds);
    if (rows > 0) ctx.log.warn({ event: 'delivery.leases-expired', rows }, 'released the rows of dead senders');
    await skipCancelled(ctx.db);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await beat().catch((error: unknown) =>
        ctx.log.warn({ event: 'delivery.heartbeat-failed', err: error }, 'cannot write the heartbeat'),
      );
      await sleep((seconds * 1000) / 5, stopping.signal);
    }
  }

  const running = run();
  return {
    holder: () => (performance.now() - beatAt < seconds * 1000 ? senderId : undefined),
    stop: async () => {
      stopping.abort();
      await running;
      if (senderId !== undefined) await endLease(ctx.db, senderId).catch(() => {});
    },
  };
}
