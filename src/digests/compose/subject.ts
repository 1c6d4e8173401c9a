import type { Context } from '../../context.ts';
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

/**
 * The subject of an issue or a personal list in a reader's language. One that an operator wrote is
 * the same in each language.
 * @param titles of the papers in the list
 */
export function subjectFor(
  words: Words,
  { subject, isSubjectEdited }: Pick<Digest, 'subject' | 'isSubjectEdited'>,
  titles: string[],
): string {
  return isSubjectEdited || titles.length === 0 ? subject : subjectOf(words, titles);
}

/** The columns with the subject of an issue: the one an operator wrote, or one made of the titles. */
export function subjectColumns(
  ctx: Context,
  issue: { content: { title: string } }[],
  written = '',
): Pick<Digest, 'subject' | 'isSubjectEdited'> {
  if (written !== '') return { subject: written, isSubjectEdited: true };
  const titles = issue.map(({ content }) => content.title);
  return { subject: subjectOf(ctx.words('en'), titles), isSubjectEdited: false };
}

function cut(title: string, maximum = titleLength): string {
  if (title.length <= maximum) return title;
  const head = title.slice(0, maximum + 1);
  const words = head.slice(0, head.lastIndexOf(' '));
  return `${(words || Array.from(title).slice(0, maximum).join('')).replace(/(?<![\s,;:.–—-])[\s,;:.–—-]+$/u, '')}…`;
}
