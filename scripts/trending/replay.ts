import { z } from 'zod';
import { day } from '../../src/lib/dates.ts';
import { type Rankable, rankPapers, type Rise, type Weights } from '../../src/papers/ranking/trending.ts';

/** A paper's counts at one moment: `hour` hours (UTC) after the start of `date`. */
const observation = z.object({
  date: day,
  id: z.string().min(1).max(200),
  hour: z.int().min(0).max(500),
  upvotes: z.int().min(0),
  comments: z.int().min(0).default(0),
});
export type Observation = z.output<typeof observation>;

/** Reads one observation a line; bad lines are left out and reported by their numbers. */
export function readHistory(text: string): {
  observations: Observation[];
  rejected: { line: number; reason: string }[];
} {
  const observations: Observation[] = [];
  const rejected: { line: number; reason: string }[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    if (row.trim() === '') continue;
    const parsed = observation.safeParse(parse(row));
    if (parsed.success) observations.push(parsed.data);
    else rejected.push({ line: index + 1, reason: z.prettifyError(parsed.error).replaceAll('\n', ' ') });
  }
  return { observations, rejected };
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

interface Point {
  at: number;
  upvotes: number;
  comments: number;
}

/** A paper's points in order of time. It was listed on the first date that it appears with. */
interface History {
  id: number;
  listedOn: string;
  points: Point[];
}

const hour = 3_600_000;
const day24 = 24 * hour;

function histories(observations: Observation[]): History[] {
  const byId = new Map<string, History>();
  for (const { date, id, hour: hours, upvotes, comments } of observations) {
    const known = byId.get(id) ?? { id: byId.size + 1, listedOn: date, points: [] };
    known.points.push({ at: Date.parse(date) + hours * hour, upvotes, comments });
    if (date < known.listedOn) known.listedOn = date;
    byId.set(id, known);
  }
  for (const { points } of byId.values()) points.sort((a, b) => a.at - b.at);
  return [...byId.values()];
}

/** The papers of the digest and of tomorrow's best. */
const size = 10;

/** A paper as the digest saw it, and its upvotes a day later. */
interface Seen extends Rankable {
  rise: Rise;
  firstSeen: number;
  tomorrow: number;
}

/** @returns undefined for a paper that nobody had seen yet, or whose tomorrow nobody saw */
function seenAt({ id, listedOn, points }: History, at: number): Seen | undefined {
  const past = points.filter((point) => point.at <= at);
  const [first, now] = [past[0], past.at(-1)];
  const later = points.findLast((point) => point.at > at && point.at <= at + day24);
  if (first === undefined || now === undefined || later === undefined) return undefined;
  // As `rises` reads it from the program's own history.
  const old = past.findLast((point) => point.at <= at - day24) ?? { at: first.at - hour, upvotes: 0, comments: 0 };
  const rise = {
    upvotes: now.upvotes - old.upvotes,
    comments: now.comments - old.comments,
    hours: (at - old.at) / hour,
  };
  const { upvotes, comments } = now;
  return { id, listedOn, upvotes, comments, codeUrl: null, rise, firstSeen: first.at, tomorrow: later.upvotes };
}

const names = ['trending', 'upvotes', 'recency'] as const;

/**
 * Replays a history day by day, as digests of the day's papers at `at` o'clock (UTC): the mean share of tomorrow's ten papers
 * with the most upvotes that the first ten of each ranking had. Days with ten papers or fewer tell nothing.
 */
export function replay(observations: Observation[], { at, weights }: { at: number; weights: Weights }) {
  const byDay = new Map<string, History[]>();
  for (const history of histories(observations)) {
    byDay.set(history.listedOn, [...(byDay.get(history.listedOn) ?? []), history]);
  }
  const days = [...byDay].flatMap(([date, listed]) => {
    const pool = listed.flatMap((history) => seenAt(history, Date.parse(date) + at * hour) ?? []);
    return pool.length > size ? [sharesOf(pool, date, weights)] : [];
  });
  const mean = (name: (typeof names)[number]) =>
    days.reduce((sum, shares) => sum + shares[name], 0) / Math.max(1, days.length);
  return { days: days.length, trending: mean('trending'), upvotes: mean('upvotes'), recency: mean('recency') };
}

function sharesOf(pool: Seen[], date: string, weights: Weights) {
  const top = new Set(pool.toSorted((a, b) => b.tomorrow - a.tomorrow || a.id - b.id).slice(0, size));
  const share = (ranked: Seen[]) => ranked.slice(0, size).filter((paper) => top.has(paper)).length / size;
  const rises = new Map(pool.map(({ id, rise }) => [id, rise]));
  return {
    trending: share(rankPapers(pool, date, rises, weights).map(({ paper }) => paper)),
    upvotes: share(pool.toSorted((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0))),
    recency: share(pool.toSorted((a, b) => b.firstSeen - a.firstSeen)),
  };
}
