import { z } from 'zod';

/** Maximum number of test copies per request. */
const maximum = 10;

/** The recipients of test copies. */
export const testAddresses = z
  .array(z.string())
  .min(1, 'at least one address')
  .max(maximum, `at most ${maximum} addresses`);
