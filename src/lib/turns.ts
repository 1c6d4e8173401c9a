import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop; requests wait this long. */
const slice = 8;

/** Number of calls between two reads of the clock. */
const callsPerLook = 8;

/** Divides long work into slices, so that the event loop can handle requests between them. */
export function makeTurns() {
  let began = performance.now();
  let calls = 0;
  return {
    areDue: (): boolean => {
      calls += 1;
      return calls % callsPerLook === 0 && performance.now() - began > slice;
    },
    next: async (): Promise<void> => {
      await nextTurn();
      began = performance.now();
    },
  };
}
