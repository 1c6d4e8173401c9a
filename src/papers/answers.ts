import { z } from 'zod';
import { day } from '../lib/dates.ts';
import { listAnswer } from '../lib/pagination.ts';
import { paper } from './paper.ts';
import { reason } from './ranking/reasons.ts';
import { sourceHealth } from './sources/health.ts';

/** A paper with its rank and the reasons for it, as codes and as text. */
export const rankedPaper = paper
  .extend({ reasons: z.array(reason), reason: z.string().describe('The reasons in words') })
  .meta({ id: 'RankedPaper' });

/** A day of the Daily Papers page. `score` is present only if the day is sorted by trending. */
export const dayAnswer = z
  .object({
    date: day,
    previous: day.nullable().describe('The previous day with papers'),
    next: day.nullable(),
    items: z.array(rankedPaper.extend({ score: z.number().optional() })),
  })
  .meta({ id: 'Day' });

/** Title and abstract as escaped HTML, with the matches in `<mark>`. Formulas stay unchanged. */
export const highlights = z.object({ title: z.string(), abstract: z.string() });

export const searchAnswer = z
  .object({
    items: z.array(
      paper.extend({
        highlights: highlights.describe('Title and abstract as HTML, the matches in <mark>'),
      }),
    ),
    nextCursor: z.string().nullable(),
    matches: z.int().describe('How many papers match'),
    capped: z
      .boolean()
      .describe('true: at least that many match, and only the newest of them were ranked'),
    didYouMean: z.string().nullable().describe('A better query if nothing was found'),
  })
  .meta({ id: 'SearchResults' });

export const papersAnswer = listAnswer(paper).meta({ id: 'Papers' });

export const sourceAnswer = sourceHealth
  .extend({
    healthy: z.boolean().nullable().describe('null before the first fetch'),
    reason: z.string().nullable().describe('Why it is not healthy'),
  })
  .meta({ id: 'Source' });

export const sourcesAnswer = listAnswer(sourceAnswer).meta({ id: 'Sources' });
