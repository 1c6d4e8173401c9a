import type { Day } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import type { Words } from '../lib/i18n/words.ts';
import { daysWithPapers, neighbouringDays } from './reading.ts';

interface Cell {
  day: Day;
  number: number;
  /** Papers of this day; 0 also for days to come. */
  count: number;
}

/** A month on a calendar: weeks from Monday on, null outside of the month. */
export interface Month {
  title: string;
  /** The nearest earlier and later month that has papers, such as `2026-02`. */
  previous: string | null;
  next: string | null;
  weekdays: { short: string; long: string }[];
  weeks: (Cell | null)[][];
}

/** The calendar of a month (`2026-03`): the days that have papers; never one after `today`. */
export async function monthOf(ctx: Context, words: Words, month: string, today: Day): Promise<Month> {
  const days = daysIn(month);
  const [first = '', last = first] = [days[0], days.at(-1)];
  const [found, before, after] = await Promise.all([
    daysWithPapers(ctx.db, month),
    neighbouringDays(ctx.db, first, today),
    neighbouringDays(ctx.db, last, today),
  ]);
  const counts = new Map(found.filter(({ day }) => day <= today).map(({ day, count }) => [day, count]));
  const cells = days.map((day, index): Cell => ({ day, number: index + 1, count: counts.get(day) ?? 0 }));
  return {
    title: say(words, first, { month: 'long', year: 'numeric' }),
    previous: before.previous?.slice(0, 7) ?? null,
    next: after.next?.slice(0, 7) ?? null,
    weekdays: monday.map((day) => ({
      short: say(words, day, { weekday: 'short' }),
      long: say(words, day, { weekday: 'long' }),
    })),
    weeks: inWeeks(cells, weekdayOf(first)),
  };
}

/** `27 Oct`, `27. Okt.`. */
export function dayAndMonth(words: Words, day: Day): string {
  return say(words, day, { day: 'numeric', month: 'short' });
}

/** Seven days from a Monday on. */
const monday = Array.from({ length: 7 }, (_, index) => `2026-03-0${index + 2}`);

function daysIn(month: string): Day[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  return Array.from({ length }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`);
}

/** 0 for Monday. */
function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

function inWeeks(cells: Cell[], empty: number): (Cell | null)[][] {
  const all: (Cell | null)[] = [...Array.from({ length: empty }, () => null), ...cells];
  while (all.length % 7 !== 0) all.push(null);
  return Array.from({ length: all.length / 7 }, (_, week) => all.slice(week * 7, week * 7 + 7));
}

function say({ lang }: Words, day: Day, format: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { ...format, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  );
}
