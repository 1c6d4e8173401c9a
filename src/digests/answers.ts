import { z } from 'zod';
import { day } from '../lib/dates.ts';
import type { Words } from '../lib/i18n/words.ts';
import { listAnswer } from '../lib/pagination.ts';
import { domainResult } from '../outbox/sql/domain-results.ts';
import { rankedPaper } from '../papers/answers.ts';
import { reasonText } from '../papers/ranking/reason-text.ts';
import { counts, digestKind, digestStatus, type Pooled } from './digest.ts';
import { digestReason } from './reason.ts';

/** A digest in a list of the API. */
const digestSummary = z.object({
  date: day,
  kind: digestKind,
  status: digestStatus,
  reason: digestReason.nullable(),
  subject: z.string(),
  sendAt: z.date().nullable(),
});
export type DigestSummary = z.output<typeof digestSummary>;

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

/** Results by recipient domain. */
export const domainsAnswer = listAnswer(domainResult).meta({ id: 'DigestDomains' });

export const digestsAnswer = listAnswer(digestSummary).meta({ id: 'Digests' });

/** The archive. Its cursor is a date, passed as `before`. */
export const archiveAnswer = listAnswer(
  digestSummary.pick({ date: true, kind: true, subject: true, status: true }),
).meta({
  id: 'Archive',
});

/** An issue as subscribers receive it. */
export const issueAnswer = z
  .object({
    date: day,
    kind: digestKind,
    subject: z.string(),
    papers: z.array(rankedPaper.extend({ rank: z.int() })),
  })
  .meta({ id: 'Issue' });

/** The papers of a list in the format of `issueAnswer`, ranked by their position. */
export function rankedPapers(words: Words, list: Pooled[]) {
  return list.map(({ content }, place) => ({
    rank: place + 1,
    ...content,
    reason: reasonText(words, content.reasons),
  }));
}

/** Descriptions of route parameters. */
export const digestDateText = 'The date of the digest; for a weekly digest, its Monday';
export const digestKindText = 'The kind of the digest';
