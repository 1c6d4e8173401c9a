import type { Day } from '../calendar.ts';
import type { Paper } from './paper.ts';

export interface Ranked {
  paper: Paper;
  score: number;
  /** Why it stands where it stands, one line per part of the score, strongest first. */
  reasons: string[];
}

/** Upvotes and comments that came in the last day, where the history knows. */
export type Rises = ReadonlyMap<number, { upvotes: number; comments: number }>;

/** Doubling the upvotes is worth one point; each weight says how many points the other signals are worth. */
export const weights = {
  upvotes: 1,
  /** A comment costs its author more than an upvote, and there are fewer of them. */
  comments: 0.8,
  /** What rises today will be read tomorrow; less than the total, which it is part of. */
  rise: 0.5,
  /** A paper loses half of its upvotes' worth per day, so that a Monday digest is not Friday's. */
  age: -1,
  /** Code can be tried at once. */
  code: 0.3,
};

/**
 * Trending on a day: a sum of logarithms of upvotes, comments and their growth, less age since listing.
 * An unknown number of upvotes counts as the mean of the known ones, not as 0: the paper ranks by the rest.
 * Equal scores keep the order in which the papers were listed (their ids).
 */
export function rankPapers(papers: Paper[], on: Day, rises: Rises = new Map()): Ranked[] {
  const known = papers.flatMap((paper) => (paper.upvotes === null ? [] : [Math.log2(1 + paper.upvotes)]));
  const mean = known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
  return papers
    .map((paper) => rank(paper, on, mean, rises))
    .toSorted((a, b) => b.score - a.score || a.paper.id - b.paper.id);
}

function rank(paper: Paper, on: Day, mean: number, rises: Rises): Ranked {
  const age = Math.max(0, (Date.parse(on) - Date.parse(paper.listedOn)) / 86_400_000);
  const rise = rises.get(paper.id);
  const parts = [
    paper.upvotes === null
      ? { points: weights.upvotes * mean, reason: 'upvotes unknown, counted as the mean' }
      : { points: weights.upvotes * Math.log2(1 + paper.upvotes), reason: count(paper.upvotes, 'upvote') },
    { points: weights.comments * Math.log2(1 + (paper.comments ?? 0)), reason: count(paper.comments ?? 0, 'comment') },
    { points: weights.rise * Math.log2(1 + (rise?.upvotes ?? 0)), reason: `${rise?.upvotes ?? 0} upvotes in a day` },
    { points: weights.code * (paper.codeUrl === null ? 0 : 1), reason: 'code is there' },
    { points: weights.age * age, reason: `listed ${count(age, 'day')} ago` },
  ];
  const score = parts.reduce((sum, part) => sum + part.points, 0);
  const reasons = parts
    .filter((part) => part.points !== 0)
    .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map((part) => `${part.reason} (${part.points < 0 ? '−' : '+'}${Math.abs(part.points).toFixed(2)})`);
  return { paper, score: Math.round(score * 1e6) / 1e6, reasons };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
