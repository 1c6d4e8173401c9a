import type { Words } from '../i18n/words.ts';

/**
 * The locale of a language. English uses day-month order: readers disagree on whether "3/9" is in
 * March or in September.
 */
function localeOf({ lang }: Pick<Words, 'lang'>): string {
  return lang === 'en' ? 'en-GB' : lang;
}

/** Creates one formatter per language: creating one takes as long as using it a hundred times. */
export function perLocale<T>(make: (locale: string) => T): (words: Pick<Words, 'lang'>) => T {
  const made = new Map<string, T>();
  return (words) => {
    const locale = localeOf(words);
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}
