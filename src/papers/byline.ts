import type { Words } from '../lib/i18n/words.ts';
import { shortDate } from '../lib/format/dates.ts';
import { withNoBreakSpaces } from '../lib/format/no-break.ts';
import { counted } from '../lib/format/numbers.ts';
import { authorsText } from './authors-text.ts';
import type { Paper } from './paper.ts';
import { reasonParts } from './ranking/reason-text.ts';
import { type Reason, reasonsOf } from './ranking/reasons.ts';

/**
 * Formats the known facts about a paper in a fixed order: `Ada Lovelace and 6 others · 28 Oct 2025
 * · 31 upvotes · +40 since yesterday · code, 1.2k stars · 2 comments`. No line begins with a dot.
 * @param reasons why the paper ranks where it does
 */
export function byline(words: Words, paper: Paper & { reasons?: Reason[] }): string {
  const parts = [
    authorsText(words, paper).replace(/(?<=\d) (?=\p{L}+$)/u, '\u00a0'),
    paper.publishedOn === null ? '' : withNoBreakSpaces(shortDate(words, paper.publishedOn)),
    ...reasonParts(words, paper.reasons ?? reasonsOf(paper)).map(withNoBreakSpaces),
    paper.comments === null || paper.comments === 0
      ? ''
      : withNoBreakSpaces(counted(words, paper.comments, 'comment')),
  ];
  return parts.filter((part) => part !== '').join('\u00a0· ');
}
