import { expect, test } from 'vitest';
import { readCatalogue } from '../../../../src/lib/i18n/words.ts';
import { reasonText } from '../../../../src/papers/ranking/reason-text.ts';
import { type Reason, reasonsOf } from '../../../../src/papers/ranking/reasons.ts';

const words = readCatalogue();
const paper = { upvotes: 71, codeUrl: 'https://code.example', stars: 1234 };
const text = (reasons: Reason[], lang = 'en') => reasonText(words(lang), reasons);

test('shows upvotes, growth and code on one short line', () => {
  const reasons = reasonsOf(paper, { growth: { upvotes: 40, hours: 24.1 } });
  expect(reasons).toEqual([
    { code: 'upvotes', count: 71 },
    { code: 'rising', count: 40, hours: 24.1 },
    { code: 'code', stars: 1234 },
  ]);
  expect(text(reasons)).toBe('71 upvotes · +40 since yesterday · code, 1.2k stars');
  expect(text(reasons, 'de')).toBe('71 Upvotes · +40 seit gestern · Code, 1234 Sterne');
  expect(text(reasons, 'zh')).toBe('71 个赞 · 昨天以来 +40 · 有代码，1234 个星标');
});

test.each([
  [1, '+40 in 1 hour'],
  [7.3, '+40 in 7 hours'],
  [20, '+40 since yesterday'],
  [33, '+40 in 2 days'],
  [48, '+40 in 2 days'],
])('shows growth within %s hours as %s', (hours, said) =>
  expect(text([{ code: 'rising', count: 40, hours }])).toBe(said),
);

test('shows nothing that was not observed', () => {
  expect(reasonsOf({ upvotes: null, codeUrl: null })).toEqual([]);
  expect(text(reasonsOf({ upvotes: 0, codeUrl: paper.codeUrl }))).toBe('0 upvotes · code');
  expect(
    reasonsOf({ upvotes: 9, codeUrl: null }, { growth: { upvotes: 4, hours: 24 } }),
  ).toHaveLength(1);
  expect(
    reasonsOf({ upvotes: 9, codeUrl: null }, { growth: { upvotes: -9, hours: 24 } }),
  ).toHaveLength(1);
});

test('shows earlier papers only if upvotes are unknown', () => {
  const trackRecord = {
    points: 1,
    authors: { papers: 2, upvotes: 40 },
    organization: { papers: 1, upvotes: 8 },
  };
  expect(reasonsOf({ upvotes: 3, codeUrl: null }, { trackRecord })).toEqual([
    { code: 'upvotes', count: 3 },
  ]);
  expect(text(reasonsOf({ upvotes: null, codeUrl: null }, { trackRecord }))).toBe(
    '2 earlier papers by authors of these names: 40 upvotes on average · an earlier paper from this organization: 8 upvotes',
  );
});
