import type { Context } from '../context.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import type { Words } from '../lib/i18n/words.ts';
import type { Paper } from './paper.ts';
import type { Reason } from './ranking/reasons.ts';
import { signalsOf } from './ranking/signals.ts';
import { rankPapers } from './ranking/trending.ts';
import { latestDay, neighbouringDays, papersOfDay } from './reading.ts';

export const sorts = ['trending', 'upvotes', 'newest'] as const;
export type Sort = (typeof sorts)[number];

/**
 * Returns the papers of a day in the requested order, and the neighboring days.
 * @throws WordedProblem 404 for a future day
 */
export async function dayView(
  ctx: Context,
  requested: string | undefined,
  today: string,
  sort: Sort,
) {
  if (requested !== undefined && requested > today) throw new WordedProblem(404, 'daily-not-yet');
  const latest = await latestDay(ctx.db, today);
  const shown = requested ?? latest ?? today;
  const [listed, neighbours] = await Promise.all([
    papersOfDay(ctx.db, shown),
    neighbouringDays(ctx.db, shown, today),
  ]);
  const real = listed.filter(({ source }) => source !== 'sample');
  const papers = real.length > 0 ? real : listed;
  return {
    day: shown,
    isToday: shown === today,
    isLatest: requested === undefined,
    sort,
    ...neighbours,
    sample: papers.some(({ source }) => source === 'sample'),
    papers: await sorted(ctx, papers, sort),
  };
}

type Shown = Paper & { reasons: Reason[]; score?: number };

async function sorted(ctx: Context, papers: Paper[], sort: Sort): Promise<Shown[]> {
  const ranked = rankPapers(papers, ctx.now(), await signalsOf(ctx.db, papers, ctx.now()));
  if (sort === 'trending')
    return ranked.map(({ paper, score, reasons }) => ({ ...paper, score, reasons }));
  return ranked.map(({ paper, reasons }) => ({ ...paper, reasons })).toSorted(orders[sort]);
}

const orders: Record<Exclude<Sort, 'trending'>, (a: Paper, b: Paper) => number> = {
  upvotes: (a, b) => (b.upvotes ?? -1) - (a.upvotes ?? -1) || a.id - b.id,
  newest: (a, b) => (b.publishedOn ?? '').localeCompare(a.publishedOn ?? '') || b.id - a.id,
};

/** The links that change the sort order of a day. */
export function sortChoices(words: Words, day: string, current: Sort) {
  const labels: Record<Sort, string> = {
    trending: words.t('daily-sort-trending'),
    upvotes: words.t('daily-sort-upvotes'),
    newest: words.t('daily-sort-newest'),
  };
  return sorts.map((sort) => ({
    href: `/papers?date=${day}${sort === 'trending' ? '' : `&sort=${sort}`}`,
    label: labels[sort],
    current: sort === current,
  }));
}
