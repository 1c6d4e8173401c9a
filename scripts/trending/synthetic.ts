import { addDays, type Day } from '../../src/lib/dates.ts';
import type { Listing } from './history.ts';
import { generator } from '../lib/random.ts';
import { normal, poisson } from './random.ts';

type Random = () => number;

/** The publishers: a quality of each organization and author, in doublings of upvotes. */
interface World {
  organizations: { name: string; quality: number }[];
  authors: { name: string; quality: number }[];
}

const topics = [
  'agents',
  'diffusion',
  'retrieval',
  'robotics',
  'speech',
  'theorem',
  'vision',
  'translation',
];

/**
 * A generated history, the same for the same seed: on each weekday 8 to 40 papers, listed between
 * 00:00 and 07:00 UTC. The final upvotes of a paper are log-normal around the values of its
 * organization, its authors, its topic and its code; half of them arrive in the first 10 hours. The
 * distribution follows real days, the text does not.
 */
export function synthetic({ seed, days }: { seed: number; days: number }): Listing[] {
  const random = generator(seed);
  const world: World = {
    organizations: people('org', 40, 0.7, random),
    authors: people('author', 300, 0.7, random),
  };
  return Array.from({ length: days }, (_, n) => addDays('2026-01-01', n))
    .filter((date) => ![0, 6].includes(new Date(date).getUTCDay()))
    .flatMap((date) =>
      Array.from({ length: 8 + Math.floor(random() * 33) }, (_, n) =>
        listing(date, n, world, random),
      ),
    );
}

function people(kind: string, count: number, spread: number, random: Random) {
  return Array.from({ length: count }, (_, n) => ({
    name: `${kind} ${n}`,
    quality: spread * normal(random),
  }));
}

function listing(date: Day, n: number, world: World, random: Random): Listing {
  const listedAt = random() ** 1.5 * 7;
  const organization = random() < 0.5 ? pick(world.organizations, random) : undefined;
  const authors = [
    pick(world.authors, random),
    pick(world.authors, random),
    pick(world.authors, random),
  ];
  const delay = 1 + Math.floor(random() ** 3 * 10);
  const [topic, code] = [Math.floor(random() * topics.length), random() < 0.45];
  const quality =
    (organization === undefined ? 0 : organization.quality + 0.6) +
    authors.reduce((sum, author) => sum + (author?.quality ?? 0), 0) / 2 +
    (topic - 3.5) / 8 +
    (code ? 0.5 : 0) -
    0.1 * listedAt -
    0.25 * Math.log2(1 + Math.max(0, delay - 2));
  const drawn = 12 * 2 ** (quality + normal(random));
  const [morning, night, later] = [upTo(8 - listedAt), upTo(24 - listedAt), 1].map(
    (part) => drawn * part,
  );
  const at8 = poisson(Math.min(300, morning ?? 0), random);
  const next = at8 + poisson(Math.min(300, (night ?? 0) - (morning ?? 0)), random);
  return {
    date,
    id: `${date}-${n}`,
    submitted: new Date(Date.parse(date) + listedAt * 3_600_000).toISOString(),
    at8: { hour: 8, upvotes: at8, comments: poisson(at8 / 15, random) },
    next,
    final: next + poisson(Math.min(300, (later ?? 0) - (night ?? 0)), random),
    finalAfterHours: 168,
    code,
    details: {
      title: `A study of ${topics[topic] ?? ''}`,
      authors: authors.map((author) => author?.name ?? ''),
      organization: organization?.name ?? null,
      stars: null,
      publishedOn: addDays(date, -delay),
    },
  };
}

function pick<T>(values: T[], random: Random): T | undefined {
  return values[Math.floor(random() * values.length)];
}

/** The share of a paper's upvotes that arrive in its first hours. */
function upTo(hours: number): number {
  return 1 - 2 ** (-hours / 10);
}
