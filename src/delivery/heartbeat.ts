import { hostname } from 'node:os';
import type { Context } from '../context.ts';
import { endLease, reap, renewLease, takeLease } from '../outbox/sql/lease.ts';
import { skipCancelled } from '../outbox/sql/skip-deliveries.ts';
import { sleep } from '../lib/sleep.ts';

/** Keeps this sender's lease, and brings back the rows of senders that died. */
export interface Heartbeat {
  /** The lease to claim under; undefined while this sender has no lease. */
  senderId(): number | undefined;
  /** Ends the lease: what is still held goes back into the queue. */
  stop(): Promise<void>;
}

/** Renews five times per lease, so that one slow answer of Postgres loses nothing. */
export function startHeartbeat(ctx: Context, seconds: number): Heartbeat {
  const stopping = new AbortController();
  let senderId: number | undefined;
  let steadySince = performance.now();
  let renewedAt = performance.now();

  async function renew(): Promise<void> {
    // A gap (Postgres away, this process frozen) may have cost everybody their lease: wait one
    // whole lease before judging the others dead.
    if (performance.now() - renewedAt > (seconds * 1000) / 2) steadySince = performance.now();
    if (senderId === undefined || !(await renewLease(ctx.db, senderId, seconds))) {
      senderId = await takeLease(ctx.db, `${hostname()}:${process.pid}`, seconds);
    }
    renewedAt = performance.now();
    if (performance.now() - steadySince < seconds * 1000) return;
    const rows = await reap(ctx.db, seconds);
    if (rows > 0)
      ctx.log.warn({ event: 'delivery.leases-expired', rows }, 'released the rows of dead senders');
    await skipCancelled(ctx.db);
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await renew().catch((error: unknown) =>
        ctx.log.warn(
          { event: 'delivery.heartbeat-failed', err: error },
          'cannot write the heartbeat',
        ),
      );
      await sleep((seconds * 1000) / 5, stopping.signal);
    }
  }

  const running = run();
  return {
    senderId: () => (performance.now() - renewedAt < seconds * 1000 ? senderId : undefined),
    stop: async () => {
      stopping.abort();
      await running;
      if (senderId !== undefined) await endLease(ctx.db, senderId).catch(() => {});
    },
  };
}
