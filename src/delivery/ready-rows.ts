import type { ClaimedRow } from '../outbox/claimed-row.ts';
import { domainOf } from './domain.ts';
import type { Prepared } from './prepare.ts';

/**
 * A claim is the last check of who may be mailed; a row of an older claim is dropped before MAIL
 * FROM. A tenth of a second below the promised second, for the event loop between the check and the
 * socket. Milliseconds.
 */
export const maximumClaimAge = 900;

/** A claimed row and the time at which its claim began, by the monotonic clock. */
export interface QueuedRow {
  row: ClaimedRow;
  claimedAt: number;
  domain: string;
  /** The only relay that may take it; null: any. */
  relayId: number | null;
  /** The rendered mail, if it is made ahead. */
  mail?: Promise<Prepared>;
}

/** Whether a row may still be mailed. */
export function isFresh({ claimedAt }: QueuedRow): boolean {
  return performance.now() - claimedAt < maximumClaimAge;
}

/**
 * The claimed rows of a sender process: those that are ready, and those that a connection worker
 * has taken.
 */
export interface ReadyRows {
  add(rows: ClaimedRow[], claimedAt: number): void;
  /**
   * The first ready row that a relay may take and whose domain has a free connection; now taken.
   */
  take(relayId: number | undefined): QueuedRow | undefined;
  /** The result of a taken row is committed: its domain has a connection more. */
  finish(taken: QueuedRow): void;
  /** Removes the ready rows that are too old. */
  removeStale(): QueuedRow[];
  /** Makes every ready row too old. */
  expire(): void;
  hasFreeConnection(queued: QueuedRow): boolean;
  /** How many are ready. */
  count(): number;
  /** Ready and taken rows. */
  all(): ClaimedRow[];
}

interface Options {
  connections: number;
  connectionsPerDomain: number;
  /** Whether a relay is one of the settings; a row of another may go over any. */
  isRelay(id: number): boolean;
  /** Renders mails ahead; absent if that takes no time. */
  prepare: ((row: ClaimedRow) => Promise<Prepared>) | undefined;
}

export function makeReadyRows({
  connections,
  connectionsPerDomain,
  isRelay,
  prepare,
}: Options): ReadyRows {
  const ready: QueuedRow[] = [];
  const taken = new Set<QueuedRow>();
  /** Taken rows by domain. */
  const busy = new Map<string, number>();

  /**
   * As many as there are connections: the threads that sign have work while all connections wait
   * for the server.
   */
  function prepareFirst(): void {
    if (prepare === undefined) return;
    for (const queued of ready.slice(0, connections)) queued.mail ??= prepare(queued.row);
  }

  const hasFreeConnection = ({ domain }: QueuedRow) =>
    (busy.get(domain) ?? 0) < connectionsPerDomain;

  return {
    add: (rows, claimedAt) => {
      for (const row of rows) {
        const relayId = row.relayId !== null && isRelay(row.relayId) ? row.relayId : null;
        ready.push({ row, claimedAt, domain: domainOf(row.address), relayId });
      }
      prepareFirst();
    },
    take: (relay) => {
      const index = ready.findIndex(
        (queued) =>
          (queued.relayId === null || queued.relayId === relay) && hasFreeConnection(queued),
      );
      const [queued] = index < 0 ? [] : ready.splice(index, 1);
      if (queued === undefined) return undefined;
      taken.add(queued);
      busy.set(queued.domain, (busy.get(queued.domain) ?? 0) + 1);
      prepareFirst();
      return queued;
    },
    finish: (queued) => {
      taken.delete(queued);
      const left = (busy.get(queued.domain) ?? 1) - 1;
      if (left === 0) busy.delete(queued.domain);
      else busy.set(queued.domain, left);
    },
    removeStale: () => {
      // The clock is read once per row: with two reads, a row could expire between them and be
      // lost.
      const stale = new Set(ready.filter((queued) => !isFresh(queued)));
      if (stale.size > 0)
        ready.splice(0, ready.length, ...ready.filter((queued) => !stale.has(queued)));
      return [...stale];
    },
    expire: () => {
      for (const queued of ready) queued.claimedAt = Number.NEGATIVE_INFINITY;
    },
    hasFreeConnection,
    count: () => ready.length,
    all: () => [...ready, ...taken].map(({ row }) => row),
  };
}
