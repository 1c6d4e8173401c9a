import { z } from 'zod';
import { day } from '../lib/dates.ts';
import { listAnswer } from '../lib/pagination.ts';
import { rankedPaper } from '../papers/answers.ts';
import { counts, digest, digestKind, digestSummary } from './digest.ts';

/** A digest as the API shows it. */
export const digestAnswer = digestSummary
  .extend({
    papers: z
      .array(
        rankedPaper
          .pick({ id: true, title: true, reasons: true, reason: true })
          .extend({ rank: z.int(), score: z.number() }),
      )
      .describe('The issue, best first'),
    counts: counts.describe('Deliveries by state'),
  })
  .meta({ id: 'Digest' });

export const digestsAnswer = listAnswer(digestSummary).meta({ id: 'Digests' });

/** The archive; its cursor is a date, for `before`. */
export const archiveAnswer = listAnswer(digest.pick({ date: true, kind: true, subject: true, status: true })).meta({
  id: 'Archive',
});

/** An issue as subscribers get it. */
export const issueAnswer = z
  .object({
    date: day,
    kind: digestKind,
    subject: z.string(),
    papers: z.array(rankedPaper.extend({ rank: z.int() })),
  })
  .meta({ id: 'Issue' });
