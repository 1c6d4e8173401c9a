import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work between two turns of the event loop; requests wait this long. */
const slice = 8;

/** Divides long work into slices, so that the event loop can handle requests between them. */
export function makeTurns() {
  let began = performance.now();
  return {
    areDue: (): boolean => performance.now() - began > slice,
    next: async (): Promise<void> => {
      await nextTurn();
      began = performance.now();
    },
  };
}
