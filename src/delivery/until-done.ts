import { backoffDelay, sleep } from '../lib/sleep.ts';

/** Repeats work on the database until it succeeds, because nothing else would do it later. */
export async function untilDone(
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await work();
    } catch (error) {
      onFailure(error);
      await sleep(backoffDelay(failures));
    }
  }
}
