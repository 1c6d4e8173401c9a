import { setMaxListeners } from 'node:events';
import type { Context } from '../context.ts';
import type { Renderers } from '../outbox/rendering.ts';
import { untried } from '../outbox/result.ts';
import { readSigners } from './smtp/dkim.ts';
import { Heartbeat } from './heartbeat.ts';
import { runConnectionWorker, type WorkerOptions } from './smtp/connection-worker.ts';
import { ResultWriter } from './result-writer.ts';
import { listen } from '../db/listen.ts';
import { RateLimiter } from './rate-limiter.ts';
import { sleep } from '../lib/sleep.ts';
import { makePrepare } from './prepare.ts';
import { relaysOf } from './smtp/relay.ts';
import { Relays } from './relays.ts';
import { spreadConnections } from './spread-connections.ts';
import { LocalQueue } from './local-queue.ts';
import type { SenderActions } from './sender-actions.ts';

/** A running sender. */
export interface Sender {
  /** Finishes messages in flight (for at most 15 s) and returns the other rows. */
  stop(): Promise<void>;
}

/**
 * A row whose domain is busy is claimed again after a second, so that it does not delay other rows.
 */
const domainIsBusy = {
  ...untried,
  state: 'deferred' as const,
  reason: 'domain-busy' as const,
  retryAfter: 1,
};

/** A row whose relay cannot be used now, and that no other relay may send. */
const awaitingRelay = {
  ...untried,
  state: 'deferred' as const,
  reason: 'awaiting-relay' as const,
  retryAfter: 60,
};

/**
 * How long a stop waits for messages in flight. A later result is lost, and its row is returned
 * when the lease ends.
 */
const drainTimeout = 15_000;

interface Options {
  inboxPort?: number;
  leaseSeconds?: number;
  idlePause?: number | undefined;
  onFailure?: () => void;
}

/**
 * Starts a sender: claims rows of the outbox ahead, sends them over SMTP_CONNECTIONS connections
 * and commits each result. Any number of senders can share one outbox.
 * @param actions changes of tables that other folders own
 * @param inboxPort the local inbox's port, instead of SMTP_URL
 * @param idlePause milliseconds after which an empty outbox is read again without a notification
 * @param onFailure called when a connection worker ends with an error: this process then lacks a
 *   connection, and the worker's row waits until the sender stops
 */
export function startSender(
  ctx: Context,
  renderers: Renderers,
  actions: SenderActions,
  { inboxPort, leaseSeconds = 15, idlePause, onFailure }: Options = {},
): Sender {
  const relays = new Relays(ctx, relaysOf(ctx.config, inboxPort));
  const heartbeat = new Heartbeat(ctx, leaseSeconds);
  const rateLimiter = new RateLimiter(ctx);
  const resultWriter = new ResultWriter(ctx, actions, relays, () => queue.invalidate());
  const sign = readSigners(ctx.config);
  const prepare = makePrepare(ctx, renderers, sign);
  const queue = new LocalQueue(ctx, {
    senderId: () => (relays.isAnyUsable() ? heartbeat.senderId() : undefined),
    rateLimiter,
    prepare: sign === undefined ? undefined : prepare,
    isRelay: (id) => relays.isUsable(id) !== undefined,
    putBack: ({ row, relayId }, domainBusy) => {
      const isWaiting = relayId !== null && relays.isUsable(relayId) === false;
      const result = isWaiting ? awaitingRelay : domainBusy ? domainIsBusy : untried;
      void resultWriter.write({ row, result });
    },
    idlePause,
  });
  const listener = listen(ctx, 'outbox', { onNotification: () => queue.wake() });
  const stopping = new AbortController();
  const shared = { ctx, prepare, queue, resultWriter, rateLimiter, stopping: stopping.signal };
  const running = runWorkers(shared, relays, onFailure);
  return {
    stop: async () => {
      stopping.abort();
      rateLimiter.stop();
      await untilDrained(Promise.all([listener.close(), queue.close(), running]));
      await Promise.all([heartbeat.stop(), relays.stop()]);
    },
  };
}

/** Runs the connection workers of all relays until they stop. */
function runWorkers(
  shared: Omit<WorkerOptions, 'relay'>,
  relays: Relays,
  onFailure: (() => void) | undefined,
): Promise<unknown> {
  const { log, config } = shared.ctx;
  // Each connection worker may add a listener.
  setMaxListeners(0, shared.stopping);
  const fail = (error: unknown) => {
    log.fatal({ event: 'delivery.worker-failed', err: error }, 'a connection worker failed');
    onFailure?.();
  };
  return Promise.all(
    spreadConnections(config.SMTP_CONNECTIONS, relays.all).map((relay) =>
      runConnectionWorker({ ...shared, relay }).catch(fail),
    ),
  );
}

async function untilDrained(finished: Promise<unknown>): Promise<void> {
  const drained = new AbortController();
  await Promise.race([
    finished.finally(() => drained.abort()),
    sleep(drainTimeout, drained.signal),
  ]);
}
