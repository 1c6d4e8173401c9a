import { z } from 'zod';
import { addDays } from '../../lib/dates.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import { doiIn } from '../doi.ts';
import type { PaperInput } from '../paper.ts';
import { SourceError } from './failure.ts';
import { readPaper } from './lenient.ts';
import { type PaperSource, partition } from './source.ts';

/**
 * The maximum number of requests per fetch. Each returns 100 papers. The next fetch continues where
 * this one ends.
 */
const maximumPages = 50;

/**
 * Days before the last fetch that are read again. A post has the date of New York, and the API may
 * list it later.
 */
const lateDays = 2;

const answer = z.object({
  messages: z
    .array(z.object({ total: z.coerce.number().int().optional().catch(undefined) }))
    .catch([]),
  collection: z.array(z.unknown()).default([]),
});

const text = z.string().nullish().catch(null);
const item = z.object({
  doi: z.string(),
  title: z.string(),
  abstract: text,
  authors: text,
  date: z.iso.date(),
  version: z.coerce.string().catch('1'),
  category: text,
});

interface Options {
  server: 'biorxiv' | 'medrxiv';
  apiUrl: string;
  /** For example `neuroscience`. Empty means all categories. */
  categories: string[];
}

/**
 * bioRxiv and medRxiv: `GET /details/SERVER/FROM/TO/CURSOR/json` (https://api.biorxiv.org). Only
 * first versions count as new.
 */
export function biorxiv({ server, apiUrl, categories }: Options): PaperSource {
  const isWanted = (category: string) => categories.length === 0 || categories.includes(category);
  return {
    name: server,
    provider: 'biorxiv',
    interval: 1000,
    async *fetch(request, { days, lastFetch, position }) {
      const [today = ''] = days;
      const first = addDays([lastFetch ?? today, today].toSorted()[0] ?? today, -lateDays);
      let received = position?.received ?? 0;
      for (let page = 0; page < maximumPages; page += 1) {
        const { messages, collection } = parse(
          await request(`${apiUrl}/details/${server}/${first}/${today}/${received}/json`),
        );
        received += collection.length;
        const total = messages[0]?.total ?? 0;
        const items = collection.flatMap((raw) => readItem(raw, isWanted, server) ?? []);
        yield { ...partition(items), position: { received, total } };
        if (received >= total) return;
        if (collection.length === 0)
          throw new SourceError({ code: 'incomplete', received, expected: total });
      }
      throw new SourceError({ code: 'too-many', received: maximumPages * 100 });
    },
  };
}

function parse(body: string): z.output<typeof answer> {
  try {
    return answer.parse(JSON.parse(body));
  } catch (cause) {
    throw new SourceError({ code: 'format', format: 'JSON' }, { cause });
  }
}

/** @returns the paper, why it was skipped, or undefined if it is not wanted */
function readItem(
  raw: unknown,
  isWanted: (category: string) => boolean,
  server: string,
): PaperInput | string | undefined {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { doi, title, abstract, authors, date, version, category } = parsed.data;
  if (version !== '1' || !isWanted((category ?? '').trim().toLowerCase().replaceAll(' ', '-')))
    return undefined;
  const page = `https://www.${server}.org/content/${doi}v${version}`;
  const input = readPaper({
    title,
    abstract,
    // `Lindqvist, A.; Asare, K.`
    authors: authors
      ?.split(';')
      .map((name) => name.trim().replace(/^([^,\n]+), *([^ \n].*)$/, '$2 $1'))
      .filter((name) => name !== ''),
    publishedOn: date,
    listedOn: date,
    doi: doiIn(doi),
    url: page,
    pdfUrl: `${page}.full.pdf`,
    categories: category == null ? null : [category],
  });
  return typeof input === 'string' ? `${doi}: ${input}` : { ...input, raw };
}
