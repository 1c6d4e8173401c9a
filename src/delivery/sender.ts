import type { Context } from '../context.ts';
import type { Renderers } from '../outbox/rendering.ts';
import { putBack } from '../outbox/result.ts';
import { readSigners } from './smtp/dkim.ts';
import { makeConnectionBackoff } from './smtp/connection-backoff.ts';
import { makeMessageLimit } from './smtp/message-limit.ts';
import { startHeartbeat } from './heartbeat.ts';
import { runConnectionWorker } from './smtp/connection-worker.ts';
import { makeResultWriter } from './result-writer.ts';
import { listen } from '../db/listen.ts';
import { startRateLimiter } from './rate-limiter.ts';
import { sleep } from '../lib/sleep.ts';
import { makePrepare } from './prepare.ts';
import { relayOf } from './smtp/relay.ts';
import { watchRelay } from './smtp/relay-watch.ts';
import { startLocalQueue } from './local-queue.ts';
import type { SenderActions } from './sender-actions.ts';

/** A running sender. */
export interface Sender {
  /** Finishes what is in flight (15 s at most), puts the rest back. */
  stop(): Promise<void>;
}

/**
 * A row whose domain is busy is claimed again in a second, so that it does not hold up the others
 * meanwhile.
 */
const deferred = {
  ...putBack,
  state: 'deferred' as const,
  reason: 'domain-busy' as const,
  retryAfter: 1,
};

/** How long a stop waits for mails in flight; what is later comes back by its lease. */
const drainFor = 15_000;

/**
 * Starts a sender: claims rows of the outbox ahead, mails them over SMTP_CONNECTIONS connections
 * and commits each result. Any number of them share one outbox.
 * @param actions changes of tables that other folders own
 * @param inboxPort the local inbox's port, in place of SMTP_URL
 */
export function startSender(
  ctx: Context,
  renderers: Renderers,
  actions: SenderActions,
  { inboxPort, leaseSeconds = 15 }: { inboxPort?: number; leaseSeconds?: number } = {},
): Sender {
  const backoff = makeConnectionBackoff();
  const heartbeat = startHeartbeat(ctx, leaseSeconds);
  const rateLimiter = startRateLimiter(ctx);
  const resultWriter = makeResultWriter(ctx, actions, () => queue.expire());
  const sign = readSigners(ctx.config);
  const prepare = makePrepare(ctx, renderers, sign);
  const queue = startLocalQueue(ctx, {
    senderId: () => (backoff.away() ? undefined : heartbeat.senderId()),
    rateLimiter,
    prepare: sign === undefined ? undefined : prepare,
    putBack: ({ row }, domainBusy) =>
      void resultWriter.write({ row, result: domainBusy ? deferred : putBack }),
  });
  const listener = listen(ctx, 'outbox', { heard: () => queue.wake() });
  const relay = relayOf(ctx.config, inboxPort);
  const stopping = new AbortController();
  const watch = watchRelay(ctx, relay);
  const options = {
    ctx,
    prepare,
    relay,
    queue,
    resultWriter,
    backoff,
    messageLimit: makeMessageLimit(ctx.config.SMTP_MESSAGES_PER_CONNECTION),
    watch,
    rateLimiter,
    stopping: stopping.signal,
  };
  const running = Promise.all(
    Array.from({ length: ctx.config.SMTP_CONNECTIONS }, () => runConnectionWorker(options)),
  );
  running.catch((error: unknown) =>
    ctx.log.fatal({ event: 'delivery.worker-failed', err: error }, 'a connection worker failed'),
  );
  return {
    stop: async () => {
      const drained = new AbortController();
      stopping.abort();
      rateLimiter.stop();
      const finished = Promise.all([listener.close(), queue.close(), running]).finally(() =>
        drained.abort(),
      );
      await Promise.race([finished, sleep(drainFor, drained.signal)]);
      await heartbeat.stop();
    },
  };
}
