import { z } from 'zod';
import { IdleProcess } from '../../src/lib/idle-process.ts';

/** A process that waits for the response of `blocking-process.ts`. */
await new IdleProcess({
  from: import.meta.url,
  name: 'blocking-process',
  schema: z.string(),
}).request({});
