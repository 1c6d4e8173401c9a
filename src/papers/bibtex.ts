import { latexToText } from './latex.ts';
import type { Paper } from './paper.ts';

/** Characters with a meaning in TeX. */
const special: Record<string, string> = {
  '\\': String.raw`\textbackslash{}`,
  '~': String.raw`\textasciitilde{}`,
  '^': String.raw`\textasciicircum{}`,
};

function escape(text: string): string {
  return text.replaceAll(/[&%$#_{}\\~^]/g, (char) => special[char] ?? `\\${char}`);
}

/** A paper as a BibTeX entry; with an arXiv id as arXiv itself recommends (eprint, archivePrefix). */
export function bibtex(paper: Paper): string {
  const { authors, publishedOn, arxivId, categories, url } = paper;
  const year = (publishedOn ?? paper.listedOn).slice(0, 4);
  const fields: [string, string | null][] = [
    ['title', `{${escape(latexToText(paper.title))}}`],
    ['author', authors.length === 0 ? null : authors.map(escape).join(' and ')],
    ['year', year],
    ['eprint', arxivId],
    ['archivePrefix', arxivId === null ? null : 'arXiv'],
    ['primaryClass', arxivId === null ? null : (categories[0] ?? null)],
    ['url', url],
  ];
  const lines = fields.flatMap(([name, value]) => (value === null ? [] : [`  ${name} = {${value}},`]));
  return [`@misc{${keyOf(paper, year)},`, ...lines, '}'].join('\n');
}

/** `lovelace2026engine`: first author's last name, year, first long word of the title; ASCII only. */
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
