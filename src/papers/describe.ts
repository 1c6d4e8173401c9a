import type { Day } from '../lib/dates.ts';
import type { Words } from '../lib/i18n/words.ts';
import type { Paper } from './paper.ts';

/** The formats of one language: making one takes as long as using it a hundred times. */
interface Formats {
  short: Intl.DateTimeFormat;
  long: Intl.DateTimeFormat;
  locale: string;
  /** By zone. */
  moments: Map<string, Intl.DateTimeFormat>;
  list: Intl.ListFormat;
  number: Intl.NumberFormat;
  compact: Intl.NumberFormat;
}

const formats = new Map<string, Formats>();

function formatsOf({ lang }: Words): Formats {
  const known = formats.get(lang);
  if (known !== undefined) return known;
  // Days before months in English too: "3/9" is March to some readers and September to others.
  const locale = lang === 'en' ? 'en-GB' : lang;
  const date = { timeZone: 'UTC', day: 'numeric', year: 'numeric' } as const;
  const made = {
    short: new Intl.DateTimeFormat(locale, { ...date, month: 'short' }),
    long: new Intl.DateTimeFormat(locale, { ...date, weekday: 'long', month: 'long' }),
    locale,
    moments: new Map<string, Intl.DateTimeFormat>(),
    list: new Intl.ListFormat(locale, { type: 'conjunction' }),
    number: new Intl.NumberFormat(locale),
    compact: new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
  };
  formats.set(lang, made);
  return made;
}

function momentFormat(locale: string, timeZone: string): Intl.DateTimeFormat {
  const date = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  return new Intl.DateTimeFormat(locale, {
    ...date,
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });
}

/** `28 Oct 2025`, `28. Okt. 2025`. */
export function shortDate(words: Words, day: Day): string {
  return formatsOf(words).short.format(new Date(`${day}T00:00:00Z`));
}

/** `Tuesday 28 October 2025`, `Dienstag, 28. Oktober 2025`. */
export function longDate(words: Words, day: Day): string {
  const date = formatsOf(words).long.format(new Date(`${day}T00:00:00Z`));
  // Whether English has a comma here depends on the version of ICU.
  return words.lang === 'en' ? date.replace(',', '') : date;
}

/** `28 Oct 2025, 09:00 UTC`; by the clocks of a zone `28 Oct 2025, 10:00 CET`. */
export function momentText(words: Words, at: Date, zone = 'UTC'): string {
  const { locale, moments } = formatsOf(words);
  const format = moments.get(zone) ?? momentFormat(locale, zone);
  moments.set(zone, format);
  return format.format(at);
}

const counts = {
  paper: 'count-paper',
  author: 'count-author',
  other: 'count-other',
  upvote: 'count-upvote',
  comment: 'count-comment',
};

/** `1 upvote`, `1,200 upvotes`, `1.200 Stimmen`. */
export function counted(words: Words, number: number, noun: keyof typeof counts): string {
  return words.t(counts[noun], { number });
}

/** The names, at most `most` of them, or `7 authors`; empty where nothing is known. */
export function authorsText(words: Words, { authors, authorCount }: Paper, most = 3): string {
  const total = Math.max(authorCount ?? 0, authors.length);
  if (authors.length === 0) return total === 0 ? '' : counted(words, total, 'author');
  const { list } = formatsOf(words);
  if (total <= most) return list.format(authors.slice(0, most));
  const named = authors.slice(0, most - 1);
  return list.format([...named, counted(words, total - named.length, 'other')]);
}

/** `1,200`, `1.200`. */
export function numberText(words: Words, number: number): string {
  return formatsOf(words).number.format(number);
}

/** `1.2k` for 1,234, where the language has such a short form. */
export function shortNumber(words: Words, number: number): string {
  return formatsOf(words).compact.format(number).replace('K', 'k');
}

/** With no-break spaces between a number and its noun, and within a date. */
export function hold(text: string): string {
  return text.replaceAll(/(?<=\d\.?) (?=\p{L})|(?<=\p{L}\.?) (?=\d)/gu, '\u00a0');
}
