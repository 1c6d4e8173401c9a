import { z } from 'zod';
import { day } from '../lib/dates.ts';
import { listAnswer } from '../lib/pagination.ts';
import { rankedPaper } from '../papers/answers.ts';
import { counts, digest, digestKind } from './digest.ts';

/** A digest as the API shows it: `papers` are the issue, best first, and why each stands where it stands. */
export const digestAnswer = digest
  .pick({ date: true, kind: true, status: true, reason: true, subject: true, sendAt: true })
  .extend({
    papers: z.array(
      rankedPaper
        .pick({ id: true, title: true, reasons: true, reason: true })
        .extend({ rank: z.int(), score: z.number() }),
    ),
    counts,
  });

/** The archive; its cursor is a date, for `before`. */
export const archiveAnswer = listAnswer(digest.pick({ date: true, kind: true, subject: true, status: true }));

/** An issue as a reader has it. */
export const issueAnswer = z.object({
  date: day,
  kind: digestKind,
  subject: z.string(),
  papers: z.array(rankedPaper.extend({ rank: z.int() })),
});
