import { z } from 'zod';
import { largestId } from '../../lib/pagination.ts';
import { poolSize } from '../digest.ts';

/** Papers chosen by an operator, in order. */
export const paperIds = z
  .array(z.int('ids of papers').min(1, 'ids of papers').max(largestId, 'ids of papers'))
  .min(1, 'at least one paper')
  .max(poolSize, `at most ${poolSize} papers`);
