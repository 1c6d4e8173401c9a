import type { Context } from '../context.ts';
import type { Renderers } from '../outbox/rendering.ts';
import { putBack } from '../outbox/result.ts';
import { readSigners } from './smtp/dkim.ts';
import { makeGate } from './smtp/connection-backoff.ts';
import { keepLease } from './heartbeat.ts';
import { runLane, type Works } from './smtp/connection-worker.ts';
import { openLedger } from './result-writer.ts';
import { listen } from '../db/listen.ts';
import { keepPace } from './rate-limiter.ts';
import { sleep } from '../lib/sleep.ts';
import { makePrepare } from './prepare.ts';
import { relayOf } from './smtp/relay.ts';
import { watchRelay } from './smtp/relay-watch.ts';
import { openStock } from './local-queue.ts';
import type { RefusalActions } from '../outbox/result.ts';

/** A running sender. */
export interface Sender {
  /** Finishes what is in flight (15 s at most), hands the rest back. */
  stop(): Promise<void>;
}

/** How long a stop waits for mails in flight; what is later comes back by its lease. */
const drainFor = 15_000;

/**
 * Starts a sender: claims rows of the outbox ahead, mails them over SMTP_CONNECTIONS connections and
 * commits each outcome. Any number of them share one outbox.
 * @param addresses what a refusal of an address leads to
 * @param inboxPort the local inbox's port, in place of SMTP_URL
 */
export function startSender(
  ctx: Context,
  renderers: Renderers,
  addresses: RefusalActions,
  { inboxPort, leaseSeconds = 15 }: { inboxPort?: number; leaseSeconds?: number } = {},
): Sender {
  const gate = makeGate();
  const heart = keepLease(ctx, leaseSeconds);
  const pace = keepPace(ctx);
  const ledger = openLedger(ctx, addresses, () => stock.expire());
  const sign = readSigners(ctx.config);
  const prepare = makePrepare(ctx, renderers, sign);
  const stock = openStock(
    ctx,
    () => (gate.away() ? undefined : heart.holder()),
    pace,
    sign === undefined ? undefined : prepare,
    ({ row }, crowded) => {
      // A busy domain's mails come again in a second, so that they do not stand in the way of the others meanwhile.
      const busy = { ...putBack, state: 'deferred' as const, reason: 'domain-busy' as const, retryAfter: 1 };
      void ledger.commit({ row, result: crowded ? busy : putBack });
    },
  );
  const ear = listen(ctx, 'outbox', { heard: () => stock.wake() });
  const relay = relayOf(ctx.config, inboxPort);
  const stopping = new AbortController();
  const watch = watchRelay(ctx, relay);
  const works: Works = { ctx, prepare, relay, stock, ledger, gate, watch, pace, stopping: stopping.signal };
  const running = Promise.all(Array.from({ length: ctx.config.SMTP_CONNECTIONS }, () => runLane(works)));
  running.catch((error: unknown) =>
    ctx.log.fatal({ event: 'delivery.worker-failed', err: error }, 'a connection worker failed'),
  );
  return {
    stop: async () => {
      const drained = new AbortController();
      stopping.abort();
      pace.stop();
      const finished = Promise.all([ear.close(), stock.close(), running]).finally(() => drained.abort());
      await Promise.race([finished, sleep(drainFor, drained.signal)]);
      await heart.stop();
    },
  };
}
