import { z } from 'zod';
import type { Context } from '../context.ts';
import { sql } from '../db/sql.ts';
import { askSource } from '../papers/sources/fetch.ts';
import { type SourceHealth, sourcesHealth } from '../papers/sources/health.ts';
import { SourceError } from '../papers/sources/source.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { isServing } from './settings.ts';

/** Hours without a success after which a source that is asked every hour is not only late. */
const patience = 6;

/** Whether papers come: each source is asked once, and nothing of its answer is kept. */
export async function examineSources(ctx: Context): Promise<Finding[]> {
  const health = await sourcesHealth(ctx);
  const invented = ctx.config.sources.includes('sample') ? [samples(ctx)] : [];
  if (health.length === 0) return [...invented, ...(invented.length > 0 ? [] : [await imports(ctx)])];
  return [...invented, ...(await Promise.all(health.map((one) => source(ctx, one))))];
}

async function source(ctx: Context, { source: name, succeededAt, reason }: SourceHealth): Promise<Finding> {
  const check = `source ${name}`;
  const mend =
    'See whether this machine may reach it (proxy, firewall); papers can be imported meanwhile: daily-papers papers import';
  try {
    const papers = await askSource(ctx, name);
    const since = succeededAt === null ? 'never before' : `last at ${succeededAt.toISOString().slice(0, 16)}Z`;
    if (reason !== null)
      return warn(
        check,
        `answers now (${papers} papers); at the last fetch: ${reason}`,
        'Fetch again: daily-papers papers fetch',
      );
    return ok(check, `answers, ${papers} papers; fetched ${since}`);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const age = succeededAt === null ? Infinity : (ctx.now().getTime() - succeededAt.getTime()) / 3_600_000;
    return (age > patience ? fail : warn)(check, `does not answer as it should: ${error.message}`, mend);
  }
}

function samples(ctx: Context): Finding {
  if (!isServing(ctx.config)) return ok('source sample', 'papers are invented');
  return warn(
    'source sample',
    'papers are invented, and readers get them',
    'Name real sources in PAPER_SOURCES, such as huggingface,arxiv:cs.CL',
  );
}

/** Without a source somebody imports. */
async function imports(ctx: Context): Promise<Finding> {
  const row = await ctx.db.row(
    z.object({ day: z.string().nullable() }),
    sql`select max(listed_on) as day from paper where listed_on > ${ctx.now()}::timestamptz - interval '4 days'`,
  );
  const day = row?.day ?? null;
  if (day !== null) return ok('source', `none is named; papers were imported, the newest listed on ${day}`);
  return warn(
    'source',
    'none is named, and no paper was listed for four days',
    'Set PAPER_SOURCES, or import: daily-papers papers import',
  );
}
