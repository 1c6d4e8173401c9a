import { setTimeout as delay } from 'node:timers/promises';

/**
 * 0.2 s, doubling up to `most` ms: how long to wait for something that is away, after so many
 * failures.
 */
export function growingPause(failures: number, maximum = 5000): number {
  return Math.min(maximum, 200 * 2 ** Math.min(failures, 16));
}

/** Waits; an aborted signal ends the wait early, and that is no error. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {});
}
