import { expect, test } from 'vitest';
import { latexToHtml, latexToText } from '../../../../src/lib/latex/latex.ts';
import { samplePapers } from '../../../../src/papers/sources/sample.ts';

const papers = samplePapers();

test('have distinct titles and abstracts of ordinary length', () => {
  expect(papers.length).toBeGreaterThanOrEqual(36);
  expect(new Set(papers.map(({ title }) => title)).size).toBe(papers.length);
  for (const { title, abstract } of papers) {
    const words = (abstract ?? '').split(' ').length;
    expect([title, words >= 150 && words <= 220]).toEqual([title, true]);
  }
});

test('contain only formulas that can be rendered', () => {
  expect(papers.filter(({ abstract }) => abstract?.includes('$')).length).toBeGreaterThan(10);
  for (const { abstract } of papers) {
    expect(latexToText(abstract ?? '')).not.toMatch(/[$\\]/);
    expect(
      latexToHtml(abstract ?? '').replaceAll(/<annotation.*?<\/annotation>/gs, ''),
    ).not.toMatch(/[$\\]/);
  }
});

test('link only to example.org', () => {
  for (const link of papers.flatMap(({ url, pdfUrl, codeUrl }) => [url, pdfUrl, codeUrl]))
    expect(link ?? 'https://example.org/').toMatch(/^https:\/\/example\.org\//);
});
