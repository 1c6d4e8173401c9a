import { z } from 'zod';
import { handleRequests } from '../../src/lib/idle-process.ts';

/** A process that reports the start of its work, then blocks its event loop for a second. */
handleRequests(z.object({}), () => {
  process.stdout.write(`${process.pid}\n`);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  return Promise.resolve('done');
});
