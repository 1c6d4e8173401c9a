import { z } from 'zod';
import { addDays, type Day } from '../../lib/dates.ts';
import { arxivIdIn } from '../arxiv-id.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import type { PaperInput } from '../paper.ts';
import { SourceError } from './failure.ts';
import { elements, readPaper } from './lenient.ts';
import { type RequestText, type PaperSource, partition } from './source.ts';

/** Items per page, and the maximum number of pages per day. */
const pageSize = 100;
const maximumPages = 5;
const maximumItems = pageSize * maximumPages;

const day = z.union([
  z.iso
    .datetime({ offset: true })
    .transform((instant) => new Date(instant).toISOString().slice(0, 10)),
  z.iso.date(),
]);

const text = z.string().nullish().catch(null);
const author = z.object({ name: z.string(), hidden: z.boolean().nullish().catch(null) });

/** Only id and title are required. A value of the wrong type counts as missing. */
const item = z.object({
  paper: z.object({
    id: z.string().regex(/^[^\s\p{C}]{1,100}$/u, 'an id such as 2510.12345'),
    title: z.string().min(1),
    summary: text,
    ai_summary: text,
    authors: elements(author),
    publishedAt: day.nullish().catch(null),
    submittedOnDailyAt: day.nullish().catch(null),
    upvotes: z.unknown().optional(),
    ai_keywords: z.unknown().optional(),
    githubRepo: text,
    githubStars: z.unknown().optional(),
    projectPage: text,
    organization: z.object({ name: text, fullname: text }).nullish().catch(null),
  }),
  numComments: z.unknown().optional(),
  thumbnail: text,
});
type Item = z.output<typeof item>;

/**
 * Hugging Face Daily Papers: `GET /api/daily_papers?date=…&limit=…&p=…`, limited to 500 requests
 * per 5 minutes.
 */
export function huggingFace(baseUrl: string): PaperSource {
  return {
    name: 'huggingface',
    provider: 'huggingface',
    interval: 700,
    async *fetch(request, { days }) {
      let isCut = false;
      for (const date of days) {
        const items = await itemsOf(request, baseUrl, date);
        const listing = { baseUrl, date, latest: addDays(days[0] ?? date, 1) };
        yield partition(items.map((raw) => readItem(raw, listing)));
        isCut ||= items.length >= maximumItems;
      }
      if (isCut) throw new SourceError({ code: 'too-many', received: maximumItems });
    },
  };
}

interface DayListing {
  baseUrl: string;
  date: Day;
  /**
   * Tomorrow, because it has begun in some time zone. A later listing day is a mistake and would
   * hide the paper until then.
   */
  latest: Day;
}

async function itemsOf(request: RequestText, baseUrl: string, date: Day): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let page = 0; page < maximumPages; page += 1) {
    const items = readItems(
      await request(`${baseUrl}/api/daily_papers?date=${date}&limit=${pageSize}&p=${page}`),
    );
    all.push(...items);
    if (items.length < pageSize) break;
  }
  return all;
}

function readItems(body: string): unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(body));
  } catch (cause) {
    throw new SourceError({ code: 'format', format: 'JSON' }, { cause });
  }
}

/** @returns the paper, or why it was skipped */
function readItem(raw: unknown, listing: DayListing): PaperInput | string {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { paper } = parsed.data;
  const input = readPaper(valuesOf(parsed.data, listing));
  return typeof input === 'string' ? `${paper.id}: ${input}` : input;
}

function valuesOf({ paper, numComments, thumbnail }: Item, { baseUrl, date, latest }: DayListing) {
  const listed = paper.submittedOnDailyAt ?? date;
  return {
    title: paper.title,
    abstract: paper.summary,
    summary: paper.ai_summary,
    ...authorsOf(paper.authors),
    organization: paper.organization?.fullname ?? paper.organization?.name,
    publishedOn: paper.publishedAt,
    // The item states its listing day. For a weekend, the API may return an older day.
    listedOn: listed > latest ? date : listed,
    upvotes: paper.upvotes,
    comments: numComments,
    stars: paper.githubStars,
    url: `${baseUrl}/papers/${encodeURIComponent(paper.id)}`,
    codeUrl: paper.githubRepo,
    projectUrl: paper.projectPage,
    thumbnailUrl: thumbnail,
    arxivId: arxivIdIn(paper.id),
    keywords: Array.isArray(paper.ai_keywords) ? paper.ai_keywords.slice(0, 100) : null,
  };
}

/** The names of the authors that have one and are not hidden. */
function authorsOf(authors: z.output<typeof author>[]) {
  const names = authors
    .filter(({ name, hidden }) => hidden !== true && name.trim() !== '')
    .map(({ name }) => name);
  return { authors: names, authorCount: names.length || null };
}
