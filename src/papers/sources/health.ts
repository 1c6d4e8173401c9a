import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { failureText, type SourceFailure, sourceFailure } from './failure.ts';
import { fetchSummaries } from './sql.ts';

export const sourceHealth = z.object({
  /** The source as written in PAPER_SOURCES. */
  source: z.string(),
  checkedAt: z.date().nullable(),
  succeededAt: z.date().nullable(),
  /** The number of papers of its day that the last successful fetch found. */
  papers: z.number().nullable(),
  /** The usual number of papers at that hour of the weekday. */
  usual: z.number().nullable(),
  /** Null before the first fetch. */
  healthy: z.boolean().nullable(),
  /** Why the source is unhealthy. */
  failure: sourceFailure.nullable(),
  /** The failure in English. */
  reason: z.string().nullable(),
});
export type SourceHealth = z.output<typeof sourceHealth>;

/**
 * A fetch with less than this share of the usual number has too few papers. Below the minimum
 * number, no comparison is made.
 */
const minimumShare = 0.3;
const minimumUsual = 5;

/**
 * The health of the configured sources: whether they respond, and with about the usual number of
 * papers.
 */
export async function sourcesHealth(ctx: Context): Promise<SourceHealth[]> {
  const names = ctx.config.sources.filter((name) => name !== 'sample');
  const summaries = await fetchSummaries(ctx.db, names);
  return summaries.map((summary) => {
    const failure = summary.failure ?? fewPapers(summary);
    return {
      ...summary,
      failure,
      healthy: summary.checkedAt === null ? null : failure === null,
      reason: failure === null ? null : failureText(ctx.words('en'), failure),
    };
  });
}

function fewPapers({
  papers,
  usual,
}: {
  papers: number | null;
  usual: number | null;
}): SourceFailure | null {
  if (papers === null || usual === null || usual < minimumUsual || papers >= usual * minimumShare)
    return null;
  return { code: 'few-papers', papers, usual: Math.round(usual) };
}

/** The sources that delay a digest. */
export async function unhealthySources(ctx: Context): Promise<SourceHealth[]> {
  return (await sourcesHealth(ctx)).filter(({ healthy }) => healthy === false);
}

/** A past fetch: the number of papers of that day, or why it failed. */
export interface PastFetch {
  fetchedAt: Date;
  papers: number | null;
  failure: SourceFailure | null;
}

/** The last fetches from a source, newest first. */
export async function fetchesOf(
  { prisma }: DbClient,
  source: string,
  limit: number,
): Promise<PastFetch[]> {
  const rows = await prisma.sourceFetch.findMany({
    where: { source },
    orderBy: { fetchedAt: 'desc' },
    take: limit,
    select: { fetchedAt: true, papers: true, failure: true },
  });
  return rows.map(({ failure, ...row }) => ({
    ...row,
    failure: sourceFailure.nullable().parse(failure),
  }));
}
