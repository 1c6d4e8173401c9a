import { addDays } from '../../../lib/dates.ts';
import type { PaperInput } from '../../paper.ts';
import { SourceError } from '../failure.ts';
import {
  type Fetched,
  isLastPage,
  listingDay,
  type Page,
  type PaperSource,
  type RequestText,
  type Span,
} from '../source.ts';
import { readAtom } from './atom.ts';
import { type AnnounceType, readRss } from './rss.ts';

/** Entries per request, and the maximum number of requests per fetch. */
const pageSize = 200;
const maximumPages = 50;

/** How many times a page is requested while it is incomplete. */
const attempts = 3;

/**
 * Days of announcements before the last fetch that are read again, because the API may lag. The
 * first fetch reads as many days.
 */
const rereadDays = 3;

interface ArxivOptions {
  apiUrl: string;
  rssUrl: string;
  /** For example `cs.CL`, or `cs` for all of an archive. */
  categories: string[];
  types: readonly AnnounceType[];
}

/** The terms of use of all arXiv services allow one connection and one request per 3 seconds. */
export const arxivRate = { provider: 'arxiv', interval: 3000 };

/**
 * Reads arXiv's API (an Atom feed, newest first) page by page until the entries are older than the
 * last fetch, then the RSS feed of the day. The feed completes the announcement if the API fails,
 * and also has the papers that moderators held for days, and new versions.
 */
export function arxiv(options: ArxivOptions): PaperSource {
  const { rssUrl, categories, types } = options;
  const feedUrl = `${rssUrl}/${categories.join('+')}`;
  return {
    name: 'arxiv',
    ...arxivRate,
    async *fetch(request, span) {
      let failure: SourceError | undefined;
      try {
        if (types.some((type) => type !== 'replace')) yield* announced(request, options, span);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        failure = error;
      }
      try {
        yield within(readRss(await request(feedUrl), types), span);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        if (types.includes('replace')) throw failure ?? error;
        if (failure !== undefined) throw failure;
      }
      if (failure?.failure.code === 'too-many') throw failure;
    },
  };
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
  const { days, lastFetch, position } = span;
  const [today = '', oldest = ''] = [days[0], days.at(-1)];
  const reread = addDays(lastFetch ?? today, -rereadDays);
  const first = reread > oldest ? reread : oldest;
  let received = position?.received ?? 0;
  for (let count = 0; count < maximumPages; count += 1) {
    const page = await completePage(request, pageUrl(options, received), received);
    const { papers, skipped, entries, total = 0 } = page;
    if (count === 0 && position !== null && position.total !== total) {
      received = 0;
      continue;
    }
    received += entries;
    const wanted = papers.filter((paper) => isWanted(paper, options));
    yield { ...within({ papers: wanted, skipped }, span), position: { received, total } };
    const last = papers.at(-1)?.listedOn;
    if (isLastPage(page, received, pageSize) || (last != null && last < first)) return;
  }
  throw new SourceError({ code: 'too-many', received });
}

function pageUrl({ apiUrl, categories }: ArxivOptions, start: number): string {
  // An archive without subclasses, such as quant-ph, matches only without the star.
  const terms = categories.flatMap((name) => (name.includes('.') ? [name] : [name, `${name}.*`]));
  const query = terms.map((term) => `cat:${term}`).join('+OR+');
  return `${apiUrl}?search_query=${query}&sortBy=submittedDate&sortOrder=descending&start=${start}&max_results=${pageSize}`;
}

/**
 * Requests a page until it has as many entries as the feed promises. At busy hours arXiv answers
 * 200 with fewer entries or none.
 */
async function completePage(request: RequestText, url: string, start: number): Promise<Page> {
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

/** `cs` contains `cs.CL`. */
function isIn(term: string, category: string): boolean {
  return term === category || term.startsWith(`${category}.`);
}

/** Excludes papers submitted before the span. */
function within({ papers, skipped }: Fetched, span: Span): Fetched {
  const oldest = span.days.at(-1) ?? '';
  return {
    papers: papers
      .filter(({ publishedOn }) => (publishedOn ?? oldest) >= oldest)
      .map((paper) => ({ ...paper, listedOn: listingDay(paper.listedOn ?? undefined, span) })),
    skipped,
  };
}
