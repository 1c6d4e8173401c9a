import { type Day, dateOf } from '../dates.ts';
import type { Words } from '../i18n/words.ts';
import { perLocale } from './locale.ts';

const date = { timeZone: 'UTC', day: 'numeric', year: 'numeric' } as const;

const short = perLocale((locale) => new Intl.DateTimeFormat(locale, { ...date, month: 'short' }));
const long = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { ...date, weekday: 'long', month: 'long' }),
);
const dayOfMonth = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short' }),
);

/** Date and time formats, by time zone. */
const times = perLocale((locale) => {
  const formats = new Map<string, Intl.DateTimeFormat>();
  return (timeZone: string) => {
    const format =
      formats.get(timeZone) ??
      new Intl.DateTimeFormat(locale, {
        timeZone,
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        timeZoneName: 'short',
      });
    formats.set(timeZone, format);
    return format;
  };
});

/** `27 Oct`, `27. Okt.`. */
export function dayAndMonth(words: Words, day: Day): string {
  return dayOfMonth(words).format(dateOf(day));
}

/** `28 Oct 2025`, `28. Okt. 2025`. */
export function shortDate(words: Words, day: Day): string {
  return short(words).format(dateOf(day));
}

/** `Tuesday 28 October 2025`, `Dienstag, 28. Oktober 2025`. */
export function longDate(words: Words, day: Day): string {
  const text = long(words).format(dateOf(day));
  // Some versions of ICU put a comma here in English, others do not.
  return words.lang === 'en' ? text.replace(',', '') : text;
}

/** `28 Oct 2025, 09:00 UTC`; in another time zone `28 Oct 2025, 10:00 CET`. */
export function dateTimeText(words: Words, instant: Date, timeZone = 'UTC'): string {
  return times(words)(timeZone).format(instant);
}
