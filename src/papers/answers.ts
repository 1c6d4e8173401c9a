import { z } from 'zod';
import { day } from '../lib/dates.ts';
import { listAnswer } from '../lib/pagination.ts';
import { sourceHealth } from './sources/health.ts';
import { paper } from './paper.ts';
import { reason } from './ranking/reasons.ts';

/** A paper, and why it ranks where it does: as codes, and in words. */
export const rankedPaper = paper.extend({ reasons: z.array(reason), reason: z.string() });

/** A day of the Daily Papers page; `score` where it is sorted by trending. */
export const dayAnswer = z.object({
  date: day,
  previous: day.nullable(),
  next: day.nullable(),
  items: z.array(rankedPaper.extend({ score: z.number().optional() })),
});

/** Title and abstract as escaped HTML, what was searched for in `<mark>`. Formulas are left as they are. */
export const highlights = z.object({ title: z.string(), abstract: z.string() });

export const searchAnswer = z.object({
  items: z.array(paper.extend({ highlights })),
  nextCursor: z.string().nullable(),
  /** How many match; `capped`: as many at least, and the newest of them are ranked. */
  matches: z.int(),
  capped: z.boolean(),
  didYouMean: z.string().nullable(),
});

export const papersAnswer = listAnswer(paper);

/** `healthy`: null before the first fetch. `reason`: why it is not. */
export const sourcesAnswer = listAnswer(
  sourceHealth.extend({ healthy: z.boolean().nullable(), reason: z.string().nullable() }),
);
