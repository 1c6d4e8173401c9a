import { priorWeights, usualListingHour } from '../../src/papers/ranking/prior-weights.ts';
import { type Entry, entriesOf } from './as-ranked.ts';
import type { Listing } from './history.ts';
import { mean } from './bootstrap.ts';

/** The weights of the content prior that the shared format can fit. */
const names = ['code', 'listingHour', 'delay'] as const;

export interface Fit {
  name: (typeof names)[number];
  inUse: number;
  fitted: number;
  standardError: number;
  /** The minimum and maximum when one month is left out. */
  byMonth: [number, number];
}

/**
 * Least squares: the upvotes at the next midnight, in doublings, as a function of content, both
 * relative to the mean of the day.
 */
export function fitPrior(listings: Listing[]): Fit[] {
  const rows = rowsOf(listings);
  const { weights, errors } = leastSquares(rows);
  const months = [...new Set(rows.map(({ date }) => date.slice(0, 7)))];
  const without = months.map(
    (month) => leastSquares(rows.filter(({ date }) => !date.startsWith(month))).weights,
  );
  return names.map((name, place) => ({
    name,
    inUse: priorWeights[name],
    fitted: weights[place] ?? Number.NaN,
    standardError: errors[place] ?? Number.NaN,
    byMonth: [
      Math.min(...without.map((each) => each[place] ?? Number.NaN)),
      Math.max(...without.map((each) => each[place] ?? Number.NaN)),
    ],
  }));
}

interface Row {
  date: string;
  x: number[];
  y: number;
}

function rowsOf(listings: Listing[]): Row[] {
  const known = listings.filter(({ next }) => next !== null);
  const byDay = new Map<string, Entry[]>();
  for (const entry of entriesOf(known))
    byDay.set(entry.listedOn, [...(byDay.get(entry.listedOn) ?? []), entry]);
  return [...byDay].flatMap(([date, entries]) => {
    const [features, targets] = [
      entries.map(featuresOf),
      entries.map(({ listing }) => Math.log2(1 + (listing.next ?? 0))),
    ];
    const means = names.map((_, place) => mean(features.map((each) => each[place] ?? 0)));
    const meanTarget = mean(targets);
    return features.map((each, row) => ({
      date,
      x: each.map((value, place) => value - (means[place] ?? 0)),
      y: (targets[row] ?? 0) - meanTarget,
    }));
  });
}

function featuresOf({ codeUrl, submitted, listedOn, publishedOn }: Entry): number[] {
  const hour = (submitted.getTime() - Date.parse(listedOn)) / 3_600_000;
  const days =
    publishedOn == null ? 0 : (Date.parse(listedOn) - Date.parse(publishedOn)) / 86_400_000;
  return [
    codeUrl === null ? 0 : 1,
    hour >= 0 && hour < 24 ? hour : usualListingHour,
    Math.log2(1 + Math.max(0, days - 2)),
  ];
}

function leastSquares(rows: Row[]): { weights: number[]; errors: number[] } {
  const products = names.map((_, i) =>
    names.map((__, j) => sum(rows, ({ x }) => (x[i] ?? 0) * (x[j] ?? 0))),
  );
  const inverse = inverted(products);
  const right = names.map((_, i) => sum(rows, ({ x, y }) => (x[i] ?? 0) * y));
  const weights = inverse.map((row) =>
    row.reduce((total, value, j) => total + value * (right[j] ?? 0), 0),
  );
  const residual = sum(
    rows,
    ({ x, y }) => (y - x.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0)) ** 2,
  );
  const variance = residual / (rows.length - names.length);
  return { weights, errors: inverse.map((row, i) => Math.sqrt(variance * (row[i] ?? 0))) };
}

function sum(rows: Row[], value: (row: Row) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

/** Gauss–Jordan elimination of a positive definite matrix. */
function inverted(matrix: number[][]): number[][] {
  const size = matrix.length;
  let rows = matrix.map((row, i) => [...row, ...matrix.map((_, j) => (i === j ? 1 : 0))]);
  for (let pivot = 0; pivot < size; pivot += 1) {
    const lead = (rows[pivot] ?? []).map((value) => value / (rows[pivot]?.[pivot] ?? 1));
    rows = rows.map((row, i) =>
      i === pivot ? lead : row.map((value, j) => value - (row[pivot] ?? 0) * (lead[j] ?? 0)),
    );
  }
  return rows.map((row) => row.slice(size));
}
