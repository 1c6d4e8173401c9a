import { z } from 'zod';

/** Test copies of one request at most. */
const maximum = 10;

/** Where test copies go. */
export const testAddresses = z
  .array(z.string())
  .min(1, 'one address at least')
  .max(maximum, `at most ${maximum} addresses`);
