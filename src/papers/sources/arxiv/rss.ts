import { parseRssFeed } from 'feedsmith';
import { z } from 'zod';
import { addDays, type Day, dayIn } from '../../../lib/dates.ts';
import { faultsIn } from '../../../lib/errors/problem.ts';
import { arxivIdIn } from '../../arxiv-id.ts';
import type { PaperInput } from '../../paper.ts';
import { SourceError } from '../failure.ts';
import { instantIn } from '../instant.ts';
import { elements, readPaper } from '../lenient.ts';
import { type Fetched, partition } from '../source.ts';
import { mailingZone } from './announcement.ts';

/**
 * How arXiv announces a paper in a category: as new, as a cross-list from another category, or as a
 * new version.
 */
export const announceTypes = ['new', 'cross', 'replace'] as const;
export type AnnounceType = (typeof announceTypes)[number];

const item = z.object({
  guid: z.object({ value: z.string() }),
  title: z.string(),
  description: z.string().nullish().catch(null),
  pubDate: z.string().nullish().catch(null),
  dc: z
    .object({ creators: elements(z.string()) })
    .nullish()
    .catch(null),
  categories: elements(z.object({ name: z.string() })),
});

/**
 * Reads the entries of these types from the announcement of the day.
 * @throws SourceError if the text is not an RSS feed
 */
export function readRss(text: string, types: readonly AnnounceType[]): Fetched {
  return partition(parse(text).flatMap((raw) => readItem(raw, types) ?? []));
}

function parse(text: string): unknown[] {
  try {
    return parseRssFeed(text).items ?? [];
  } catch (cause) {
    throw new SourceError({ code: 'format', format: 'RSS' }, { cause });
  }
}

/** @returns the paper, why it was skipped, or undefined if it is of another type */
function readItem(raw: unknown, types: readonly AnnounceType[]): PaperInput | string | undefined {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { guid, title, description, pubDate, dc, categories } = parsed.data;
  const type = typeIn(description ?? '');
  if (!types.includes(type)) return undefined;
  const arxivId = arxivIdIn(guid.value.replace('oai:arXiv.org:', ''));
  if (arxivId === undefined) return `${guid.value}: no arXiv id`;
  const announced = instantIn(pubDate);
  const listedOn = announced && dayIn(mailingZone, announced);
  if (type === 'cross' && listedOn !== undefined && isOlder(arxivId, listedOn)) return undefined;
  const names = dc?.creators ?? [];
  const input = readPaper({
    title,
    abstract: description?.replace(/^.*?Abstract: */s, ''),
    authors: names.flatMap((name) => name.split(/, */)).filter((name) => name.trim() !== ''),
    arxivId,
    listedOn,
    categories: categories.map(({ name }) => name).slice(0, 50),
  });
  return typeof input === 'string' ? `${arxivId}: ${input}` : input;
}

/**
 * Whether a paper appeared before the previous month, by its id: arXiv also announces when a paper
 * of an earlier year is listed in another category.
 */
function isOlder(arxivId: string, day: Day): boolean {
  const [, year, month] = /^(\d\d)(\d\d)\./.exec(arxivId) ?? [];
  return year === undefined || `20${year}-${month}` < addDays(day, -31).slice(0, 7);
}

/** `replace-cross` is a new version as well. */
function typeIn(description: string): AnnounceType {
  const type = /Announce Type: *([\w-]+)/.exec(description)?.[1] ?? 'new';
  return announceTypes.find((each) => type.startsWith(each)) ?? 'new';
}
