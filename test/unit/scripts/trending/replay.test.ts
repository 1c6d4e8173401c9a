import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { difference, estimate, mean } from '../../../../scripts/trending/bootstrap.ts';
import { fitPrior } from '../../../../scripts/trending/fit.ts';
import { type Listing, readHistory, readVotes } from '../../../../scripts/trending/history.ts';
import {
  everShown,
  formula,
  type Order,
  recallOnDay,
  recency,
  upvotes,
} from '../../../../scripts/trending/replay.ts';
import { synthetic } from '../../../../scripts/trending/synthetic.ts';

const line = (id: string, more: Partial<Listing> = {}): Listing => ({
  date: '2026-03-10',
  id,
  submitted: '2026-03-10T01:00:00.000Z',
  at8: { hour: 7.8, upvotes: 20, comments: 0 },
  next: 20,
  final: 20,
  finalAfterHours: 72,
  code: false,
  ...more,
});
const votes = (now: number, next: number) => ({
  at8: { hour: 7.8, upvotes: now, comments: 0 },
  next,
  final: next,
});
/** Nine papers that do not change, one that overtakes them tomorrow, and one that falls behind. */
const oneDay = [
  ...Array.from({ length: 9 }, (_, n) => line(`same ${n}`)),
  line('rises', votes(12, 99)),
  line('stays behind', votes(15, 15)),
];
const recalls = (listings: Listing[], order: Order, hidden = false) =>
  recallOnDay(listings, order, { target: 'next', size: 10, hide: () => hidden }).map(
    ({ recall }) => recall,
  );

test('reads a history line by line and skips invalid lines by number', () => {
  const text = [
    JSON.stringify(line('a')),
    '',
    'nonsense',
    JSON.stringify({ ...line('b'), date: '2026-02-30' }),
  ];
  const { listings, rejected } = readVotes('votes.ndjson', text.join('\n'));
  expect(listings).toEqual([line('a')]);
  expect(rejected.map((each) => each.line)).toEqual([3, 4]);
  expect(readHistory('no such folder')).toBeUndefined();
});

test('measures an issue by the later best papers; ignores days with ten papers or fewer', () => {
  expect(recalls(oneDay, upvotes)).toEqual([0.9]);
  expect(recalls(oneDay.slice(1), upvotes)).toEqual([]);
  expect(
    recalls(
      oneDay.map((each) => ({ ...each, next: null })),
      upvotes,
    ),
  ).toEqual([]);
});

test('shows a paper that rises after its first morning on the next day, within the window', () => {
  const next = Array.from({ length: 2 }, (_, n) => line(`new ${n}`, { date: '2026-03-11' }));
  const shown = (days: number) =>
    everShown([...oneDay, ...next], formula, { days, everyDay: true })[0]?.recall;
  expect(shown(1)).toBe(0.9);
  expect(shown(3)).toBe(1);
});

test('contains the mean in the bootstrap interval, which narrows with more days', () => {
  const days = Array.from({ length: 400 }, (_, n) => (n % 4) / 4);
  const [few, many] = [estimate(days.slice(0, 40)), estimate(days)];
  expect(few.low).toBeLessThan(0.375);
  expect(few.high).toBeGreaterThan(0.375);
  expect(many.high - many.low).toBeLessThan(few.high - few.low);
  expect(difference(days, days)).toMatchObject({ mean: 0, low: 0, high: 0 });
});

test('generates a reproducible history; a fit recovers its parameters', () => {
  const history = synthetic({ seed: 1, days: 200 });
  expect(synthetic({ seed: 1, days: 200 })).toEqual(history);
  expect(synthetic({ seed: 2, days: 200 })).not.toEqual(history);
  const [code] = fitPrior(history);
  expect(code?.fitted).toBeCloseTo(0.5, 0);
  expect(code?.standardError).toBeLessThan(0.1);
});

const real = process.env['PAPERS_DATA'] ?? '../shared/data/papers';
const histories: [string, () => Listing[]][] = [
  ['generated', () => synthetic({ seed: 3, days: 200 })],
  ...(existsSync(real)
    ? [['real', () => readHistory(real)?.listings ?? []] satisfies [string, () => Listing[]]]
    : []),
];

test.each(histories)(
  'ranks no worse than upvotes at equal age, and content far better than recency, over %s days',
  (_, read) => {
    const history = read();
    const [ours, plain, newest] = [formula, upvotes, recency].map((order) =>
      mean(recalls(history, order)),
    );
    expect(ours).toBeGreaterThan((plain ?? 1) - 0.005);
    expect(plain).toBeGreaterThan((newest ?? 1) + 0.2);
    expect(mean(recalls(history, formula, true))).toBeGreaterThan((newest ?? 1) + 0.08);
  },
);

test('improves the content prior with a track record of organizations, authors and words', () => {
  const history = synthetic({ seed: 3, days: 200 });
  const bare = history.map(({ details: _details, ...listing }) => listing);
  expect(mean(recalls(history, formula, true))).toBeGreaterThan(
    mean(recalls(bare, formula, true)) + 0.05,
  );
});
