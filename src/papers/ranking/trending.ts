import type { Day } from '../../lib/dates.ts';
import type { Paper } from '../paper.ts';

/** What the ranking looks at. */
export type Rankable = Pick<Paper, 'id' | 'listedOn' | 'upvotes' | 'comments' | 'codeUrl'>;

export interface Ranked<T extends Rankable = Paper> {
  paper: T;
  score: number;
  /** Why it stands where it stands, one line per part of the score, strongest first. */
  reasons: string[];
}

/** Upvotes and comments that came within so many hours, where the history knows. */
export interface Rise {
  upvotes: number;
  comments: number;
  hours: number;
}
export type Rises = ReadonlyMap<number, Rise>;

/** Points per unit of each signal; docs/trending.md has the reason for each, and how to measure others. */
export interface Weights {
  /** Per doubling of the upvotes: the measure of all others. */
  upvotes: number;
  /** Per doubling of the comments. */
  comments: number;
  /** Per doubling of the upvotes and comments that come in a day at the present pace. */
  rise: number;
  /** Per day since it was listed. */
  age: number;
  /** Where code can be tried at once. */
  code: number;
}

export const standard: Weights = { upvotes: 1, comments: 0.2, rise: 1, age: -1, code: 0.3 };

/**
 * Trending on a day: a sum of logarithms of upvotes, comments and their growth, less age since listing.
 * An unknown number of upvotes counts as the mean of the known ones, not as 0: the paper ranks by the rest.
 * Equal scores keep the order in which the papers were listed (their ids).
 */
export function rankPapers<T extends Rankable>(
  papers: T[],
  on: Day,
  rises: Rises = new Map(),
  weights: Weights = standard,
): Ranked<T>[] {
  const known = papers.flatMap((paper) => (paper.upvotes === null ? [] : [Math.log2(1 + paper.upvotes)]));
  const mean = known.length === 0 ? 0 : known.reduce((sum, value) => sum + value, 0) / known.length;
  return papers
    .map((paper) => ({ paper, ...scoreOf(partsOf(paper, on, mean, rises.get(paper.id), weights)) }))
    .toSorted((a, b) => b.score - a.score || a.paper.id - b.paper.id);
}

interface Part {
  points: number;
  reason: string;
}

function partsOf(paper: Rankable, on: Day, mean: number, rise: Rise | undefined, weights: Weights): Part[] {
  const age = Math.max(0, (Date.parse(on) - Date.parse(paper.listedOn)) / 86_400_000);
  const comments = paper.comments ?? 0;
  const pace = rise === undefined ? 0 : perDay(rise);
  return [
    paper.upvotes === null
      ? { points: weights.upvotes * mean, reason: 'upvotes unknown, counted as the mean' }
      : { points: weights.upvotes * Math.log2(1 + paper.upvotes), reason: count(paper.upvotes, 'upvote') },
    { points: weights.comments * Math.log2(1 + comments), reason: count(comments, 'comment') },
    { points: weights.rise * Math.log2(1 + pace), reason: `rising by ${Math.round(pace)} a day` },
    { points: weights.code * (paper.codeUrl === null ? 0 : 1), reason: 'code is there' },
    { points: weights.age * age, reason: `listed ${count(age, 'day')} ago` },
  ];
}

/** Upvotes and comments that would come in a day at this pace; less than an hour is too short to tell. */
function perDay({ upvotes, comments, hours }: Rise): number {
  return ((upvotes + comments) * 24) / Math.max(1, hours);
}

function scoreOf(parts: Part[]): { score: number; reasons: string[] } {
  const score = parts.reduce((sum, part) => sum + part.points, 0);
  const reasons = parts
    .filter((part) => part.points !== 0)
    .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map((part) => `${part.reason} (${part.points < 0 ? '−' : '+'}${Math.abs(part.points).toFixed(2)})`);
  return { score: Math.round(score * 1e6) / 1e6, reasons };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
