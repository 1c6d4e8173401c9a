import type { Words } from '../i18n/words.ts';
import { perLocale } from './locale.ts';

const names = perLocale((locale) => new Intl.DisplayNames(locale, { type: 'language' }));

/** The name of a language in the language of `words`: `German`, `Deutsch`. */
export function languageName(words: Pick<Words, 'lang'>, code: string): string {
  return names(words).of(code) ?? code;
}

/** The name of a language in itself: `English`, `Deutsch`, `中文`. */
export function ownLanguageName(code: string): string {
  return languageName({ lang: code }, code);
}
