import { expect, test } from 'vitest';
import { bibtex } from '../../../src/papers/bibtex.ts';
import type { Paper } from '../../../src/papers/paper.ts';

const paper: Paper = {
  id: 1,
  source: 'file',
  title: String.raw`Learning $\ell_1$ & 50% of {Everything}`,
  abstract: '',
  summary: null,
  authors: ['Ada Łovelace', 'Émile Noël'],
  authorCount: 2,
  organization: null,
  publishedOn: '2026-03-09',
  listedOn: '2026-03-10',
  upvotes: null,
  comments: null,
  stars: null,
  url: 'https://papers.example/a_b',
  pdfUrl: null,
  codeUrl: null,
  projectUrl: null,
  thumbnailUrl: null,
  arxivId: '2603.01234',
  doi: null,
  categories: ['cs.LG'],
  keywords: [],
};

test('formats the known fields and escapes everything with a meaning in TeX', () => {
  const entry = bibtex(paper);
  expect(entry).toMatch(/^@misc\{ovelace2026learning,\n/);
  expect(entry).toContain(String.raw`\& 50\%`);
  expect(entry).toContain('  author = {Ada Łovelace and Émile Noël},');
  expect(entry).toContain(
    '  eprint = {2603.01234},\n  archivePrefix = {arXiv},\n  primaryClass = {cs.LG},',
  );
  expect(entry.match(/\{/g)?.length).toBe(entry.match(/\}/g)?.length);
});

test('formats an entry without authors, date or arXiv id', () => {
  const entry = bibtex({
    ...paper,
    authors: [],
    publishedOn: null,
    arxivId: null,
    url: null,
    title: 'Ω',
  });
  expect(entry).toBe('@misc{paper2026,\n  title = {{Ω}},\n  year = {2026},\n}');
});

/** Counts like BibTeX: a backslash does not protect a brace. */
function braces(text: string): number {
  let depth = 0;
  for (const char of text) depth += char === '{' ? 1 : char === '}' ? -1 : 0;
  return depth;
}

test('keeps formulas as LaTeX if they cannot break the entry', () => {
  const title = (text: string) => bibtex({ ...paper, title: text }).split('\n')[1];
  expect(title(String.raw`The $\ell_1$ norm is \textbf{50\%} of $\frac{a}{b}$`)).toBe(
    String.raw`  title = {{The $\ell_1$ norm is 50\% of $\frac{a}{b}$}},`,
  );
  expect(title(String.raw`A $\{$ and $a}{b$ and a lonely $ {`)).toBe(
    String.raw`  title = {{A \textbraceleft{} and ab and a lonely \$ \textbraceleft{}}},`,
  );
});

test('prevents names, categories and addresses from ending a field or the entry', () => {
  const entry = bibtex({
    ...paper,
    authors: [
      'Evil}, title = {x',
      'Salt and Sons',
      'A, B, C, D',
      'Line\nBreak',
      'back\\slash',
      '100% {Me}',
    ],
    categories: ['cs.LG}\n@misc{'],
    url: 'https://papers.example/{a}b\\',
  });
  expect(braces(entry)).toBe(0);
  expect(entry.split('\n').length).toBe(9);
  expect(entry).toContain(
    String.raw`Evil\textbraceright{}, title = \textbraceleft{}x and {Salt and Sons} and {A, B, C, D} and Line Break and back\textbackslash{}slash`,
  );
  expect(entry).toContain('  url = {https://papers.example/%7Ba%7Db%5C},');
});
