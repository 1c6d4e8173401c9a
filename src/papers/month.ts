import { type Day, dateOf, dayOf } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import type { DbClient } from '../db/client.ts';
import { perLocale } from '../lib/format/locale.ts';
import type { Words } from '../lib/i18n/words.ts';
import { neighbouringDays } from './reading.ts';

interface Cell {
  day: Day;
  number: number;
  /** Number of papers of this day. 0 for future days. */
  count: number;
}

/** A month of a calendar. Weeks start on Monday. Days outside the month are null. */
export interface Month {
  title: string;
  /** The nearest earlier and later months with papers, such as `2026-02`. */
  previous: string | null;
  next: string | null;
  weekdays: { short: string; long: string }[];
  weeks: (Cell | null)[][];
}

/** The calendar of a month (`2026-03`) with the days that have papers, up to `today`. */
export async function monthOf(
  ctx: Context,
  words: Words,
  month: string,
  today: Day,
): Promise<Month> {
  const days = daysIn(month);
  const [first = '', last = first] = [days[0], days.at(-1)];
  const [counts, before, after] = await Promise.all([
    papersPerDay(ctx.db, first, last < today ? last : today),
    neighbouringDays(ctx.db, first, today),
    neighbouringDays(ctx.db, last, today),
  ]);
  const cells = days.map((day, index): Cell => ({
    day,
    number: index + 1,
    count: counts.get(day) ?? 0,
  }));
  return {
    title: monthNames(words).format(dateOf(first)),
    previous: before.previous?.slice(0, 7) ?? null,
    next: after.next?.slice(0, 7) ?? null,
    weekdays: weekdayNames(words),
    weeks: inWeeks(cells, weekdayOf(first)),
  };
}

/**
 * The number of papers of each day from `first` through `last`. Days without papers are omitted.
 */
async function papersPerDay(
  { prisma }: DbClient,
  first: Day,
  last: Day,
): Promise<Map<Day, number>> {
  const days = await prisma.paper.groupBy({
    by: 'listedOn',
    where: { listedOn: { gte: dateOf(first), lte: dateOf(last) } },
    _count: true,
  });
  return new Map(days.map(({ listedOn, _count }) => [dayOf(listedOn), _count]));
}

const monthNames = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
);

/** The names of the days from Monday to Sunday. */
const weekdayNames = perLocale((locale) => {
  const short = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  const long = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // 2 March 2026 was a Monday.
  return Array.from({ length: 7 }, (_, index) => dateOf(`2026-03-0${index + 2}`)).map((date) => ({
    short: short.format(date),
    long: long.format(date),
  }));
});

function daysIn(month: string): Day[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
}

/** Monday is 0. */
function weekdayOf(day: Day): number {
  return (dateOf(day).getUTCDay() + 6) % 7;
}

function inWeeks(cells: Cell[], empty: number): (Cell | null)[][] {
  const all: (Cell | null)[] = [...Array.from({ length: empty }, () => null), ...cells];
  while (all.length % 7 !== 0) all.push(null);
  return Array.from({ length: all.length / 7 }, (_, week) => all.slice(week * 7, week * 7 + 7));
}
