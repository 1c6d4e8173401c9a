import { growingPause } from './pause.ts';

/** Stands before the relay: while it is away, one connection at a time knocks, with growing pauses. */
export interface Gate {
  /** Whether the caller may open a connection now. */
  open(): boolean;
  succeeded(): void;
  failed(): void;
  /** Milliseconds until the next knock; 0 when the gate is open. */
  waiting(): number;
}

/** @param now a monotonic clock, in milliseconds */
export function makeGate(now: () => number = () => performance.now()): Gate {
  let failures = 0;
  let until = 0;
  return {
    open: () => {
      if (now() < until) return false;
      // A closed gate lets one through, and stays shut for the others while that one knocks.
      if (failures > 0) until = now() + growingPause(failures, 60_000);
      return true;
    },
    succeeded: () => {
      failures = 0;
      until = 0;
    },
    failed: () => {
      failures += 1;
      until = now() + growingPause(failures, 60_000);
    },
    waiting: () => Math.max(0, until - now()),
  };
}
