import { latexToText } from '../papers/latex.ts';
import type { Words } from '../words.ts';

/** Characters of a title in a subject: phones show about 40 of a subject line. */
const titleLength = 40;

/** The subject of an issue: `RAM++: Robust Representation Learning… and 9 more`. */
export function subjectOf(words: Words, titles: string[]): string {
  const title = latexToText(titles[0] ?? '');
  const others = titles.length - 1;
  return others > 0 ? words.t('digest-subject', { title: cut(title), others }) : cut(title, 90);
}

function cut(title: string, most = titleLength): string {
  if (title.length <= most) return title;
  const head = title.slice(0, most + 1);
  const words = head.slice(0, head.lastIndexOf(' '));
  return `${(words || Array.from(title).slice(0, most).join('')).replace(/[\s,;:.–—-]+$/u, '')}…`;
}
