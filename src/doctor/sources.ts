import type { Context } from '../context.ts';
import { countPapers } from '../papers/sources/fetch.ts';
import { type SourceHealth, sourcesHealth } from '../papers/sources/health.ts';
import { failureText, SourceError } from '../papers/sources/failure.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { counted } from './report.ts';
import { isServing } from './settings.ts';

/** Hours without a successful fetch after which an hourly source counts as failing. */
const maximumAge = 6;

/** Requests papers from each source once, without storing them. */
export async function examineSources(ctx: Context): Promise<Finding[]> {
  const health = await sourcesHealth(ctx);
  const invented = ctx.config.sources.includes('sample') ? [samples(ctx)] : [];
  if (health.length === 0)
    return [...invented, ...(invented.length > 0 ? [] : [await imports(ctx)])];
  return [...invented, ...(await Promise.all(health.map((one) => source(ctx, one))))];
}

async function source(
  ctx: Context,
  { source: name, succeededAt, reason }: SourceHealth,
): Promise<Finding> {
  const check = `source ${name}`;
  const fix =
    'Check that this machine can reach it (proxy, firewall); meanwhile, import papers: daily-papers papers import';
  try {
    const papers = await countPapers(ctx, name);
    const since =
      succeededAt === null
        ? 'never fetched'
        : `last fetched ${succeededAt.toISOString().slice(0, 16)}Z`;
    if (reason !== null)
      return warn(
        check,
        `works now (${counted(papers, 'paper')}), but the last fetch failed: ${reason}`,
        'Fetch again: daily-papers papers fetch',
      );
    if (papers === 0 && succeededAt === null)
      return warn(check, 'works, but has no papers', 'Check its name in PAPER_SOURCES');
    return ok(check, `works, ${counted(papers, 'paper')}; ${since}`);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const age =
      succeededAt === null ? Infinity : (ctx.now().getTime() - succeededAt.getTime()) / 3_600_000;
    return (age > maximumAge ? fail : warn)(
      check,
      `fails: ${failureText(ctx.words('en'), error.failure)}`,
      fix,
    );
  }
}

function samples(ctx: Context): Finding {
  if (!isServing(ctx.config)) return ok('source sample', 'papers are made-up samples');
  return warn(
    'source sample',
    'readers get made-up sample papers',
    'Set PAPER_SOURCES to real sources, such as huggingface,arxiv:cs.CL',
  );
}

/** Without a source, papers have to be imported. */
async function imports(ctx: Context): Promise<Finding> {
  const newest = await ctx.db.prisma.paper.findFirst({
    where: { listedOn: { gt: new Date(ctx.now().getTime() - 4 * 86_400_000) } },
    orderBy: { listedOn: 'desc' },
    select: { listedOn: true },
  });
  if (newest !== null) {
    const day = newest.listedOn.toISOString().slice(0, 10);
    return ok('source', `none configured; papers are imported, the newest listed on ${day}`);
  }
  return warn(
    'source',
    'none configured, and no paper was listed in the last four days',
    'Set PAPER_SOURCES, or import papers: daily-papers papers import',
  );
}
