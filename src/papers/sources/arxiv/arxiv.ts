import { addDays, type Day } from '../../../lib/dates.ts';
import type { PaperInput } from '../../paper.ts';
import { SourceError } from '../failure.ts';
import type { RequestText, Fetched, PaperSource, Span } from '../source.ts';
import { type AtomPage, readAtom } from './atom.ts';
import { type AnnounceType, readRss } from './rss.ts';

/** Entries per request, and the maximum number of requests per fetch. */
const pageSize = 200;
const maximumPages = 50;

/** How many times a page is requested while it is incomplete. */
const attempts = 3;

/**
 * Days before the last fetch that are read again. Moderators may hold a paper, and it keeps its day
 * of submission.
 */
const heldDays = 3;

interface ArxivOptions {
  apiUrl: string;
  rssUrl: string;
  /** For example `cs.CL`. */
  categories: string[];
  types: readonly AnnounceType[];
}

/**
 * Reads arXiv's API (an Atom feed, newest first) page by page until the entries are older than the
 * last fetch. If it fails or is incomplete, the RSS feed of the day is used. New versions are only
 * in the RSS feed. The terms of use allow one request per 3 seconds.
 */
export function arxiv(options: ArxivOptions): PaperSource {
  const { rssUrl, categories, types } = options;
  const feed = `${rssUrl}/${categories.join('+')}`;
  return {
    name: 'arxiv',
    provider: 'arxiv',
    interval: 3000,
    async *fetch(request, span) {
      try {
        yield* announced(request, options, span);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        const announcement = await readFeed(request, feed, types);
        if (announcement === undefined) throw error;
        yield within(announcement, span);
        return;
      }
      if (types.includes('replace')) yield within(readRss(await request(feed), ['replace']), span);
    },
  };
}

/** Reads the announcement of the day. Returns undefined if the feed fails as well. */
async function readFeed(
  request: RequestText,
  url: string,
  types: readonly AnnounceType[],
): Promise<Fetched | undefined> {
  try {
    return readRss(await request(url), types);
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/**
 * Reads the pages of the API, newest first. Starts at the position of an unfinished fetch unless
 * the number of entries has changed since then.
 */
async function* announced(
  request: RequestText,
  options: ArxivOptions,
  span: Span,
): AsyncGenerator<Fetched> {
  const first = addDays(span.lastFetch ?? span.days[0] ?? '', -heldDays);
  let received = span.position?.received ?? 0;
  for (let page = 0; page < maximumPages; page += 1) {
    const url = pageUrl(options, received);
    const { papers, skipped, entries, total = 0 } = await completePage(request, url, received);
    if (page === 0 && span.position !== null && span.position.total !== total) {
      received = 0;
      continue;
    }
    received += entries;
    const wanted = papers.filter((paper) => isWanted(paper, options));
    yield { ...within({ papers: wanted, skipped }, span), position: { received, total } };
    const last = papers.at(-1)?.listedOn;
    if (received >= total || (last != null && last < first)) return;
  }
  throw new SourceError({ code: 'too-many', received: maximumPages * pageSize });
}

function pageUrl({ apiUrl, categories }: ArxivOptions, start: number): string {
  const query = categories.map((category) => `cat:${category}`).join('+OR+');
  return `${apiUrl}?search_query=${query}&sortBy=submittedDate&sortOrder=descending&start=${start}&max_results=${pageSize}`;
}

/**
 * Requests a page until it has as many entries as the feed promises. At busy hours arXiv answers
 * 200 with fewer entries or none.
 */
async function completePage(request: RequestText, url: string, start: number): Promise<AtomPage> {
  let expected = 0;
  let received = 0;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const page = readAtom(await request(url, { uncached: attempt > 1 }));
    expected = Math.min(pageSize, Math.max(0, (page.total ?? 0) - start));
    received = page.entries;
    if (received >= expected) return page;
  }
  throw new SourceError({
    code: 'incomplete',
    received: start + received,
    expected: start + expected,
  });
}

/**
 * Whether the paper has a wanted type: new if its primary category is among the categories,
 * otherwise a cross-list.
 */
function isWanted({ categories: terms }: PaperInput, { categories, types }: ArxivOptions): boolean {
  const isNew =
    terms?.[0] === undefined || categories.some((category) => isIn(terms[0] ?? '', category));
  return types.includes(isNew ? 'new' : 'cross');
}

/** Both `cs.*` and `cs` contain `cs.CL`. */
function isIn(term: string, category: string): boolean {
  const prefix = category.replace(/\.?\*$/, '');
  return term === prefix || term.startsWith(`${prefix}.`);
}

/**
 * Excludes papers submitted before the span. A paper that the last fetch did not see was listed
 * after it (moderators had held it). No paper is listed tomorrow.
 */
function within({ papers, skipped }: Fetched, { days, lastFetch }: Span): Fetched {
  const [today = '', oldest = ''] = [days[0], days.at(-1)];
  return {
    papers: papers
      .filter(({ publishedOn }) => (publishedOn ?? oldest) >= oldest)
      .map((paper) => ({
        ...paper,
        listedOn: clamp(paper.listedOn ?? today, lastFetch ?? oldest, today),
      })),
    skipped,
  };
}

function clamp(day: Day, earliest: Day, latest: Day): Day {
  return day > latest ? latest : day < earliest ? earliest : day;
}
