import type { Context } from '../context.ts';
import type { Renderers } from '../outbox/rendering.ts';
import { readSigners } from './dkim.ts';
import { makeGate } from './gate.ts';
import { keepLease } from './heart.ts';
import { runLane } from './lane.ts';
import { openLedger } from './ledger.ts';
import { listen } from './listen.ts';
import { sleep } from './pause.ts';
import { relayOf } from './relay.ts';
import { openStock } from './stock.ts';

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
 * @param inboxPort the local inbox's port, in place of SMTP_URL
 */
export function startSender(
  ctx: Context,
  renderers: Renderers,
  { inboxPort, leaseSeconds = 15 }: { inboxPort?: number; leaseSeconds?: number } = {},
): Sender {
  const lanes = ctx.config.SMTP_CONNECTIONS;
  const gate = makeGate();
  const heart = keepLease(ctx, leaseSeconds);
  const stock = openStock(ctx, () => (gate.waiting() > 0 ? undefined : heart.holder()), lanes);
  const ledger = openLedger(ctx, () => stock.expire());
  const ear = listen(ctx, 'outbox', () => stock.wake());
  const sign = readSigners(ctx.config);
  const relay = relayOf(ctx.config, inboxPort);
  const running = Promise.all(
    Array.from({ length: lanes }, () => runLane({ ctx, renderers, relay, stock, ledger, gate, sign })),
  );
  running.catch((error: unknown) => ctx.log.fatal({ event: 'delivery.lane-died', err: error }));
  return {
    stop: async () => {
      const drained = new AbortController();
      const finished = Promise.all([ear.close(), stock.close(), running]).finally(() => drained.abort());
      await Promise.race([finished, sleep(drainFor, drained.signal)]);
      await heart.stop();
    },
  };
}
