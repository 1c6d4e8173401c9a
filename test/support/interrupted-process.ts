import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { handleRequests } from '../../src/lib/idle-process.ts';

/** A process that receives SIGINT and SIGTERM during its work. */
handleRequests(z.object({}), async () => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(process.pid, signal);
  await setTimeout(50);
  return 'done';
});
