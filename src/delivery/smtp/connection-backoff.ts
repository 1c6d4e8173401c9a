import { growingPause } from '../../lib/sleep.ts';

/**
 * While the SMTP server is away, or accepts no more connections, one worker at a time tries to
 * connect, with growing pauses.
 */
export interface ConnectionBackoff {
  /** Whether the caller may open a connection now; it then reports `succeeded` or `failed`. */
  mayConnect(): boolean;
  succeeded(): void;
  failed(): void;
  /** A connection that had succeeded is closed. */
  disconnected(): void;
  /** Milliseconds until the next attempt; 0 if there is no backoff. */
  waiting(): number;
  isConnected(): boolean;
  /** No worker is connected, and none may try yet. */
  away(): boolean;
}

/** @param now a monotonic clock, in milliseconds */
export function makeConnectionBackoff(
  now: () => number = () => performance.now(),
): ConnectionBackoff {
  let connected = 0;
  /** Attempts without a backoff that have not ended yet. */
  let concurrent = 0;
  let failures = 0;
  let until = 0;
  const waiting = () => Math.max(0, until - now());
  return {
    mayConnect: () => {
      if (waiting() > 0) return false;
      // A backoff lets one through, and goes on for the others meanwhile.
      if (failures === 0) concurrent += 1;
      else until = now() + growingPause(failures, 60_000);
      return true;
    },
    succeeded: () => {
      concurrent = Math.max(0, concurrent - 1);
      // Beside others it was one more: the next may try sooner. Alone it was the relay's return.
      failures = connected > 0 ? Math.floor(failures / 2) : 0;
      until = failures === 0 ? 0 : now() + growingPause(failures, 60_000);
      connected += 1;
    },
    failed: () => {
      const together = concurrent > 0;
      concurrent = Math.max(0, concurrent - 1);
      // Attempts that began together failed together: that is one failure.
      if (together && failures > 0) return;
      failures += 1;
      until = now() + growingPause(failures, 60_000);
    },
    disconnected: () => {
      connected -= 1;
      // Its place is free.
      if (connected > 0) until = 0;
    },
    waiting,
    isConnected: () => connected > 0,
    away: () => connected === 0 && waiting() > 0,
  };
}
