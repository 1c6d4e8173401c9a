import { parseAtomFeed } from 'feedsmith';
import { z } from 'zod';
import { dayOf } from '../../../lib/dates.ts';
import { faultsIn } from '../../../lib/errors/problem.ts';
import { arxivIdIn } from '../../arxiv-id.ts';
import { doiIn } from '../../doi.ts';
import type { PaperInput } from '../../paper.ts';
import { SourceError } from '../failure.ts';
import { instantIn } from '../instant.ts';
import { elements, readPaper } from '../lenient.ts';
import { type Page, partition } from '../source.ts';
import { announcedOn } from './announcement.ts';

const category = z.object({ term: z.string() });

const entry = z.object({
  id: z.string(),
  title: z.object({ value: z.string() }),
  summary: z.object({ value: z.string() }).nullish().catch(null),
  published: z.string().nullish().catch(null),
  authors: elements(z.object({ name: z.string() })),
  categories: elements(category),
  arxiv: z
    .object({
      doi: z.string().nullish().catch(null),
      primaryCategory: category.nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

/**
 * Reads the papers of an API response.
 * @throws SourceError if the response is not an Atom feed, or reports an error
 */
export function readAtom(text: string): Page {
  const { entries, total } = parse(text);
  const [first] = entries;
  const error = entries.length === 1 ? entry.safeParse(first).data : undefined;
  if (error?.title.value === 'Error' && error.id.includes('/api/errors')) {
    throw new SourceError({
      code: 'message',
      message: (error.summary?.value ?? 'Error').slice(0, 300),
    });
  }
  return { ...partition(entries.map(readEntry)), entries: entries.length, total };
}

function parse(text: string): { entries: unknown[]; total: number | undefined } {
  try {
    const feed = parseAtomFeed(text);
    return { entries: feed.entries ?? [], total: feed.opensearch?.totalResults };
  } catch (cause) {
    throw new SourceError({ code: 'format', format: 'Atom' }, { cause });
  }
}

/**
 * Reads an entry. Its listing day is the day of its announcement.
 * @returns the paper, or why it was skipped
 */
function readEntry(raw: unknown): PaperInput | string {
  const parsed = entry.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { id, title, summary, published, authors, categories, arxiv } = parsed.data;
  const arxivId = arxivIdIn(id);
  if (arxivId === undefined) return `${id}: no arXiv id`;
  const submitted = instantIn(published);
  const input = readPaper({
    title: title.value,
    abstract: summary?.value,
    authors: authors.map(({ name }) => name),
    categories: termsOf(categories, arxiv?.primaryCategory),
    publishedOn: submitted && dayOf(submitted),
    listedOn: submitted && announcedOn(submitted),
    arxivId,
    doi: doiIn(arxiv?.doi ?? ''),
  });
  return typeof input === 'string' ? `${id}: ${input}` : input;
}

type Category = z.output<typeof category>;

/** The terms of the categories, the primary one first. */
function termsOf(categories: Category[], primary: Category | null | undefined): string[] {
  const terms = [primary, ...categories].flatMap((each) => each?.term ?? []);
  return [...new Set(terms)].slice(0, 50);
}
