import { detectRdfFeed, parseAtomFeed, parseJsonFeed, parseRdfFeed, parseRssFeed } from 'feedsmith';
import { z } from 'zod';
import { addDays, dayOf } from '../../lib/dates.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import { arxivIdOfUrl } from '../arxiv-id.ts';
import { doiIn } from '../doi.ts';
import type { PaperInput } from '../paper.ts';
import { arxivRate } from './arxiv/arxiv.ts';
import { plainText } from './plain-text.ts';
import { SourceError } from './failure.ts';
import { instantIn } from './instant.ts';
import { elements, readPaper } from './lenient.ts';
import { listingDay, type PaperSource, partition, type Span } from './source.ts';

export type FeedFormat = 'rss' | 'atom' | 'jsonfeed';

/** Days for which an entry counts as new. Feeds keep old entries for weeks. */
const newDays = 7;

const text = z.string().nullish().catch(null);
const names = elements(z.object({ name: z.string() })).transform((named) =>
  named.map(({ name }) => name),
);

/** An entry of any format. */
interface Entry {
  title: string;
  url: string | null | undefined;
  id: string | null | undefined;
  content: string | null | undefined;
  authors: string[];
  date: string | null | undefined;
  categories: string[];
}

/** A feed of papers at any URL: RSS 1.0 or 2.0, Atom or JSON Feed 1.1. */
export function feed(format: FeedFormat, url: string): PaperSource {
  const { host } = new URL(url);
  return {
    name: format,
    ...(/(^|\.)arxiv\.org$/.test(host) ? arxivRate : { provider: host, interval: 1000 }),
    async *fetch(request, span) {
      const entries = entriesOf(format, await request(url));
      yield partition(entries.flatMap((raw) => readEntry({ format, url }, raw, span) ?? []));
    },
  };
}

function entriesOf(format: FeedFormat, body: string): unknown[] {
  try {
    return parsers[format](body) ?? [];
  } catch (cause) {
    throw new SourceError({ code: 'format', format: labels[format] }, { cause });
  }
}

const labels = { rss: 'RSS', atom: 'Atom', jsonfeed: 'JSON Feed' };

const parsers: Record<FeedFormat, (body: string) => unknown[] | undefined> = {
  rss: (body) => (detectRdfFeed(body) ? parseRdfFeed(body) : parseRssFeed(body)).items,
  atom: (body) => parseAtomFeed(body).entries,
  jsonfeed: (body) => parseJsonFeed(JSON.parse(body)).items,
};

const schemas: Record<FeedFormat, z.ZodType<Entry>> = {
  rss: z
    .object({
      title: z.string(),
      link: text,
      guid: z.object({ value: z.string() }).nullish().catch(null),
      description: text,
      content: z.object({ encoded: z.string() }).nullish().catch(null),
      authors: names,
      dc: z
        .object({
          creators: elements(z.string()),
          dates: elements(z.string()),
          identifiers: elements(z.string()),
          subjects: elements(z.string()),
        })
        .nullish()
        .catch(null),
      pubDate: text,
      categories: names,
    })
    .transform(({ title, link, guid, description, content, authors, dc, pubDate, categories }) => ({
      title,
      url: link,
      id: guid?.value ?? dc?.identifiers[0],
      content: description ?? content?.encoded,
      authors: dc?.creators[0] === undefined ? authors : dc.creators,
      date: pubDate ?? dc?.dates[0],
      categories: [...categories, ...(dc?.subjects ?? [])],
    })),
  atom: z
    .object({
      title: z.object({ value: z.string() }),
      id: text,
      links: elements(z.object({ href: z.string(), rel: z.string().optional() })),
      summary: z.object({ value: z.string() }).nullish().catch(null),
      content: z.object({ value: z.string() }).nullish().catch(null),
      authors: names,
      published: text,
      updated: text,
      categories: elements(z.object({ term: z.string() })),
    })
    .transform(
      ({ title, id, links, summary, content, authors, published, updated, categories }) => ({
        title: title.value,
        url: (links.find(({ rel }) => rel === undefined || rel === 'alternate') ?? links[0])?.href,
        id,
        content: summary?.value ?? content?.value,
        authors,
        date: published ?? updated,
        categories: categories.map(({ term }) => term),
      }),
    ),
  jsonfeed: z
    .object({
      title: z.string(),
      id: text,
      url: text,
      external_url: text,
      summary: text,
      content_text: text,
      content_html: text,
      authors: names,
      date_published: text,
      tags: elements(z.string()),
    })
    .transform((item) => ({
      title: item.title,
      url: item.url ?? item.external_url,
      id: item.id,
      // A summary of JSON Feed is one sentence; the abstract is in the content.
      content: item.content_text ?? item.content_html ?? item.summary,
      authors: item.authors,
      date: item.date_published,
      categories: item.tags,
    })),
};

/** @returns the paper, why it was skipped, or undefined if it is not new */
function readEntry(
  { format, url }: { format: FeedFormat; url: string },
  raw: unknown,
  span: Span,
): PaperInput | string | undefined {
  const parsed = schemas[format].safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { title, date } = parsed.data;
  const {
    days: [today = ''],
    lastFetch,
  } = span;
  const instant = instantIn(date);
  const published = instant === undefined ? undefined : dayOf(instant);
  if (published !== undefined && published < addDays(lastFetch ?? today, -newDays))
    return undefined;
  const input = readPaper({
    ...paperFields(parsed.data, url),
    publishedOn: published,
    listedOn: listingDay(published, span),
  });
  return typeof input === 'string' ? `${title}: ${input}` : input;
}

type FeedEntry = z.output<(typeof schemas)[FeedFormat]>;

/** A relative link is resolved against the URL of the feed. */
function paperFields(
  { title, url: link, id, content, authors, categories }: FeedEntry,
  feedUrl: string,
) {
  const url = link == null || link === '' ? undefined : URL.parse(link, feedUrl)?.href;
  const arxivId = arxivIdOfUrl(id) ?? arxivIdOfUrl(url);
  const doi = doiIn(id ?? '') ?? doiIn(url ?? '');
  return {
    title: plainText(title),
    abstract: plainText(content ?? ''),
    authors: authors.map((name) => name.trim()).filter((name) => name !== ''),
    url,
    arxivId,
    doi,
    categories: categories.slice(0, 50),
  };
}
