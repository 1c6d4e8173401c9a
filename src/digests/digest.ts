import { z } from 'zod';
import { paper } from '../papers/paper.ts';
import { reason } from '../papers/ranking/reasons.ts';
import { sql, type Sql } from '../db/sql.ts';

export const digestKind = z.enum(['daily', 'weekly'], 'daily or weekly');
export type DigestKind = z.output<typeof digestKind>;

export const digestStatus = z.enum(
  ['draft', 'ready', 'sending', 'sent', 'paused', 'cancelled', 'skipped'],
  'draft, ready, sending, sent, paused, cancelled or skipped',
);

/** Deliveries by state. */
export const counts = z.object({
  queued: z.int(),
  sending: z.int(),
  sent: z.int(),
  deferred: z.int(),
  failed: z.int(),
  skipped: z.int(),
  uncertain: z.int(),
});
export type Counts = z.output<typeof counts>;

/** The issue of one day: its row. */
export const digest = z.object({
  id: z.number(),
  kind: digestKind,
  date: z.string(),
  status: digestStatus,
  reason: z.string().nullable(),
  subject: z.string(),
  issueSize: z.number(),
  startsAt: z.date(),
  readyAt: z.date().nullable(),
  draftSince: z.date().nullable(),
  sendAt: z.date().nullable(),
  finalCounts: counts.nullable(),
});
export type Digest = z.output<typeof digest>;

/** A digest in a list of the API. */
export const digestSummary = digest.pick({
  date: true,
  kind: true,
  status: true,
  reason: true,
  subject: true,
  sendAt: true,
});
export type DigestSummary = z.output<typeof digestSummary>;

export const digestColumns: Sql = sql`digest.id, digest.kind, digest.date, digest.status, digest.reason, digest.subject,
  digest.issue_size "issueSize", digest.starts_at "startsAt", digest.ready_at "readyAt", digest.draft_since "draftSince",
  digest.send_at "sendAt",
  digest.final_counts "finalCounts"`;

/** A paper of a pool, as it was when the digest was composed, and why it stands there. */
export const pooled = z.object({
  rank: z.number(),
  score: z.number(),
  content: paper.extend({ reasons: z.array(reason) }),
});
export type Pooled = z.output<typeof pooled>;
