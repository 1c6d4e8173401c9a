import { latexToText } from '../../lib/latex/latex.ts';
import type { Words } from '../../lib/i18n/words.ts';
import type { Digest } from '../digest.ts';

/**
 * Maximum characters of a title in a subject. Phones show about 40 characters of a subject line.
 */
const titleLength = 40;

/** The subject of an issue: `RAM++: Robust Representation Learning… and 9 more`. */
export function subjectOf(words: Words, titles: string[]): string {
  const title = latexToText(titles[0] ?? '');
  const others = titles.length - 1;
  return others > 0 ? words.t('digest-subject', { title: cut(title), others }) : cut(title, 90);
}

/** The issue's subject in a reader's language. `digest.subject` is in English. */
export function issueSubject(
  words: Words,
  { subject }: Pick<Digest, 'subject'>,
  titles: string[],
): string {
  return titles.length === 0 ? subject : subjectOf(words, titles);
}

function cut(title: string, maximum = titleLength): string {
  if (title.length <= maximum) return title;
  const head = title.slice(0, maximum + 1);
  const words = head.slice(0, head.lastIndexOf(' '));
  return `${(words || Array.from(title).slice(0, maximum).join('')).replace(/(?<![\s,;:.–—-])[\s,;:.–—-]+$/u, '')}…`;
}
