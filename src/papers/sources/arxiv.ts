import { parseAtomFeed, parseRssFeed } from 'feedsmith';
import { z } from 'zod';
import { addDays, type Day, dayIn } from '../../lib/dates.ts';
import { arxivIdIn } from '../arxiv-id.ts';
import { doiIn } from '../doi.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import { paperInput, type PaperInput } from '../paper.ts';
import { type Ask, type Fetched, type PaperSource, sortOut, SourceError, type Span } from './source.ts';

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
  pubDate: z.string().nullish().catch(null),
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
  const query = categories.map((category) => `cat:${category}`).join('+OR+');
  const newest = `${apiUrl}?search_query=${query}&sortBy=submittedDate&sortOrder=descending&start=0&max_results=${entries}`;
  const fetchNewest = async (ask: Ask, span: Span): Promise<Fetched> => {
    try {
      return within(readAtom(await ask(newest)), span);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      const feed = await ask(`${rssUrl}/${categories.join('+')}`).catch(() => {
        throw error;
      });
      return within(readRss(feed), span);
    }
  };
  return { name: 'arxiv', every: 3000, parts: (span) => [(ask) => fetchNewest(ask, span)] };
}

/**
 * Leaves out what was submitted before the span. What the last fetch did not see was listed after it (a paper that
 * moderators held is), and nothing was listed tomorrow.
 */
function within({ papers, skipped }: Fetched, { days, seen }: Span): Fetched {
  const [today = '', oldest = ''] = [days[0], days.at(-1)];
  return {
    papers: papers
      .filter(({ publishedOn }) => (publishedOn ?? oldest) >= oldest)
      .map((paper) => ({ ...paper, listedOn: clamp(paper.listedOn ?? today, seen ?? oldest, today) })),
    skipped,
  };
}

function clamp(day: Day, earliest: Day, latest: Day): Day {
  return day > latest ? latest : day < earliest ? earliest : day;
}

const hour = 3_600_000;
const mailingZone = 'America/New_York';
/** From 14:00 there, when a batch of submissions closes, to the end of the day. */
const afterClosing = 10 * hour;

/**
 * The day (UTC) on which a submission is announced: a batch closes at 14:00 New York time from Monday to Friday and appears
 * at 20:00, which is past midnight UTC; Friday's appears on Sunday (https://info.arxiv.org/help/availability.html).
 */
export function announcedOn(submitted: Date): Day {
  let batch = dayIn(mailingZone, new Date(submitted.getTime() + afterClosing));
  while (weekday(batch) > 5) batch = addDays(batch, 1);
  return addDays(batch, weekday(batch) === 5 ? 3 : 1);
}

/** 1 is Monday, 7 is Sunday. */
function weekday(date: Day): number {
  return new Date(date).getUTCDay() || 7;
}

/** The day of the month in `2026-03-09T10:00:00Z` or `Mon, 09 Mar 2026 00:00:00 -0400`. */
const dayWritten = /\b(\d{1,2})(?=T| [A-Z][a-z]{2} )/;

/** The moment that a text names; undefined for a day that no calendar has (`Date.parse` takes 30 February for 2 March). */
function instant(text: string | null | undefined): Date | undefined {
  const time = Date.parse(text ?? '');
  if (!(time > Date.UTC(1900, 0) && time < Date.UTC(9999, 0))) return undefined;
  const written = Number(dayWritten.exec(text ?? '')?.[1]);
  const nearby = [-14, 0, 14].map((hours) => new Date(time + hours * hour).getUTCDate());
  return nearby.includes(written) ? new Date(time) : undefined;
}

/** Papers of a file in the form of the API's answer. @throws SourceError when it is no Atom feed */
export function readAtom(text: string): Fetched {
  return sortOut(readFeed(text).map(readEntry));
}

/** The day's new papers and cross-lists; a replacement is no news. */
function readRss(text: string): Fetched {
  try {
    const all: unknown[] = parseRssFeed(text).items ?? [];
    return sortOut(all.flatMap((raw) => readItem(raw) ?? []));
  } catch (cause) {
    throw new SourceError('the answer is no RSS feed', { cause });
  }
}

function readItem(raw: unknown): PaperInput | string | undefined {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { guid, title, description, pubDate, dc, categories } = parsed.data;
  const kind = /Announce Type: *([\w-]+)/.exec(description ?? '')?.[1];
  if (kind?.startsWith('replace')) return undefined;
  const arxivId = arxivIdIn(guid.value.replace('oai:arXiv.org:', ''));
  if (arxivId === undefined) return `${guid.value}: no arXiv id`;
  const announced = instant(pubDate);
  const names = dc?.creators ?? (dc?.creator == null ? [] : [dc.creator]);
  const input = paperInput.safeParse({
    title,
    abstract: description?.replace(/^.*?Abstract: */s, ''),
    authors: names.flatMap((name) => name.split(/, */)).filter((name) => name.trim() !== ''),
    arxivId,
    listedOn: announced && dayIn(mailingZone, announced),
    categories: categories?.map(({ name }) => name).slice(0, 50),
  });
  return input.success ? { ...input.data, raw } : `${arxivId}: ${faultsIn(input.error)}`;
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

/** @returns the paper, or why it was skipped. It is listed on the day of its announcement, which follows from its submission. */
function readEntry(raw: unknown): PaperInput | string {
  const parsed = entry.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { id, title, summary, published, authors, categories, links, arxiv: own } = parsed.data;
  const arxivId = arxivIdIn(id);
  if (arxivId === undefined) return `${id}: no arXiv id`;
  const submitted = instant(published);
  const input = paperInput.safeParse({
    title: title.value,
    abstract: summary?.value,
    authors: authors?.map(({ name }) => name),
    publishedOn: submitted?.toISOString().slice(0, 10),
    listedOn: submitted && announcedOn(submitted),
    arxivId,
    doi: doiIn(own?.doi ?? ''),
    pdfUrl: links?.find((link) => link.title === 'pdf')?.href,
    categories: categories?.map(({ term }) => term).slice(0, 50),
  });
  return input.success ? { ...input.data, raw } : `${id}: ${faultsIn(input.error)}`;
}
