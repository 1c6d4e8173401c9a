import { z } from 'zod';
import type { DbClient } from '../db/client.ts';
import { dateOf, day } from '../lib/dates.ts';
import type { DigestSummary } from './answers.ts';
import {
  type Digest,
  digestFrom,
  digestKind,
  type DigestKind,
  type digestStatus,
} from './digest.ts';

/** The last digest of the previous page. */
const place = z.tuple([day, digestKind]);
type Place = z.output<typeof place>;

/** The `cursor` of the list of digests. */
export const digestCursor = z
  .string()
  .max(200)
  .transform((text, ctx): Place => {
    const parsed = place.safeParse(Buffer.from(text, 'base64url').toString().split(' '));
    if (parsed.success) return parsed.data;
    ctx.addIssue({ code: 'custom', message: 'the nextCursor of an earlier response' });
    return z.NEVER;
  });

interface ListRequest {
  kind?: DigestKind | undefined;
  status?: z.output<typeof digestStatus> | undefined;
  after?: Place | undefined;
  limit: number;
}

/** Lists digests, newest first, daily before weekly. */
export async function listDigests(
  { prisma }: DbClient,
  { kind, status, after, limit }: ListRequest,
): Promise<{ items: DigestSummary[]; nextCursor: string | null }> {
  const rows = await prisma.digest.findMany({
    where: {
      ...(kind === undefined ? {} : { kind }),
      ...(status === undefined ? {} : { status }),
      ...(after === undefined ? {} : { OR: beyond(after) }),
    },
    orderBy: [{ date: 'desc' }, { kind: 'asc' }],
    take: limit + 1,
  });
  const items = rows.slice(0, limit).map((row) => summaryOf(digestFrom(row)));
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return {
    items,
    nextCursor: more ? Buffer.from(`${last.date} ${last.kind}`).toString('base64url') : null,
  };
}

function summaryOf({ date, kind, status, reason, subject, sendAt }: Digest): DigestSummary {
  return { date, kind, status, reason, subject, sendAt };
}

function beyond([date, kind]: Place) {
  const on = dateOf(date);
  return [
    { date: { lt: on } },
    ...(kind === 'daily' ? [{ date: on, kind: 'weekly' as const }] : []),
  ];
}
