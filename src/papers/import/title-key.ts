import { latexToText } from '../../lib/latex/latex.ts';

/** Characters of a key: an index of Postgres holds 2,700 bytes of a value at most. */
const longest = 500;

/**
 * The letters and digits of a title, lower-cased: what makes two spellings of one title equal, also
 * one in LaTeX.
 */
export function titleKey(title: string): string {
  const letters = latexToText(title)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return Array.from(letters).slice(0, longest).join('');
}

/** The last word of a name without marks: `José Ángel Ortiz` and `J. Ortiz` are both `ortiz`. */
export function surname(name: string): string {
  return titleKey(name.trim().split(/\s+/).at(-1) ?? '');
}
