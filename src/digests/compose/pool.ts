import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import type { Digest as DigestRow } from '../../generated/prisma/client.ts';
import type { Day } from '../../lib/dates.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { Paper } from '../../papers/paper.ts';
import { type Reason, reasonsOf } from '../../papers/ranking/reasons.ts';
import { signalsOf } from '../../papers/ranking/signals.ts';
import { type Ranked, rankPapers } from '../../papers/ranking/trending.ts';
import { papersByIds, papersOfWindow } from '../../papers/reading.ts';
import { counts, type DigestKind, type Pooled, poolSize, shownStatuses } from '../digest.ts';
import { doubledSince } from './sql.ts';
import { windowOf } from './window.ts';

/** A paper of a pool before its rank is assigned. */
export type Unranked = Omit<Pooled, 'rank'>;

/** The ranked papers of a digest's window that no other issue of this kind contained. */
export async function rankedPool(
  ctx: Context,
  tx: DbClient,
  digest: { kind: DigestKind; date: Day; id?: number | undefined },
): Promise<Unranked[]> {
  const listed = await papersOfWindow(tx, await windowOf(tx, digest, ctx.config.DIGEST_WINDOW));
  const shown = await shownPapers(tx, digest, idsOf(listed));
  const papers = withoutSamples(listed.filter(({ id }) => !shown.has(id)));
  const signals = await signalsOf(tx, papers, ctx.now());
  const ranked = rankPapers(papers, ctx.now(), signals).slice(0, poolSize);
  const doubled =
    digest.kind === 'weekly' ? await doubledSince(tx, idsOf(papers)) : new Set<number>();
  return ranked.map((entry) => frozen(doubled.has(entry.paper.id) ? roseAgain(entry) : entry));
}

/**
 * Returns exactly these papers in this order.
 * @throws Problem 422 if a paper is unknown or was in another issue, or samples and real ones are
 *   mixed
 */
export async function chosenPool(
  tx: DbClient,
  digest: { kind: DigestKind; id?: number | undefined },
  ids: number[],
): Promise<Unranked[]> {
  const papers = await papersByIds(tx, [...new Set(ids)]);
  const unknown = ids.filter((id) => !papers.some((paper) => paper.id === id));
  if (unknown.length > 0)
    throw new Problem(
      422,
      'Unknown papers',
      `There are no papers with these ids: ${unknown.join(', ')}.`,
    );
  if (papers.some(isSample) && !papers.every(isSample))
    throw new Problem(
      422,
      'Sample papers',
      'A digest contains either sample papers or real ones; leave out one kind.',
    );
  const shown = await shownPapers(tx, digest, ids);
  if (shown.size > 0)
    throw new Problem(
      422,
      'Papers already used',
      `Another issue contains these papers; leave them out: ${[...shown].join(', ')}.`,
    );
  return papers.slice(0, poolSize).map((paper, index) => chosen(paper, -index));
}

/** A paper that an operator chose. */
export function chosen(paper: Paper, score: number): Unranked {
  const reasons: Reason[] = [{ code: 'chosen' }, ...reasonsOf(paper)];
  return { score, content: { ...paper, reasons } };
}

/**
 * Returns which of these papers were in another issue of this kind. A paper that was only in the
 * pool, or in a digest that reached nobody, may be shown again.
 */
export async function shownPapers(
  { prisma }: DbClient,
  { kind, id = 0 }: { kind: DigestKind; id?: number | undefined },
  paperIds: number[],
): Promise<Set<number>> {
  const rows = await prisma.digestPaper.findMany({
    select: {
      paperId: true,
      rank: true,
      digest: { select: { issueSize: true, finalCounts: true } },
    },
    where: {
      paperId: { in: paperIds },
      digest: { kind, id: { not: id }, status: { in: [...shownStatuses] } },
    },
  });
  return new Set(
    rows
      .filter(({ rank, digest }) => rank <= digest.issueSize && !reachedNobody(digest))
      .map(({ paperId }) => paperId),
  );
}

/** Whether a digest had readers, and every delivery expired, failed or was skipped. */
function reachedNobody(digest: Pick<DigestRow, 'finalCounts'>): boolean {
  const { sent = 0, uncertain = 0, ...others } = counts.nullable().parse(digest.finalCounts) ?? {};
  return sent + uncertain === 0 && Object.values(others).some((count) => count > 0);
}

/** Replaces the papers of a digest, best first. */
export async function writePool(
  { prisma }: DbClient,
  digestId: number,
  pool: Unranked[],
): Promise<void> {
  await prisma.digestPaper.deleteMany({ where: { digestId } });
  await prisma.digestPaper.createMany({
    data: pool.map(({ score, content }, index) => ({
      digestId,
      rank: index + 1,
      paperId: content.id,
      score,
      content,
    })),
  });
}

function frozen({ paper, score, reasons }: Ranked): Unranked {
  return { score, content: { ...paper, reasons } };
}

function roseAgain(entry: Ranked): Ranked {
  return { ...entry, reasons: [...entry.reasons, { code: 'rose-again' }] };
}

function idsOf(papers: Paper[]): number[] {
  return papers.map(({ id }) => id);
}

export function isSample({ source }: Pick<Paper, 'source'>): boolean {
  return source === 'sample';
}

/** A digest never mixes sample papers and real ones. */
function withoutSamples(papers: Paper[]): Paper[] {
  const real = papers.filter((paper) => !isSample(paper));
  return real.length > 0 ? real : papers;
}
