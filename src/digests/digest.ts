import { z } from 'zod';
import type { Digest as DigestRow, Prisma } from '../generated/prisma/client.ts';
import { DeliveryState, DigestKind, DigestStatus } from '../generated/prisma/enums.ts';
import { type Day, dayOf } from '../lib/dates.ts';
import { fullPaper } from '../papers/paper.ts';
import { reason } from '../papers/ranking/reasons.ts';
import { type DigestReason, reasonFrom } from './reason.ts';

export type { DigestKind };
export const digestKind = z.enum(DigestKind, 'daily or weekly');
export const digestStatus = z.enum(DigestStatus, `one of ${Object.keys(DigestStatus).join(', ')}`);

/** The statuses of issues that count as shown: sent, being sent, or to be sent. */
export const shownStatuses = ['ready', 'sending', 'paused', 'sent'] as const;

/** Number of deliveries by state. */
export const counts = z.record(z.enum(DeliveryState), z.int().min(0));
export type Counts = z.output<typeof counts>;

/** The issue of one day. */
export type Digest = Omit<DigestRow, 'date' | 'reason' | 'reasonParams' | 'finalCounts'> & {
  date: Day;
  reason: DigestReason | null;
  finalCounts: Counts | null;
};

export function digestFrom({ date, reason, reasonParams, finalCounts, ...row }: DigestRow): Digest {
  return {
    ...row,
    date: dayOf(date),
    reason: reasonFrom(reason, reasonParams),
    finalCounts: counts.nullable().parse(finalCounts),
  };
}

/** The name of a digest in the audit log. */
export function digestName({ kind, date }: { kind: DigestKind; date: Day }): string {
  return kind === 'weekly' ? `${date} weekly` : date;
}

/**
 * Public digests: those that were frozen. A database check prevents `ready_at` for drafts and
 * skipped days.
 */
export const publicDigest = { readyAt: { not: null } } as const satisfies Prisma.DigestWhereInput;

export function isPublic({ readyAt }: Pick<Digest, 'readyAt'>): boolean {
  return readyAt !== null;
}

/** Maximum number of papers of a pool. */
export const poolSize = 2_000;

/** A paper of a pool as it was when the digest was composed, with the reasons for its rank. */
export const frozenPaper = fullPaper.extend({ reasons: z.array(reason) });

/** A paper of a pool with its rank. 1 is the top. */
export interface Pooled {
  rank: number;
  score: number;
  content: z.output<typeof frozenPaper>;
}
