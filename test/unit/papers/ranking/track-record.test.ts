import { expect, test } from 'vitest';
import { type PastPaper, trackRecordsFrom } from '../../../../src/papers/ranking/track-record.ts';

const paper = (upvotes: number, more: Partial<PastPaper> = {}): PastPaper => ({
  listedOn: '2026-03-02',
  title: '',
  authors: [],
  upvotes,
  ...more,
});
const ask = (past: PastPaper[], more: Partial<PastPaper>) =>
  trackRecordsFrom(past)({ title: '', authors: [], ...more });

test('is empty without earlier papers', () =>
  expect(ask([], { authors: ['Ada'], organization: 'Lab' })).toEqual({ points: 0 }));

test('compares upvotes with those of the same day', () => {
  const quiet = [paper(7, { authors: ['Ada'] }), paper(1)];
  const loud = [127, 127].map((upvotes) =>
    paper(upvotes, { listedOn: '2026-03-03', authors: ['Bob'] }),
  );
  expect(ask([...quiet, ...loud], { authors: ['Ada'] }).points).toBeGreaterThan(0.1);
  expect(ask([...quiet, ...loud], { authors: ['Bob'] }).points).toBe(0);
});

test('grows with the number of papers and never reaches their mean', () => {
  const papers = (count: number) =>
    Array.from({ length: count }, (_, n) => `2026-02-${10 + n}`).flatMap((listedOn) => [
      paper(31, { listedOn, organization: 'Lab' }),
      paper(7, { listedOn }),
    ]);
  const [one = 0, ten = 0] = [1, 10].map(
    (count) => ask(papers(count), { organization: 'Lab' }).points,
  );
  expect(one).toBeCloseTo(1 / 9);
  expect(ten).toBeCloseTo(10 / 18);
});

test('counts a paper by several authors once, and not what its organization explains', () => {
  const past = [paper(31, { authors: ['Ada', 'Bob'], organization: 'Lab' }), paper(7)];
  const both = ask(past, { authors: ['Ada', 'Bob'] });
  expect(both).toEqual(ask(past, { authors: ['Ada'] }));
  expect(both.authors).toEqual({ papers: 1, upvotes: 31 });
  const known = ask(past, { authors: ['Ada'], organization: 'Lab' });
  expect(known.points).toBeLessThan(2 / 9);
  expect(known.organization).toEqual({ papers: 1, upvotes: 31 });
});

test('gives title words little weight', () => {
  const past = [
    paper(31, { title: 'Agents that plan' }),
    paper(7, { title: 'On the limits of proofs' }),
  ];
  const points =
    ask(past, { title: 'AGENTS and proofs' }).points + ask(past, { title: 'Agents' }).points;
  expect(points).toBeCloseTo(1 / 101);
});
