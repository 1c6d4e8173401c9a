import { z } from 'zod';
import { addDays } from '../../lib/dates.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import { doiIn } from '../doi.ts';
import type { PaperInput } from '../paper.ts';
import { SourceError } from './failure.ts';
import { readPaper } from './lenient.ts';
import { listingDay, type PaperSource, partition, readPages, type Span } from './source.ts';

/** A full page has 100 papers, or fewer: without a total, only an empty page is the last one. */
const limits = { pageSize: 1, maximumPages: 50 };

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
  const isWanted = (category: string) =>
    categories.length === 0 ||
    [category, category.replace(/\(.*/s, '')].some((name) => categories.includes(settingOf(name)));
  return {
    name: server,
    provider: 'biorxiv',
    interval: 1000,
    fetch(request, span) {
      const {
        days: [today = ''],
        lastFetch,
      } = span;
      const first = addDays([lastFetch ?? today, today].toSorted()[0] ?? today, -lateDays);
      return readPages(span, limits, async (start) => {
        const { messages, collection } = parse(
          await request(`${apiUrl}/details/${server}/${first}/${today}/${start}/json`),
        );
        const items = collection.flatMap((raw) => readItem(raw, server, isWanted, span) ?? []);
        return { ...partition(items), entries: collection.length, total: messages[0]?.total };
      });
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

/** `Infectious Diseases` is `infectious-diseases` in PAPER_SOURCES. */
function settingOf(category: string): string {
  return category
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

/** @returns the paper, why it was skipped, or undefined if it is not wanted */
function readItem(
  raw: unknown,
  server: string,
  isWanted: (category: string) => boolean,
  span: Span,
): PaperInput | string | undefined {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { doi, title, abstract, authors, date, version, category } = parsed.data;
  if (version !== '1' || !isWanted(category ?? '')) return undefined;
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
    listedOn: listingDay(date, span),
    doi: doiIn(doi),
    url: page,
    pdfUrl: `${page}.full.pdf`,
    categories: category == null ? null : [category],
  });
  return typeof input === 'string' ? `${doi}: ${input}` : input;
}
