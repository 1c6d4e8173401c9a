import { generator } from '../lib/random.ts';

/** Normally distributed, mean 0 and variance 1 (Box–Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Poisson distributed (Knuth). It is fast only for small rates. */
export function poisson(rate: number, random: () => number): number {
  const limit = Math.exp(-rate);
  let [count, product] = [0, random()];
  while (product > limit) {
    count += 1;
    product *= random();
  }
  return count;
}

/**
 * A number from 0 to 1 that depends only on the text (FNV-1a), for an order that is unrelated to
 * the order of a file.
 */
export function hashed(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01_00_01_93) >>> 0;
  return generator(hash)();
}
