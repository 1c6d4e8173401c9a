import { growingPause } from '../../lib/sleep.ts';

/**
 * Stands before the relay: while it is away, or takes no more connections, one at a time knocks, with growing pauses.
 */
export interface Gate {
  /** Whether the caller may open a connection now; it then says how that went. */
  open(): boolean;
  succeeded(): void;
  failed(): void;
  /** A connection that had succeeded is gone. */
  left(): void;
  /** Milliseconds until the next knock; 0 when the gate is open. */
  waiting(): number;
  /** Nobody is connected, and nobody may knock yet. */
  away(): boolean;
}

/** @param now a monotonic clock, in milliseconds */
export function makeGate(now: () => number = () => performance.now()): Gate {
  let connected = 0;
  /** Knocks while all was well, not answered yet. */
  let crowd = 0;
  let failures = 0;
  let until = 0;
  const waiting = () => Math.max(0, until - now());
  return {
    open: () => {
      if (waiting() > 0) return false;
      // A closed gate lets one through, and stays shut for the others while that one knocks.
      if (failures === 0) crowd += 1;
      else until = now() + growingPause(failures, 60_000);
      return true;
    },
    succeeded: () => {
      crowd = Math.max(0, crowd - 1);
      // Beside others it was one more: the next may try sooner. Alone it was the relay's return.
      failures = connected > 0 ? Math.floor(failures / 2) : 0;
      until = failures === 0 ? 0 : now() + growingPause(failures, 60_000);
      connected += 1;
    },
    failed: () => {
      const together = crowd > 0;
      crowd = Math.max(0, crowd - 1);
      // Many that knocked together failed together: that is one failure.
      if (together && failures > 0) return;
      failures += 1;
      until = now() + growingPause(failures, 60_000);
    },
    left: () => {
      connected -= 1;
      // Its place is free.
      if (connected > 0) until = 0;
    },
    waiting,
    away: () => connected === 0 && waiting() > 0,
  };
}
