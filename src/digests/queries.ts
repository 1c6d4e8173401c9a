import type { DbClient } from '../db/client.ts';
import { type Day, dateOf } from '../lib/dates.ts';
import { Problem } from '../lib/errors/problem.ts';
import {
  type Digest,
  digestFrom,
  type DigestKind,
  frozenPaper,
  poolSize,
  type Pooled,
  publicDigest,
} from './digest.ts';
import { type IssuePaper, issuesOf } from './sql.ts';

/** A 404 for a day without a digest. */
export function noDigest(kind: DigestKind, date: Day): Problem {
  return new Problem(
    404,
    'No such digest',
    `There is no ${kind} digest for ${date} yet: compose it first.`,
  );
}

export async function digestOf(
  { prisma }: DbClient,
  kind: DigestKind,
  date: Day,
): Promise<Digest | undefined> {
  const row = await prisma.digest.findUnique({
    where: { kind_date: { kind, date: dateOf(date) } },
  });
  return row === null ? undefined : digestFrom(row);
}

/** The ranked pool. Its first `issueSize` papers are the issue. */
export async function poolOf(
  { prisma }: DbClient,
  digestId: number,
  maximum = poolSize,
): Promise<Pooled[]> {
  const rows = await prisma.digestPaper.findMany({
    select: { rank: true, score: true, content: true },
    where: { digestId, rank: { lte: maximum } },
    orderBy: { rank: 'asc' },
  });
  return rows.map(({ content, ...place }) => ({ ...place, content: frozenPaper.parse(content) }));
}

/** The number of papers in a pool. */
export function poolCount({ prisma }: DbClient, digestId: number): Promise<number> {
  return prisma.digestPaper.count({ where: { digestId } });
}

/** The paper ids of a pool, best first. */
export async function poolIds({ prisma }: DbClient, digestId: number): Promise<number[]> {
  const rows = await prisma.digestPaper.findMany({
    select: { paperId: true },
    where: { digestId },
    orderBy: { rank: 'asc' },
  });
  return rows.map(({ paperId }) => paperId);
}

/** Public digests, newest first. */
export async function publicDigests(
  { prisma }: DbClient,
  kind: DigestKind,
  before: Day | null,
  limit: number,
): Promise<Digest[]> {
  const rows = await prisma.digest.findMany({
    where: { ...publicDigest, kind, ...(before === null ? {} : { date: { lt: dateOf(before) } }) },
    orderBy: { date: 'desc' },
    take: limit,
  });
  return rows.map(digestFrom);
}

/** The titles of the issues of these digests, best first, by digest id. */
export async function issueTitles(
  db: DbClient,
  digestIds: number[],
): Promise<Map<number, string[]>> {
  const issues = await issuesOf(db, digestIds);
  return new Map(
    issues.map(({ digestId, papers }) => [digestId, papers.map(({ title }) => title)]),
  );
}

/** A digest with the papers of its issue. */
type FrontPage = Digest & { readyAt: Date; papers: IssuePaper[] };

/** The newest public digests of both kinds, with the papers of their issues. */
export async function frontPages(db: DbClient, limit: number): Promise<FrontPage[]> {
  const rows = await db.prisma.digest.findMany({
    where: { ...publicDigest, papers: { some: {} } },
    orderBy: [{ date: 'desc' }, { kind: 'asc' }],
    take: limit,
  });
  const ids = rows.map(({ id }) => id);
  const issues = new Map(
    (await issuesOf(db, ids)).map(({ digestId, papers }) => [digestId, papers]),
  );
  return rows.map(digestFrom).flatMap(({ readyAt, ...digest }) => {
    return readyAt === null ? [] : [{ ...digest, readyAt, papers: issues.get(digest.id) ?? [] }];
  });
}

/** A digest as it was queued for one subscriber. */
interface OwnDigest {
  /** The personal list, or null for the issue. */
  ranks: number[] | null;
  language: string | null;
}

/**
 * Returns what was queued for a subscriber. Undefined if there is no delivery or the subscriber was
 * erased.
 */
export async function ownDigest(
  { prisma }: DbClient,
  digestId: number,
  subscriberId: number,
): Promise<OwnDigest | undefined> {
  const [delivery, subscriber] = await Promise.all([
    prisma.delivery.findUnique({
      select: { selectionId: true },
      where: { digestId_subscriberId: { digestId, subscriberId } },
    }),
    prisma.subscriber.findUnique({ select: { language: true }, where: { id: subscriberId } }),
  ]);
  if (delivery === null || subscriber === null) return undefined;
  const { selectionId: id } = delivery;
  if (id === null) return { ranks: null, ...subscriber };
  const { ranks } = await prisma.selection.findUniqueOrThrow({
    select: { ranks: true },
    where: { id },
  });
  return { ranks, ...subscriber };
}
