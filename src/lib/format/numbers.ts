import type { Words } from '../i18n/words.ts';
import { perLocale } from './locale.ts';

const plain = perLocale((locale) => new Intl.NumberFormat(locale));
const compact = perLocale(
  (locale) => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1 }),
);

/** `1,200`, `1.200`. */
export function numberText(words: Words, number: number): string {
  return plain(words).format(number);
}

/** `1.2k` for 1,234, if the language has such an abbreviation. */
export function shortNumber(words: Words, number: number): string {
  return compact(words).format(number).replace('K', 'k');
}

const nouns = {
  paper: 'count-paper',
  author: 'count-author',
  other: 'count-other',
  upvote: 'count-upvote',
  comment: 'count-comment',
};

/** `1 upvote`, `1,200 upvotes`, `1.200 Stimmen`. */
export function counted(words: Words, number: number, noun: keyof typeof nouns): string {
  return words.t(nouns[noun], { number });
}
