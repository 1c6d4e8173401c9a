import { listText } from '../lib/format/lists.ts';
import { counted } from '../lib/format/numbers.ts';
import type { Words } from '../lib/i18n/words.ts';
import type { Paper } from './paper.ts';

/** Up to `maximum` names, or `7 authors` if only the count is known. Empty if neither is known. */
export function authorsText(
  words: Words,
  { authors, authorCount }: Pick<Paper, 'authors' | 'authorCount'>,
  maximum = 3,
): string {
  const total = Math.max(authorCount ?? 0, authors.length);
  if (authors.length === 0) return total === 0 ? '' : counted(words, total, 'author');
  if (total <= maximum) return listText(words, authors.slice(0, maximum));
  const named = authors.slice(0, maximum - 1);
  return listText(words, [...named, counted(words, total - named.length, 'other')]);
}
