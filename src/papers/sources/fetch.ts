import { z } from 'zod';
import { addDays, type Day, dateOf, dayIn } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import type { Progress } from '../../lib/progress.ts';
import { savePapers, type Saved } from '../import/save.ts';
import { failureText, SourceError, type SourceFailure, sourceFailure } from './failure.ts';
import { clearPosition, positionOf, storePosition } from './position.ts';
import { openSource } from './registry.ts';
import { requestsTo, trimCache } from './request.ts';
import { addSamplePapers } from './sample.ts';
import type { Span } from './source.ts';
import { thinCounts } from './sql.ts';

const counts = { added: z.int(), updated: z.int(), unchanged: z.int() };

/** The result of a fetch, in total and by source. */
export const fetchReport = z
  .object({
    ...counts,
    skipped: z
      .array(z.string())
      .describe('Items that could not be read, each with its source and the reason'),
    failed: z
      .array(z.object({ source: z.string(), failure: sourceFailure, reason: z.string() }))
      .describe('Sources that failed, and why; what they returned before is stored'),
    sources: z.array(z.object({ source: z.string(), ...counts })),
  })
  .meta({ id: 'FetchReport' });
export type FetchReport = z.output<typeof fetchReport>;

/** The number of past days for which upvotes and comments are refreshed. */
const refreshedDays = 7;

/** Days for which fetches are stored: four weeks of the same weekday, plus one day. */
const historyDays = 36;

/**
 * Fetches today's papers and the counts of the last 7 days from every configured source. A failing
 * source does not stop the others.
 */
export async function fetchPapers(
  ctx: Context,
  onProgress: Progress = () => {},
): Promise<FetchReport> {
  const date = today(ctx);
  const { sources } = ctx.config;
  const report: FetchReport = {
    added: 0,
    updated: 0,
    unchanged: 0,
    skipped: [],
    failed: [],
    sources: [],
  };
  for (const [index, source] of sources.entries()) {
    onProgress(index, sources.length);
    const { saved, skipped, failure } =
      source === 'sample'
        ? { saved: await addSamplePapers(ctx, date), skipped: [], failure: null }
        : await fetchFrom(ctx, source, date);
    const { added, updated, unchanged } = saved;
    addCounts(report, saved);
    report.skipped.push(...skipped.map((reason) => `${source}: ${reason}`));
    report.sources.push({ source, added, updated, unchanged });
    if (failure !== null)
      report.failed.push({ source, failure, reason: failureText(ctx.words('en'), failure) });
  }
  onProgress(sources.length, sources.length);
  await trimHistory(ctx);
  return report;
}

interface FetchResult {
  saved: Saved;
  skipped: string[];
  failure: SourceFailure | null;
}

async function fetchFrom(ctx: Context, name: string, date: Day): Promise<FetchResult> {
  const source = openSource(ctx.config, name);
  const unfinished = await positionOf(ctx.db, name, date);
  const result: FetchResult = {
    saved: { added: 0, updated: 0, unchanged: 0, ids: unfinished?.paperIds ?? [] },
    skipped: [],
    failure: null,
  };
  const span = { ...(await spanOf(ctx, name, date)), position: unfinished };
  try {
    for await (const { papers, skipped, position } of source.fetch(requestsTo(ctx, source), span)) {
      const saved = await savePapers(ctx.db, papers, {
        source: source.name,
        listedOn: date,
        now: ctx.now,
      });
      addCounts(result.saved, saved);
      result.saved.ids.push(...saved.ids);
      result.skipped.push(...skipped);
      if (position !== undefined)
        await storePosition(ctx.db, name, date, { ...position, paperIds: result.saved.ids });
    }
    await clearPosition(ctx.db, name);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    result.failure = error.failure;
    ctx.log.warn(
      { event: 'papers.source-failed', source: name, failure: error.failure },
      'a paper source failed',
    );
  }
  if (result.skipped.length > 0)
    ctx.log.warn(
      { event: 'papers.items-skipped', source: name, items: result.skipped.slice(0, 10) },
      'some items of a paper source could not be read',
    );
  await recordFetch(ctx, name, span.days[0] ?? date, result);
  return result;
}

/**
 * Requests today's papers from a source once, without saving them.
 * @returns the number of papers
 * @throws SourceError
 */
export async function countPapers(ctx: Context, name: string): Promise<number> {
  const source = openSource(ctx.config, name);
  const span = await spanOf(ctx, name, today(ctx));
  for await (const { papers } of source.fetch(
    requestsTo(ctx, source, { timeout: 15_000, attempts: 1 }),
    span,
  )) {
    return papers.length;
  }
  return 0;
}

async function spanOf(ctx: Context, source: string, date: Day): Promise<Span> {
  // A source rejects a day that has not begun in UTC.
  const newest = [date, dayIn('UTC', ctx.now())].toSorted()[0] ?? date;
  const last = await ctx.db.prisma.sourceFetch.findFirst({
    where: { source, failure: { equals: Prisma.DbNull } },
    orderBy: { fetchedAt: 'desc' },
    select: { fetchedAt: true },
  });
  return {
    position: null,
    days: Array.from({ length: refreshedDays + 1 }, (_, back) => addDays(newest, -back)),
    lastFetch: last === null ? null : dayIn(ctx.config.DIGEST_TIMEZONE, last.fetchedAt),
  };
}

function addCounts(total: Omit<Saved, 'ids'>, { added, updated, unchanged }: Saved): void {
  total.added += added;
  total.updated += updated;
  total.unchanged += unchanged;
}

/** Records the number of papers of the source's newest day, or why the fetch failed. */
async function recordFetch(
  ctx: Context,
  source: string,
  date: Day,
  { saved, failure }: FetchResult,
): Promise<void> {
  const { prisma } = ctx.db;
  const papers = await prisma.paper.count({
    where: { id: { in: saved.ids }, listedOn: dateOf(date) },
  });
  const values = { papers: failure === null ? papers : null, failure: failure ?? Prisma.DbNull };
  const key = { source, fetchedAt: ctx.now() };
  await prisma.sourceFetch.upsert({
    where: { source_fetchedAt: key },
    create: { ...key, ...values },
    update: values,
  });
}

async function trimHistory(ctx: Context): Promise<void> {
  const oldest = new Date(ctx.now().getTime() - historyDays * 86_400_000);
  await ctx.db.prisma.sourceFetch.deleteMany({ where: { fetchedAt: { lt: oldest } } });
  await thinCounts(ctx.db, dayIn('UTC', ctx.now()));
  await trimCache(ctx.db, ctx.now());
}
