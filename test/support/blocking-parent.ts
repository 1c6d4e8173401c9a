import { z } from 'zod';
import { idleProcess } from '../../src/lib/idle-process.ts';

/** A process that waits for the response of `blocking-process.ts`. */
await idleProcess(import.meta.url, 'blocking-process', z.string())({});
