import { expect, test } from 'vitest';
import { arxivIdIn } from '../../../src/papers/arxiv-id.ts';
import { arxivIdOfDoi, doiIn } from '../../../src/papers/doi.ts';
import { hostileTexts } from '../../hostile/texts.ts';

test('finds ids in the formats of sources', () => {
  expect(
    [
      '2510.12345v2',
      'oai:arXiv.org:2510.12345v1',
      'http://arxiv.org/abs/hep-th/9901001v3',
      'https://x.org/1',
    ].map(arxivIdIn),
  ).toEqual(['2510.12345', '2510.12345', 'hep-th/9901001', undefined]);
  expect(
    ['doi:10.1000/AB', ' https://doi.org/10.1000/ab ', '10.1000/a 10.1000/b', '10.1/x', ''].map(
      doiIn,
    ),
  ).toEqual(['10.1000/ab', '10.1000/ab', '10.1000/a', undefined, undefined]);
  expect(arxivIdOfDoi('10.48550/arxiv.2510.12345')).toBe('2510.12345');
});

test('finds no id in a hostile text', () => {
  for (const text of hostileTexts) {
    expect([arxivIdIn(text), arxivIdOfDoi(text), doiIn(text)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
});
