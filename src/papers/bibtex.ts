import { latexToText, pieces } from '../lib/latex/latex.ts';
import { mathToText } from '../lib/latex/math.ts';
import type { Paper } from './paper.ts';

/**
 * Characters with a meaning in TeX. BibTeX counts braces even after a backslash, so braces of the
 * text become commands.
 */
const special: Record<string, string> = {
  '\\': String.raw`\textbackslash{}`,
  '~': String.raw`\textasciitilde{}`,
  '^': String.raw`\textasciicircum{}`,
  '{': String.raw`\textbraceleft{}`,
  '}': String.raw`\textbraceright{}`,
};

function escape(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[&%$#_{}\\~^]/g, (char) => special[char] ?? `\\${char}`);
}

/**
 * Formats a title for TeX. Formulas that cannot break the entry are copied, everything else is
 * escaped.
 */
function titleOf(title: string): string {
  return pieces(title)
    .map(({ math, text }) => {
      if (!math) return escape(latexToText(text));
      return isSafe(text) ? `$${text}$` : escape(mathToText(text));
    })
    .join('');
}

/** Whether braces are balanced and nothing ends the formula or the line. */
function isSafe(tex: string): boolean {
  let depth = 0;
  for (const char of tex) {
    if (char === '{') depth += 1;
    if (char === '}') depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0 && !/[$%\n]|\\$/.test(tex);
}

/**
 * Wraps a name in braces if BibTeX would split it, or would parse it as more than last name, suffix
 * and first name.
 */
function author(name: string): string {
  const text = escape(name.trim());
  const several = /(?:^|\s)and(?:\s|$)/i.test(text) || text.split(',').length > 3;
  return several ? `{${text}}` : text;
}

const unsafeInUrl = /[{}\\\s]/g;

/**
 * Formats a paper as a BibTeX entry. With an arXiv id, it uses the fields that arXiv recommends
 * (eprint, archivePrefix).
 */
export function bibtex(paper: Paper): string {
  const { authors, publishedOn, arxivId, categories, url } = paper;
  const year = (publishedOn ?? paper.listedOn).slice(0, 4);
  const fields: [string, string | null][] = [
    ['title', `{${titleOf(paper.title)}}`],
    ['author', authors.length === 0 ? null : authors.map(author).join(' and ')],
    ['year', year],
    ['eprint', arxivId],
    ['archivePrefix', arxivId === null ? null : 'arXiv'],
    ['primaryClass', arxivId === null ? null : escape(categories[0] ?? '') || null],
    ['url', url?.replaceAll(unsafeInUrl, encodeURIComponent) ?? null],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === null ? [] : [`  ${name} = {${value}},`],
  );
  return [`@misc{${keyOf(paper, year)},`, ...lines, '}'].join('\n');
}

/**
 * The citation key, such as `lovelace2026engine`: last name of the first author, year and first
 * long word of the title, in ASCII only.
 */
function keyOf({ authors, title }: Paper, year: string): string {
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .toLowerCase()
      .replaceAll(/[^a-z ]/g, '');
  const name =
    plain(authors[0] ?? '')
      .split(' ')
      .at(-1) || 'paper';
  const word = plain(latexToText(title))
    .split(' ')
    .find((text) => text.length > 3);
  return `${name}${year}${word ?? ''}`;
}
