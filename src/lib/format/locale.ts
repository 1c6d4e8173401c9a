import type { Words } from '../i18n/words.ts';

/**
 * The locale of a language. Days before months in English too: "3/9" is March to some and September
 * to others.
 */
export function localeOf({ lang }: Words): string {
  return lang === 'en' ? 'en-GB' : lang;
}

/** Makes a formatter once per language: making one takes as long as using it a hundred times. */
export function perLocale<T>(make: (locale: string) => T): (words: Words) => T {
  const made = new Map<string, T>();
  return (words) => {
    const locale = localeOf(words);
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}
