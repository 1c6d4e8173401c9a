import { setTimeout as delay } from 'node:timers/promises';

/**
 * How long to wait after a number of failures: 0.2 s, doubled after each failure, at most `maximum`
 * ms.
 */
export function backoffDelay(failures: number, maximum = 5000): number {
  return Math.min(maximum, 200 * 2 ** Math.min(failures, 16));
}

/** Waits. An aborted signal ends the wait early, without an error. */
export async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  await delay(ms, undefined, signal === undefined ? {} : { signal }).catch(() => {});
}
