import { generator } from '../lib/random.ts';

/** A mean over days and its 95% interval. */
export interface Estimate {
  mean: number;
  low: number;
  high: number;
  days: number;
}

const samples = 1000;

/** The percentile bootstrap: 1,000 means of as many days, drawn with replacement. */
export function estimate(days: number[], seed = 1): Estimate {
  if (days.length === 0) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN, days: 0 };
  const random = generator(seed);
  const means = Array.from({ length: samples }, () =>
    mean(days.map(() => days[Math.floor(random() * days.length)] ?? 0)),
  ).toSorted((a, b) => a - b);
  const at = (share: number) => means[Math.floor(share * (samples - 1))] ?? Number.NaN;
  return { mean: mean(days), low: at(0.025), high: at(0.975), days: days.length };
}

/** How much better `a` was than `b`, day by day. */
export function difference(a: number[], b: number[]): Estimate {
  return estimate(a.map((value, day) => value - (b[day] ?? 0)));
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
