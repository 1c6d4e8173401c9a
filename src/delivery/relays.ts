import type { Context } from '../context.ts';
import { sleep } from '../lib/sleep.ts';
import { readRelays, updateRelay } from '../outbox/sql/relays.ts';
import { SenderRelay } from './sender-relay.ts';
import type { Relay } from './smtp/relay.ts';

/** How long a relay that refuses us is paused, in seconds. */
const pauseSeconds = 1800;

/** Milliseconds between two reads of the relays' rows. */
const interval = 5000;

/** The relays of a sender process. A relay that is not in use holds no row; the others continue. */
export class Relays {
  readonly all: SenderRelay[];
  readonly #ctx: Context;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;

  constructor(ctx: Context, relays: Relay[]) {
    this.#ctx = ctx;
    this.all = relays.map((relay) => new SenderRelay(ctx, relay));
    this.#running = this.#run();
  }

  /** Whether at least one relay may be used now. */
  isAnyUsable(): boolean {
    return this.all.some((relay) => relay.isUsable());
  }

  /** Whether a relay may be used now; undefined if it is not in the settings. */
  isUsable(id: number): boolean | undefined {
    return this.#find(id)?.isUsable();
  }

  /**
   * Pauses a relay that refuses us.
   * @returns false if there is no other relay to continue with
   */
  async pause(id: number, detail: string): Promise<boolean> {
    const hasOther = this.all.some((relay) => relay.id() !== id && relay.isUsable());
    if (!hasOther) return false;
    await updateRelay(this.#ctx.db, id, { pause: { seconds: pauseSeconds, detail } });
    this.#find(id)?.pause(pauseSeconds * 1000);
    return true;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await Promise.all(this.all.map((relay) => relay.stop()));
  }

  #find(id: number): SenderRelay | undefined {
    return this.all.find((relay) => relay.id() === id);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#sync().catch((error: unknown) =>
        this.#ctx.log.warn(
          { event: 'delivery.relays-unknown', err: error },
          'cannot read the relays',
        ),
      );
      const known = this.all.every((relay) => relay.id() !== undefined);
      await sleep(known ? interval : 500, this.#stopping.signal);
    }
  }

  /**
   * Reads the rows of the relays, and writes the counts of their replies since the last sync.
   */
  async #sync(): Promise<void> {
    const names = this.all.map(({ server }) => server.name);
    for (const row of await readRelays(this.#ctx.db, names))
      await this.all.find(({ server }) => server.name === row.name)?.applyRow(row);
    for (const relay of this.all) await relay.writeCounts();
  }
}
