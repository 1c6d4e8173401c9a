import { expect, test } from 'vitest';
import { readPaper } from '../../../../src/papers/sources/lenient.ts';

test('omits an invalid value without losing the paper', () => {
  const read = readPaper({
    title: 'A title',
    abstract: 'a'.repeat(60_000),
    authors: ['Ada Lindqvist', '', 7, 'Kwame Asare'],
    upvotes: 1_000_000_000,
    comments: 2,
    codeUrl: 'javascript:alert(1)',
    publishedOn: '2026-02-30',
    keywords: ['sparse', 'k'.repeat(150)],
    categories: 'cs.CL',
  });
  expect(read).toEqual({
    title: 'A title',
    abstract: 'a'.repeat(50_000),
    authors: ['Ada Lindqvist', 'Kwame Asare'],
    comments: 2,
    keywords: ['sparse'],
  });
});

test('rejects a paper only for a title that cannot be shown', () => {
  expect(readPaper({ title: ' \u200B ', abstract: 'Fine.' })).toBe('title: must not be empty');
  expect(readPaper({ abstract: 'Fine.' })).toMatch(/^title: /);
});
