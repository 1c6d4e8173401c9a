import { expect, test } from 'vitest';
import { bibtex } from '../../src/papers/bibtex.ts';
import type { Paper } from '../../src/papers/paper.ts';

const paper: Paper = {
  id: 1,
  source: 'file',
  title: String.raw`Learning $\ell_1$ & 50% of {Everything}`,
  abstract: '',
  authors: ['Ada Łovelace', 'Émile Noël'],
  authorCount: 2,
  publishedOn: '2026-03-09',
  listedOn: '2026-03-10',
  upvotes: null,
  comments: null,
  url: 'https://papers.example/a_b',
  pdfUrl: null,
  codeUrl: null,
  projectUrl: null,
  arxivId: '2603.01234',
  categories: ['cs.LG'],
  keywords: [],
};

test('an entry with the fields that are known, and nothing that TeX would read as its own', () => {
  const entry = bibtex(paper);
  expect(entry).toMatch(/^@misc\{ovelace2026learning,\n/);
  expect(entry).toContain(String.raw`\& 50\%`);
  expect(entry).toContain('  author = {Ada Łovelace and Émile Noël},');
  expect(entry).toContain('  eprint = {2603.01234},\n  archivePrefix = {arXiv},\n  primaryClass = {cs.LG},');
  expect(entry.match(/\{/g)?.length).toBe(entry.match(/\}/g)?.length);
});

test('without authors, date or arXiv id', () => {
  const entry = bibtex({ ...paper, authors: [], publishedOn: null, arxivId: null, url: null, title: 'Ω' });
  expect(entry).toBe('@misc{paper2026,\n  title = {{Ω}},\n  year = {2026},\n}');
});
