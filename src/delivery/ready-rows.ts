import type { ClaimedRow } from '../outbox/claimed-row.ts';
import { domainOf } from './domain.ts';
import type { Prepared } from './prepare.ts';

/**
 * A claim is the last check of who may be mailed, so a row of an older claim is dropped before MAIL
 * FROM. 0.1 s below the promised second, for the event loop between the check and the socket. In
 * milliseconds.
 */
export const maximumClaimAge = 900;

/** A claimed row and the time at which its claim began, by the monotonic clock. */
export interface QueuedRow {
  row: ClaimedRow;
  claimedAt: number;
  domain: string;
  /** The only relay that may send it; null: any. */
  relayId: number | null;
  /** The rendered email, if it is rendered ahead. */
  mail?: Promise<Prepared>;
}

/** Whether a row may still be mailed. */
export function isFresh({ claimedAt }: QueuedRow): boolean {
  return performance.now() - claimedAt < maximumClaimAge;
}

interface Options {
  connections: number;
  connectionsPerDomain: number;
  /** Whether a relay is in the settings. A row of any other relay may use any relay. */
  isRelay(id: number): boolean;
  /** Renders emails ahead; absent if rendering takes no time. */
  prepare: ((row: ClaimedRow) => Promise<Prepared>) | undefined;
}

/**
 * The claimed rows of a sender process: ready rows, and rows that a connection worker has taken.
 */
export class ReadyRows {
  readonly #options: Options;
  readonly #ready: QueuedRow[] = [];
  readonly #taken = new Set<QueuedRow>();
  /** Taken rows by domain. */
  readonly #busy = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  add(rows: ClaimedRow[], claimedAt: number): void {
    const { isRelay } = this.#options;
    for (const row of rows) {
      const relayId = row.relayId !== null && isRelay(row.relayId) ? row.relayId : null;
      this.#ready.push({ row, claimedAt, domain: domainOf(row.address), relayId });
    }
    this.#prepareFirst();
  }

  /** Takes the first ready row that this relay may send and whose domain has a free connection. */
  take(relayId: number | undefined): QueuedRow | undefined {
    const index = this.#ready.findIndex(
      (queued) =>
        (queued.relayId === null || queued.relayId === relayId) && this.hasFreeConnection(queued),
    );
    const [queued] = index < 0 ? [] : this.#ready.splice(index, 1);
    if (queued === undefined) return undefined;
    this.#taken.add(queued);
    this.#busy.set(queued.domain, this.#connectionsTo(queued.domain) + 1);
    this.#prepareFirst();
    return queued;
  }

  /** Frees the domain's connection after the result of a taken row is committed. */
  finish(queued: QueuedRow): void {
    this.#taken.delete(queued);
    const left = this.#connectionsTo(queued.domain) - 1;
    if (left > 0) this.#busy.set(queued.domain, left);
    else this.#busy.delete(queued.domain);
  }

  /** Removes the ready rows whose claim is too old. */
  removeStale(): QueuedRow[] {
    // The clock is read once per row: with two reads, a row could become stale between them and be lost.
    const stale = new Set(this.#ready.filter((queued) => !isFresh(queued)));
    if (stale.size > 0) {
      const fresh = this.#ready.filter((queued) => !stale.has(queued));
      this.#ready.splice(0, this.#ready.length, ...fresh);
    }
    return [...stale];
  }

  /** Marks every ready row as stale. */
  invalidate(): void {
    for (const queued of this.#ready) queued.claimedAt = Number.NEGATIVE_INFINITY;
  }

  hasFreeConnection({ domain }: QueuedRow): boolean {
    return this.#connectionsTo(domain) < this.#options.connectionsPerDomain;
  }

  /** The number of ready rows. */
  count(): number {
    return this.#ready.length;
  }

  /** All ready and taken rows. */
  all(): ClaimedRow[] {
    return [...this.#ready, ...this.#taken].map(({ row }) => row);
  }

  #connectionsTo(domain: string): number {
    return this.#busy.get(domain) ?? 0;
  }

  /**
   * Prepares as many rows as there are connections, so that the signing threads have work while all
   * connections wait for the server.
   */
  #prepareFirst(): void {
    const { prepare, connections } = this.#options;
    if (prepare === undefined) return;
    for (const queued of this.#ready.slice(0, connections)) queued.mail ??= prepare(queued.row);
  }
}
