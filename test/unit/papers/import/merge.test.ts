import { expect, test } from 'vitest';
import { toInputRow } from '../../../../src/papers/import/input-row.ts';
import { mergePaper } from '../../../../src/papers/import/merge.ts';
import type { PaperInput } from '../../../../src/papers/paper.ts';

const row = (source: string, input: Partial<PaperInput>) =>
  toInputRow({ title: 'T', ...input }, source, '2026-03-10');

/** Merges papers of these sources in this order. */
const merged = (...papers: [source: string, input: Partial<PaperInput>][]) =>
  papers
    .map(([source, input]) => row(source, input))
    .reduce((a, b) => ({ ...b, row: mergePaper(a.row, b) })).row;

test('prefers arXiv’s title to the same one without TeX markup, in any order', () => {
  const tex = String.raw`Learning in $O(n^2)$ with \{0, 1\}`;
  const eaten = 'Learning in O(n2) with 0, 1';
  expect(merged(['huggingface', { title: eaten }], ['arxiv', { title: tex }]).title).toBe(tex);
  expect(merged(['arxiv', { title: tex }], ['huggingface', { title: eaten }]).title).toBe(tex);
  expect(merged(['huggingface', { title: 'Another' }], ['arxiv', { title: tex }]).title).toBe(
    'Another',
  );
  expect(merged(['manual', { title: eaten }], ['arxiv', { title: tex }]).title).toBe(eaten);
});

test('uses a code link of an abstract until a source provides one', () => {
  const abstract = 'Code is at https://github.com/example/found.';
  const given = 'https://github.com/example/given';
  expect(row('arxiv', { abstract }).row.codeUrl).toBe('https://github.com/example/found');
  expect(merged(['arxiv', { abstract }], ['huggingface', { codeUrl: given }]).codeUrl).toBe(given);
  expect(merged(['huggingface', { codeUrl: given }], ['arxiv', { abstract }]).codeUrl).toBe(given);
});

test('counts the stars of the linked repository only', () => {
  const [official, other] = ['https://code.example/official', 'https://code.example/other'];
  const popular: [string, Partial<PaperInput>] = ['huggingface', { codeUrl: other, stars: 4000 }];
  expect(merged(['manual', { codeUrl: official }], popular)).toMatchObject({
    codeUrl: official,
    stars: null,
  });
  expect(merged(popular, ['manual', { codeUrl: official }])).toMatchObject({
    codeUrl: official,
    stars: null,
  });
  expect(merged(popular, ['huggingface', { codeUrl: other, stars: 4001 }]).stars).toBe(4001);
});

test('keeps values that only one source has', () => {
  const known = {
    summary: 'Short.',
    organization: 'Example Lab',
    stars: 7,
    thumbnailUrl: 'https://example.org/a.png',
  };
  const paper = merged(
    ['huggingface', known],
    ['arxiv', { abstract: 'Long.' }],
    ['huggingface', { stars: 9 }],
  );
  expect(paper).toMatchObject({ ...known, stars: 9, abstract: 'Long.' });
});
