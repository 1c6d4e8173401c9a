import type { Words } from '../i18n/words.ts';
import { perLocale } from './locale.ts';

const conjunction = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** `a, b and c`. */
export function listText(words: Words, items: string[]): string {
  return conjunction(words).format(items);
}
