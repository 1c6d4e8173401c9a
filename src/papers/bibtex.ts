import { latexToText, pieces } from '../lib/latex/latex.ts';
import { mathToText } from '../lib/latex/math.ts';
import type { Paper } from './paper.ts';

/**
 * Characters with a meaning in TeX. BibTeX counts braces, also those after a backslash: text must
 * have none of its own.
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
 * A title for TeX: formulas as they were written, where they cannot break the entry; the rest as
 * escaped text.
 */
function titleOf(title: string): string {
  return pieces(title)
    .map(({ math, text }) => {
      if (!math) return escape(latexToText(text));
      return isSafe(text) ? `$${text}$` : escape(mathToText(text));
    })
    .join('');
}

/** Whether each brace has its partner, and nothing ends the formula or the line. */
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
 * A name that BibTeX would cut in two, or read as more than last, suffix and first, is one name.
 */
function author(name: string): string {
  const text = escape(name.trim());
  const several = /(?:^|\s)and(?:\s|$)/i.test(text) || text.split(',').length > 3;
  return several ? `{${text}}` : text;
}

const unsafeInUrl = /[{}\\\s]/g;

/**
 * A paper as a BibTeX entry; with an arXiv id as arXiv itself recommends (eprint, archivePrefix).
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
 * `lovelace2026engine`: first author's last name, year, first long word of the title; ASCII only.
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
