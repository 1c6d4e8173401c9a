import { setTimeout as delay } from 'node:timers/promises';

/** @throws Error with this message if the work takes longer than `ms` milliseconds */
export async function withTimeout<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  const done = new AbortController();
  const late = delay(ms, undefined, { signal: done.signal }).then(() => {
    throw new Error(message);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
  }
}
