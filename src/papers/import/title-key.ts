import { latexToText } from '../../lib/latex/latex.ts';

/** Maximum characters of a key. A Postgres index stores at most 2,700 bytes of a value. */
const longest = 500;

/**
 * The letters and digits of a title in lower case. Different spellings of a title, including LaTeX,
 * have the same key.
 */
export function titleKey(title: string): string {
  const letters = latexToText(title)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
  return Array.from(letters).slice(0, longest).join('');
}

/**
 * The last word of a name without diacritics: `José Ángel Ortiz` and `J. Ortiz` both give `ortiz`.
 */
export function surname(name: string): string {
  return titleKey(name.trim().split(/\s+/).at(-1) ?? '');
}
