import type { Context } from '../context.ts';
import type { Result } from '../outbox/result.ts';
import { type RelayCounts, type RelayRow, updateRelay } from '../outbox/sql/relays.ts';
import { ConnectionBackoff } from './smtp/connection-backoff.ts';
import { makeMessageLimit, type MessageLimit } from './smtp/message-limit.ts';
import type { Relay } from './smtp/relay.ts';
import { type RelayWatch, watchRelay } from './smtp/relay-watch.ts';
import { WarmUp } from './warm-up.ts';

const none: RelayCounts = { accepted: 0, refused: 0, deferred: 0 };

/**
 * A relay as used by one sender process. Its states are:
 * - in use: its connection workers take rows
 * - unreachable: no worker is connected, and the connection backoff waits (see connection-backoff.ts)
 * - paused: only this relay refused us; it is unused for 30 minutes, by all senders
 * - used up: its warm-up allows no more messages today; checked again every 30 seconds
 */
export class SenderRelay {
  readonly server: Relay;
  readonly backoff = new ConnectionBackoff();
  readonly messageLimit: MessageLimit;
  readonly watch: RelayWatch;
  readonly warmUp: WarmUp;
  readonly #ctx: Context;
  #id: number | undefined;
  #pausedUntil = 0;
  #counts = { ...none };

  constructor(ctx: Context, server: Relay) {
    const id = () => this.#id;
    this.#ctx = ctx;
    this.server = server;
    this.messageLimit = makeMessageLimit(ctx.config.SMTP_MESSAGES_PER_CONNECTION);
    this.watch = watchRelay(ctx, server, id);
    this.warmUp = new WarmUp(ctx, id);
  }

  /** The id of its row; undefined before it is known. */
  id(): number | undefined {
    return this.#id;
  }

  /** Milliseconds during which it takes no rows; 0 if it takes rows now. */
  waitMs(): number {
    if (this.#id === undefined) return 100;
    return Math.max(0, this.#pausedUntil - performance.now(), this.warmUp.waitMs());
  }

  isUsable(): boolean {
    return this.waitMs() === 0 && !this.backoff.isUnreachable();
  }

  pause(ms: number): void {
    this.#pausedUntil = performance.now() + ms;
  }

  /** Counts the reply to a message. */
  note({ state }: Result): void {
    if (state === 'sent') this.#counts.accepted += 1;
    if (state === 'failed') this.#counts.refused += 1;
    if (state === 'deferred') this.#counts.deferred += 1;
  }

  /** Applies the state stored in its row. */
  async applyRow(row: RelayRow): Promise<void> {
    this.#id = row.id;
    this.pause(row.pausedFor);
    // Another sender found it unreachable, but this one is connected.
    if (row.isUnreachable && this.backoff.isConnected())
      await updateRelay(this.#ctx.db, row.id, { isUnreachable: false });
  }

  async writeCounts(): Promise<void> {
    const counts = this.#counts;
    if (this.#id === undefined || counts.accepted + counts.refused + counts.deferred === 0) return;
    this.#counts = { ...none };
    await updateRelay(this.#ctx.db, this.#id, { counts });
  }

  async stop(): Promise<void> {
    await this.writeCounts().catch(() => {});
    await this.warmUp.stop();
  }
}
