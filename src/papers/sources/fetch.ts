import { z } from 'zod';
import { addDays, type Day, dayIn } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import type { Progress } from '../../lib/progress.ts';
import { addSamplePapers } from './sample.ts';
import { savePapers } from '../import/save.ts';
import { arxiv } from './arxiv.ts';
import { huggingFace } from './huggingface.ts';
import { askFor } from './request.ts';
import { type PaperSource, SourceError, type Span } from './source.ts';

const counts = { added: z.int(), updated: z.int(), unchanged: z.int() };

/** What a fetch brought, over all sources and from each. */
export const fetchReport = z
  .object({
    ...counts,
    skipped: z.array(z.string()).describe('Items that could not be read'),
    failed: z
      .array(z.object({ source: z.string(), reason: z.string() }))
      .describe('Sources that failed, and why; what they answered before that is stored'),
    sources: z.array(z.object({ source: z.string(), ...counts })),
  })
  .meta({ id: 'FetchReport' });
export type FetchReport = z.output<typeof fetchReport>;

/** Days back whose upvotes and comments are looked at again. */
const refreshed = 7;

/** Fetches today's papers, and the counts of the last 7 days, from every source in use. One that fails stops no other. */
export async function fetchPapers(ctx: Context, onProgress: Progress = () => {}): Promise<FetchReport> {
  const today = dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());
  const report: FetchReport = { added: 0, updated: 0, unchanged: 0, skipped: [], failed: [], sources: [] };
  const { sources } = ctx.config;
  for (const [index, name] of sources.entries()) {
    const onPart = (share: number) => onProgress(Math.round((index + share) * 100), sources.length * 100);
    const before = { ...report };
    if (name === 'sample') count(report, await addSamplePapers(ctx, today));
    else await fetchFrom(ctx, name, today, report, onPart);
    report.sources.push({
      source: name,
      added: report.added - before.added,
      updated: report.updated - before.updated,
      unchanged: report.unchanged - before.unchanged,
    });
    onPart(1);
  }
  await trim(ctx);
  return report;
}

async function fetchFrom(
  ctx: Context,
  name: string,
  today: Day,
  report: FetchReport,
  onPart: (share: number) => void,
): Promise<void> {
  const source = sourceOf(ctx, name);
  const ask = askFor(ctx, source);
  const parts = source.parts(await spanOf(ctx, name, today));
  const ids: number[] = [];
  try {
    for (const [done, part] of parts.entries()) {
      onPart(done / parts.length);
      const { papers, skipped } = await part(ask);
      const saved = await savePapers(ctx.db, papers, { source: source.name, listedOn: today, now: ctx.now });
      count(report, saved);
      ids.push(...saved.ids);
      report.skipped.push(...skipped);
    }
    await remember(ctx, name, await countListed(ctx, ids, today), null);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    ctx.log.warn({ event: 'papers.source-failed', source: name, reason: error.message });
    report.failed.push({ source: name, reason: error.message });
    await remember(ctx, name, null, error.message);
  }
}

/** Asks a source for today, once, and keeps nothing. @returns how many papers it answers @throws SourceError */
export async function askSource(ctx: Context, name: string): Promise<number> {
  const source = sourceOf(ctx, name);
  const [part] = source.parts(await spanOf(ctx, name, dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now())));
  const fetched = await part?.(askFor(ctx, source, { timeout: 15_000, attempts: 1 }));
  return fetched?.papers.length ?? 0;
}

function sourceOf({ config }: Context, name: string): PaperSource {
  if (name === 'huggingface') return huggingFace(config.HUGGINGFACE_URL);
  const { ARXIV_API_URL: apiUrl, ARXIV_RSS_URL: rssUrl } = config;
  return arxiv({ apiUrl, rssUrl }, name.slice('arxiv:'.length).split('+'));
}

async function spanOf(ctx: Context, name: string, today: Day): Promise<Span> {
  // A day of the future is an error for a source: its days are UTC's.
  const newest = [today, dayIn('UTC', ctx.now())].toSorted()[0] ?? today;
  const last = await ctx.db.row(
    z.object({ at: z.date().nullable() }),
    sql`select max(at) as at from source_fetch where source = ${name} and error is null`,
  );
  return {
    days: Array.from({ length: refreshed + 1 }, (_, back) => addDays(newest, -back)),
    seen: last?.at == null ? null : dayIn(ctx.config.DIGEST_TIMEZONE, last.at),
  };
}

function count(report: FetchReport, saved: { added: number; updated: number; unchanged: number }): void {
  report.added += saved.added;
  report.updated += saved.updated;
  report.unchanged += saved.unchanged;
}

async function countListed(ctx: Context, ids: number[], day: Day): Promise<number> {
  const row = await ctx.db.row(
    z.object({ count: z.number() }),
    sql`select count(*) from paper where id = any(${ids}::int[]) and listed_on = ${day}::date`,
  );
  return row?.count ?? 0;
}

/** A source's health: what it gave for the day, or why it failed. */
async function remember(ctx: Context, source: string, papers: number | null, error: string | null): Promise<void> {
  await ctx.db.run(sql`insert into source_fetch (source, at, papers, error)
    values (${source}, ${ctx.now()}, ${papers}, ${error})
    on conflict (source, at) do update set papers = excluded.papers, error = excluded.error`);
}

/**
 * Keeps the history small: fetches for five weeks, and of the counts of papers that are no longer refreshed, each day's
 * last point (of 24). A year of a hundred papers a day is then 300,000 rows.
 */
async function trim(ctx: Context): Promise<void> {
  const today = dayIn('UTC', ctx.now());
  await ctx.db.run(sql`delete from source_fetch where at < ${ctx.now()}::timestamptz - interval '36 days'`);
  await ctx.db.run(sql`delete from paper_count as old using paper
    where paper.id = old.paper_id and listed_on between ${addDays(today, -30)}::date and ${addDays(today, -10)}::date
      and exists (select from paper_count as later where later.paper_id = old.paper_id and later.at > old.at
        and (later.at at time zone 'UTC')::date = (old.at at time zone 'UTC')::date)`);
}
