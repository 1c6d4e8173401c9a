import type { Paper } from '../paper.ts';
import { priorOf } from './prior.ts';
import { priorWeights } from './prior-weights.ts';
import type { Rankable, Signals } from './rankable.ts';
import { type Reason, reasonsOf } from './reasons.ts';

export interface Ranked<T extends Rankable = Paper> {
  paper: T;
  /** Expected final upvotes, in doublings. */
  score: number;
  reasons: Reason[];
}

/**
 * The doublings of upvotes that a paper is credited with at the start of its listing day for what
 * it has yet to gain, and the hours until half of the bonus is gone. Real papers gain more (one
 * doubling after 08:00). This value is enough to find the best papers of three days. A larger one
 * would rank good papers of two days ago too low (docs/relevance.md).
 */
export const ageBonus = { doublings: 0.5, halfLife: 12 };

/**
 * Ranks papers by their expected final upvotes: the current ones plus what papers of this age still
 * gain. Papers of the same age are in the order of their upvotes. Ties are broken by growth,
 * comments and code, then by the order of listing. A paper with unknown upvotes gets the mean of
 * the known ones, adjusted by its content (`priorOf`).
 */
export function rankPapers<T extends Rankable>(
  papers: T[],
  now: Date,
  signals: ReadonlyMap<number, Signals> = new Map(),
  bonus = ageBonus,
): Ranked<T>[] {
  const expected = expectation(papers, now, signals, bonus);
  return papers
    .map((paper) => ({ paper, score: expected(paper), signals: signals.get(paper.id) }))
    .toSorted((a, b) => b.score - a.score || byDetails(a, b))
    .map(({ paper, score, signals: known }) => ({
      paper,
      score: Math.round(score * 1e6) / 1e6,
      reasons: reasonsOf(paper, known),
    }));
}

function expectation(
  papers: Rankable[],
  now: Date,
  signals: ReadonlyMap<number, Signals>,
  { doublings, halfLife }: typeof ageBonus,
) {
  const known = papers.filter(({ upvotes }) => upvotes !== null);
  const voted = (paper: Rankable) =>
    Math.log2(1 + (paper.upvotes ?? 0)) + doublings * 2 ** (-ageInHours(paper, now) / halfLife);
  const prior = (paper: Rankable) => priorOf(paper, signals.get(paper.id));
  const [meanVoted, meanPrior] = [mean(known.map(voted)), mean(known.map(prior))];
  return (paper: Rankable): number =>
    paper.upvotes === null
      ? meanVoted +
        prior(paper) -
        meanPrior +
        priorWeights.waiting * Math.floor(ageInHours(paper, now) / 24)
      : voted(paper);
}

function ageInHours({ listedOn }: Rankable, now: Date): number {
  return Math.max(0, (now.getTime() - Date.parse(listedOn)) / 3_600_000);
}

interface Placed {
  paper: Rankable;
  signals: Signals | undefined;
}

function byDetails(a: Placed, b: Placed): number {
  const details = ({ paper, signals }: Placed) => [
    signals?.growth?.upvotes ?? 0,
    paper.comments ?? 0,
    paper.codeUrl === null ? 0 : 1,
    paper.stars ?? 0,
    -paper.id,
  ];
  const other = details(b);
  return details(a).reduce((order, detail, place) => order || (other[place] ?? 0) - detail, 0);
}

function mean(values: number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
