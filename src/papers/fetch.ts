import { z } from 'zod';
import { addDays, dayIn } from '../calendar.ts';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { dealSamplePapers } from './sample.ts';
import { savePapers } from './save.ts';
import { arxiv } from './sources/arxiv.ts';
import { huggingFace } from './sources/huggingface.ts';
import { askFor } from './sources/request.ts';
import { type PaperSource, SourceError } from './sources/source.ts';

/** What a fetch brought, over all sources. */
export interface FetchReport {
  added: number;
  updated: number;
  unchanged: number;
  /** Items that could not be read. */
  skipped: string[];
  /** The sources that failed, and why. */
  failed: { source: string; reason: string }[];
}

/** Days back whose upvotes and comments are looked at again. */
const refreshed = 7;

/** Fetches today's papers, and the counts of the last 7 days, from every source in use. One that fails stops no other. */
export async function fetchPapers(ctx: Context): Promise<FetchReport> {
  const today = dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());
  const report: FetchReport = { added: 0, updated: 0, unchanged: 0, skipped: [], failed: [] };
  for (const name of ctx.config.sources) {
    if (name === 'sample') {
      count(report, await dealSamplePapers(ctx, today));
      continue;
    }
    const source = sourceOf(ctx, name);
    try {
      // A day of the future is an error for the source: its days are UTC's.
      const newest = [today, dayIn('UTC', ctx.now())].toSorted()[0] ?? today;
      const days = Array.from({ length: refreshed + 1 }, (_, back) => addDays(newest, -back));
      const { papers, skipped } = await source.fetch(askFor(ctx, source), days);
      count(report, await savePapers(ctx.db, papers, { source: source.name, listedOn: today, now: ctx.now() }));
      report.skipped.push(...skipped);
      await remember(ctx, source.name, papers.length, null);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      ctx.log.warn({ event: 'papers.source-failed', source: name, reason: error.message });
      report.failed.push({ source: name, reason: error.message });
      await remember(ctx, source.name, null, error.message);
    }
  }
  return report;
}

function sourceOf({ config }: Context, name: string): PaperSource {
  if (name === 'huggingface') return huggingFace(config.HUGGINGFACE_URL);
  const { ARXIV_API_URL: apiUrl, ARXIV_RSS_URL: rssUrl } = config;
  return arxiv({ apiUrl, rssUrl }, name.slice('arxiv:'.length).split('+'));
}

function count(report: FetchReport, saved: { added: number; updated: number; unchanged: number }): void {
  report.added += saved.added;
  report.updated += saved.updated;
  report.unchanged += saved.unchanged;
}

/** A source's health, for `/readyz`. */
async function remember(ctx: Context, source: string, found: number | null, error: string | null): Promise<void> {
  await ctx.db.run(sql`insert into source_state (source, checked_at, succeeded_at, error, last_count)
    values (${source}, ${ctx.now()}, ${error === null ? ctx.now() : null}, ${error}, ${found})
    on conflict (source) do update set checked_at = excluded.checked_at, error = excluded.error,
      succeeded_at = coalesce(excluded.succeeded_at, source_state.succeeded_at),
      last_count = coalesce(excluded.last_count, source_state.last_count)`);
}

/** Less than this share of what the same weekday usually brings is far fewer than usual. */
const thinShare = 0.3;

/** The sources that gave far fewer papers for a day than they did on the same weekday of the last four weeks, and what. */
export async function thinSources(ctx: Context, day: string): Promise<string[]> {
  const names = ctx.config.sources.map((name) => name.split(':')[0] ?? '').filter((name) => name !== 'sample');
  const rows = await ctx.db.rows(
    z.object({ source: z.string(), today: z.number(), usual: z.number() }),
    sql`select source, count(*) filter (where listed_on = ${day}::date) as today,
        count(*) filter (where listed_on < ${day}::date)::float8
          / count(distinct listed_on) filter (where listed_on < ${day}::date) as usual
      from paper where source = any(${names}::text[])
        and listed_on = any(select ${day}::date - 7 * weeks from generate_series(0, 4) as weeks)
      group by source having count(distinct listed_on) filter (where listed_on < ${day}::date) >= 2`,
  );
  return rows
    .filter(({ today, usual }) => today < usual * thinShare)
    .map(({ source, today, usual }) => `${source}: ${today} papers, usually about ${Math.round(usual)}`);
}
