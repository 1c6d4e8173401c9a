import { parseAtomFeed } from 'feedsmith';
import { z } from 'zod';
import { arxivIdIn } from '../arxiv-id.ts';
import { paperInput, type PaperInput } from '../paper.ts';
import { type PaperSource, SourceError } from './source.ts';

/** Entries that are asked for: about a day of two busy categories. */
const entries = 200;

const named = z.object({ name: z.string() });
const entry = z.object({
  id: z.string(),
  title: z.object({ value: z.string() }),
  summary: z.object({ value: z.string() }).nullish().catch(null),
  published: z.string().nullish().catch(null),
  authors: z.array(named).nullish().catch(null),
  categories: z
    .array(z.object({ term: z.string() }))
    .nullish()
    .catch(null),
  links: z
    .array(z.object({ href: z.string(), title: z.string().optional() }))
    .nullish()
    .catch(null),
  arxiv: z.object({ doi: z.string().nullish() }).nullish().catch(null),
});

/** arXiv's API: an Atom feed, newest first; one request in 3 seconds. `categories` such as `cs.CL`. */
export function arxiv(apiUrl: string, categories: string[]): PaperSource {
  return {
    name: 'arxiv',
    every: 3000,
    fetch: async (ask, days) => {
      const query = categories.map((category) => `cat:${category}`).join('+OR+');
      const text = await ask(
        `${apiUrl}?search_query=${query}&sortBy=submittedDate&sortOrder=descending&start=0&max_results=${entries}`,
      );
      const read = readFeed(text).map(readEntry);
      const oldest = days.toSorted()[0] ?? '';
      return {
        papers: read
          .filter((paper) => typeof paper !== 'string')
          .filter(({ publishedOn }) => (publishedOn ?? oldest) >= oldest),
        skipped: read.filter((paper) => typeof paper === 'string'),
      };
    },
  };
}

function readFeed(text: string): unknown[] {
  try {
    const feed = parseAtomFeed(text);
    const all: unknown[] = feed.entries ?? [];
    const [first] = all;
    const error = entry.safeParse(first);
    if (all.length === 1 && error.success && error.data.title.value === 'Error') {
      throw new SourceError(`arXiv says: ${error.data.summary?.value ?? 'an error'}`);
    }
    return all;
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError('the answer is no Atom feed', { cause });
  }
}

/** @returns the paper, or why it was skipped. The day it is listed on is the day it is seen first. */
function readEntry(raw: unknown): PaperInput | string {
  const parsed = entry.safeParse(raw);
  if (!parsed.success) return z.prettifyError(parsed.error).replaceAll('\n', ' ');
  const { id, title, summary, published, authors, categories, links, arxiv: own } = parsed.data;
  const arxivId = arxivIdIn(id);
  if (arxivId === undefined) return `${id}: no arXiv id`;
  const input = paperInput.safeParse({
    title: title.value,
    abstract: summary?.value,
    authors: authors?.map(({ name }) => name),
    publishedOn: published?.slice(0, 10),
    arxivId,
    doi: own?.doi,
    pdfUrl: links?.find((link) => link.title === 'pdf')?.href,
    categories: categories?.map(({ term }) => term).slice(0, 50),
  });
  return input.success ? { ...input.data, raw } : `${id}: ${z.prettifyError(input.error).replaceAll('\n', ' ')}`;
}
