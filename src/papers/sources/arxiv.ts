import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { z } from 'zod';
import { arxivIdIn } from '../arxiv-id.ts';
import { paperInput, type PaperInput } from '../paper.ts';
import { type Fetched, type PaperSource, SourceError } from './source.ts';

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

const item = z.object({
  guid: z.object({ value: z.string() }),
  title: z.string(),
  description: z.string().nullish().catch(null),
  dc: z
    .object({ creator: z.string().nullish(), creators: z.array(z.string()).nullish() })
    .nullish()
    .catch(null),
  categories: z
    .array(z.object({ name: z.string() }))
    .nullish()
    .catch(null),
});

/**
 * arXiv: its API (an Atom feed, newest first; one request in 3 seconds), or where that fails its RSS feed of the day.
 * `categories` such as `cs.CL`.
 */
export function arxiv({ apiUrl, rssUrl }: { apiUrl: string; rssUrl: string }, categories: string[]): PaperSource {
  return {
    name: 'arxiv',
    every: 3000,
    fetch: async (ask, days) => {
      const query = categories.map((category) => `cat:${category}`).join('+OR+');
      const oldest = days.toSorted()[0] ?? '';
      try {
        const text = await ask(
          `${apiUrl}?search_query=${query}&sortBy=submittedDate&sortOrder=descending&start=0&max_results=${entries}`,
        );
        const { papers, skipped } = sort(readFeed(text).map(readEntry));
        return { papers: papers.filter(({ publishedOn }) => (publishedOn ?? oldest) >= oldest), skipped };
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        return await ask(`${rssUrl}/${categories.join('+')}`).then(readRss, () => {
          throw error;
        });
      }
    },
  };
}

/** Papers of a file in the form of the API's answer. @throws SourceError when it is no Atom feed */
export function readAtom(text: string): Fetched {
  return sort(readFeed(text).map(readEntry));
}

function sort(read: (PaperInput | string)[]): Fetched {
  return {
    papers: read.filter((paper) => typeof paper !== 'string'),
    skipped: read.filter((paper) => typeof paper === 'string'),
  };
}

/** The day's new papers and cross-lists; a replacement is no news. */
function readRss(text: string): Fetched {
  try {
    const all: unknown[] = parseRssFeed(text).items ?? [];
    return sort(all.flatMap((raw) => readItem(raw) ?? []));
  } catch (cause) {
    throw new SourceError('the answer is no RSS feed', { cause });
  }
}

function readItem(raw: unknown): PaperInput | string | undefined {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return z.prettifyError(parsed.error).replaceAll('\n', ' ');
  const { guid, title, description, dc, categories } = parsed.data;
  const kind = /Announce Type: *([\w-]+)/.exec(description ?? '')?.[1];
  if (kind?.startsWith('replace')) return undefined;
  const arxivId = arxivIdIn(guid.value.replace('oai:arXiv.org:', ''));
  if (arxivId === undefined) return `${guid.value}: no arXiv id`;
  const names = dc?.creators ?? (dc?.creator == null ? [] : [dc.creator]);
  const input = paperInput.safeParse({
    title,
    abstract: description?.replace(/^.*?Abstract: */s, ''),
    authors: names.flatMap((name) => name.split(/, */)),
    arxivId,
    categories: categories?.map(({ name }) => name).slice(0, 50),
  });
  return input.success ? { ...input.data, raw } : `${arxivId}: ${z.prettifyError(input.error).replaceAll('\n', ' ')}`;
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
