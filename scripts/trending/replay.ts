import { addDays, type Day } from '../../src/lib/dates.ts';
import type { Rankable } from '../../src/papers/ranking/rankable.ts';
import { rankPapers, ageBonus } from '../../src/papers/ranking/trending.ts';
import {
  daysBetween,
  type Entry,
  entriesOf,
  knownUpvotes,
  morning,
  signalsOn,
} from './as-ranked.ts';
import type { Listing } from './history.ts';

/** A way to order a day's pool in the morning. `all` contains all papers of the history. */
export type Order = (pool: Entry[], date: Day, all: Entry[]) => Entry[];

/** The ranking of the program with other values for the expected further gain of papers. */
export function formulaWith(bonus: typeof ageBonus): Order {
  return (pool, date, all) => {
    const signals = pool.some(unknown) ? signalsOn(date, pool, all) : new Map();
    return rankPapers(pool, morning(date), signals, bonus).map(({ paper }) => paper);
  };
}

export const formula = formulaWith(ageBonus);
export const upvotes: Order = (pool) =>
  pool.toSorted((a, b) => (b.upvotes ?? 0) - (a.upvotes ?? 0) || a.id - b.id);
export const recency: Order = (pool) =>
  pool.toSorted((a, b) => b.submitted.getTime() - a.submitted.getTime());
export const chance: Order = (pool) => pool.toSorted((a, b) => a.id - b.id);

function unknown({ upvotes: count }: Rankable): boolean {
  return count === null;
}

/** Papers per issue. */
const issueSize = 10;

/** Which upvotes define the best papers. */
export type Target = 'next' | 'final';

interface DayOfPapers {
  date: Day;
  entries: Entry[];
}

function daysOf(entries: Entry[]): DayOfPapers[] {
  const byDay = new Map<Day, Entry[]>();
  for (const entry of entries)
    byDay.set(entry.listedOn, [...(byDay.get(entry.listedOn) ?? []), entry]);
  return [...byDay]
    .map(([date, listed]) => ({ date, entries: listed }))
    .toSorted((a, b) => (a.date < b.date ? -1 : 1));
}

/** The best papers by their later upvotes, of those whose later upvotes are known. */
function best(entries: Entry[], target: Target, size: number): Set<number> {
  const known = entries.filter(({ listing }) => listing[target] !== null);
  const top = known.toSorted(
    (a, b) => (b.listing[target] ?? 0) - (a.listing[target] ?? 0) || a.id - b.id,
  );
  return new Set(top.slice(0, size).map(({ id }) => id));
}

function share(shown: Iterable<number>, wanted: Set<number>): number {
  const found = new Set(shown);
  return [...wanted].filter((id) => found.has(id)).length / wanted.size;
}

export interface Question {
  target: Target;
  /** Compares the first `size` papers of the issue with the best `size` papers. */
  size: number;
  /** Hides the upvotes of an entry, as for a source without upvotes. */
  hide?: (entry: Entry) => boolean;
}

/**
 * Recall of the best papers of a listing day in the issue of its morning, among that day's papers:
 * one number per day. Days with at most ten papers are skipped, because their issue contains all of
 * them.
 */
export function recallOnDay(
  listings: Listing[],
  order: Order,
  { target, size, hide = () => false }: Question,
) {
  const all = entriesOf(listings);
  return daysOf(all).flatMap(({ date, entries }) => {
    const pool = entries.filter(({ listing }) => listing[target] !== null);
    if (pool.length <= issueSize) return [];
    const hidden = pool.map((entry) =>
      hide(entry) ? { ...entry, upvotes: null, comments: null } : entry,
    );
    const shown = order(hidden, date, all).slice(0, size);
    return [
      {
        date,
        recall: share(
          shown.map(({ id }) => id),
          best(pool, target, size),
        ),
      },
    ];
  });
}

export interface Window {
  /** Days of papers that a digest considers. */
  days: number;
  /** Whether there is a digest on each calendar day, or only on days with new papers. */
  everyDay: boolean;
}

/**
 * Replays digests. Each shows ten papers of its window that no earlier one has shown, by the
 * upvotes known that morning.
 * @returns for each listing day with more than ten papers, the share of its final best ten that any
 *   digest showed
 */
export function everShown(listings: Listing[], order: Order, { days, everyDay }: Window) {
  const listed = daysOf(entriesOf(listings));
  const shown = new Set<number>();
  for (const date of everyDay ? calendar(listed) : listed.map((each) => each.date)) {
    const pool = poolOf(listed, date, days).filter(({ id }) => !shown.has(id));
    for (const { id } of order(pool, date, []).slice(0, issueSize)) shown.add(id);
  }
  return listed
    .filter(
      ({ entries }) => entries.filter(({ listing }) => listing.final !== null).length > issueSize,
    )
    .map(({ date, entries }) => ({
      date,
      recall: share(shown, best(entries, 'final', issueSize)),
    }));
}

/**
 * Recall of the final best ten among all papers of a window of `days` days, on the morning of its
 * last day or of the day after.
 */
export function recallOfWindow(
  listings: Listing[],
  order: Order,
  window: { days: number; weekly: boolean },
) {
  const listed = daysOf(entriesOf(listings).filter(({ listing }) => listing.final !== null));
  return calendar(listed).flatMap((date) => {
    if (window.weekly && new Date(date).getUTCDay() !== 1) return [];
    const pool = poolOf(listed, date, window.days, window.weekly ? 1 : 0);
    if (pool.length <= issueSize) return [];
    const shown = order(pool, date, []).slice(0, issueSize);
    return [
      {
        date,
        recall: share(
          shown.map(({ id }) => id),
          best(pool, 'final', issueSize),
        ),
      },
    ];
  });
}

function poolOf(listed: DayOfPapers[], date: Day, days: number, skip = 0): Entry[] {
  return listed.flatMap(({ date: day, entries }) => {
    const age = daysBetween(day, date);
    if (age < skip || age >= days + skip) return [];
    return entries.map((entry) => ({ ...entry, upvotes: knownUpvotes(entry, age) }));
  });
}

function calendar(listed: DayOfPapers[]): Day[] {
  const [first, last] = [listed[0]?.date, listed.at(-1)?.date];
  if (first === undefined || last === undefined) return [];
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, n) => addDays(first, n));
}
