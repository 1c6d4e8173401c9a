import type { z } from 'zod';
import type { Context } from '../context.ts';
import type { Day } from '../lib/dates.ts';
import type { digestAnswer } from './answers.ts';
import type { Digest, DigestKind } from './digest.ts';
import { reasonText } from '../papers/ranking/reason-text.ts';
import { countsOf } from './progress.ts';
import { digestOf, noDigest, poolOf } from './queries.ts';

/**
 * A digest in the format of the API.
 * @throws Problem 404
 */
export async function digestAnswerOf(ctx: Context, kind: DigestKind, date: Day) {
  const found = await digestOf(ctx.db, kind, date);
  if (found === undefined) throw noDigest(kind, date);
  return view(ctx, found);
}

async function view(ctx: Context, digest: Digest): Promise<z.output<typeof digestAnswer>> {
  const papers = await poolOf(ctx.db, digest.id, digest.issueSize);
  return {
    date: digest.date,
    kind: digest.kind,
    status: digest.status,
    reason: digest.reason,
    subject: digest.subject,
    sendAt: digest.sendAt,
    papers: papers.map(({ rank, score, content }) => ({
      rank,
      id: content.id,
      title: content.title,
      score,
      reasons: content.reasons,
      reason: reasonText(ctx.words('en'), content.reasons),
    })),
    counts: await countsOf(ctx.db, digest),
  };
}
