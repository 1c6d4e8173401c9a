import { addDays } from '../../src/lib/dates.ts';
import type { Observation } from './replay.ts';

/** Hours for which a paper is followed. */
const followed = 72;

/**
 * An invented history, the same for the same seed. Per day 15 to 60 papers (a third of that at weekends), listed one by one
 * from midnight to 20:00. What a paper draws in all is log-normal (median 12 upvotes, one in forty over 100); it comes
 * evenly at first and fades with a half-life of 6 to 40 hours, less at night (UTC), a Poisson number each hour. One in
 * twelve is passed on somewhere at a random hour and draws as much again within half a day. One upvote in eight brings a
 * comment, more for some papers than for others.
 */
export function synthetic({ seed, days }: { seed: number; days: number }): Observation[] {
  const random = generator(seed);
  const observations: Observation[] = [];
  for (let n = 0; n < days; n += 1) {
    const date = addDays('2026-01-01', n);
    const weekend = [0, 6].includes(new Date(date).getUTCDay());
    const papers = Math.round((15 + random() * 45) / (weekend ? 3 : 1));
    for (let paper = 0; paper < papers; paper += 1) observations.push(...follow(`${date}-${paper}`, date, random));
  }
  return observations;
}

function follow(id: string, date: string, random: () => number): Observation[] {
  const listed = Math.floor(random() * 21);
  const halfLife = 6 + random() ** 2 * 34;
  const appeal = Math.exp(Math.log(12) + normal(random) * 1.1);
  const talk = random() ** 2 / 2.7;
  const passedOn = random() < 1 / 12 ? Math.floor(random() * 48) : Number.POSITIVE_INFINITY;
  const observations: Observation[] = [];
  let [upvotes, comments] = [0, 0];
  for (let age = 0; age < followed; age += 1) {
    const hour = listed + age;
    const daytime = 1 + 0.7 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
    const fading = (appeal * Math.LN2 * 2 ** (-age / halfLife)) / halfLife;
    const wave = age >= passedOn && age < passedOn + 12 ? appeal / 12 : 0;
    const came = poisson((fading + wave) * daytime, random);
    upvotes += came;
    for (let vote = 0; vote < came; vote += 1) comments += random() < talk ? 1 : 0;
    observations.push({ date, id, hour, upvotes, comments });
  }
  return observations;
}

/** Mulberry32: numbers from 0 to 1 that follow from the seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Box and Muller's. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Knuth's; the rates here are small. */
function poisson(rate: number, random: () => number): number {
  const limit = Math.exp(-rate);
  let [count, product] = [0, random()];
  while (product > limit) {
    count += 1;
    product *= random();
  }
  return count;
}
