import { z } from 'zod';
import { addDays, type Day } from '../../lib/dates.ts';
import { arxivIdIn } from '../arxiv-id.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import { paperInput, type PaperInput } from '../paper.ts';
import { type Ask, type Fetched, type PaperSource, sortOut, SourceError } from './source.ts';

/** Items of one page; pages of one day at most. */
const perPage = 100;
const pages = 5;

const day = z.union([
  z.iso.datetime({ offset: true }).transform((instant) => new Date(instant).toISOString().slice(0, 10)),
  z.iso.date(),
]);
const link = z.url({ protocol: /^https?$/ }).max(2000);

/** Only id and title must be there; what is of another shape than it should be counts as missing. */
const item = z.object({
  paper: z.object({
    id: z.string().regex(/^[^\s\p{C}]{1,100}$/u, 'an id such as 2510.12345'),
    title: z.string().min(1),
    summary: z.string().nullish().catch(null),
    authors: z
      .array(z.object({ name: z.string(), hidden: z.boolean().nullish() }))
      .nullish()
      .catch(null),
    publishedAt: day.nullish().catch(null),
    submittedOnDailyAt: day.nullish().catch(null),
    upvotes: z.int().min(0).nullish().catch(null),
    ai_keywords: z.array(z.string()).nullish().catch(null),
    githubRepo: link.nullish().catch(null),
    projectPage: link.nullish().catch(null),
  }),
  numComments: z.int().min(0).nullish().catch(null),
});

/** Hugging Face Daily Papers: `GET /api/daily_papers?date=…&limit=…&p=…`, 500 requests in 5 minutes. */
export function huggingFace(baseUrl: string): PaperSource {
  return {
    name: 'huggingface',
    every: 700,
    parts: ({ days }) =>
      days.map((date) => (ask) => fetchDay(ask, { baseUrl, date, latest: addDays(days[0] ?? date, 1) })),
  };
}

interface Asked {
  baseUrl: string;
  date: Day;
  /** Tomorrow, which has begun somewhere: a later day of listing is a slip, and would hide its paper until then. */
  latest: Day;
}

async function fetchDay(ask: Ask, asked: Asked): Promise<Fetched> {
  const { baseUrl, date } = asked;
  const all: unknown[] = [];
  for (let page = 0; page < pages; page += 1) {
    const items = readItems(await ask(`${baseUrl}/api/daily_papers?date=${date}&limit=${perPage}&p=${page}`));
    all.push(...items);
    if (items.length < perPage) break;
  }
  return sortOut(all.map((raw) => readItem(raw, asked)));
}

function readItems(text: string): unknown[] {
  try {
    return z.array(z.unknown()).parse(JSON.parse(text));
  } catch (cause) {
    throw new SourceError('the answer is no JSON array', { cause });
  }
}

/** @returns the paper, or why it was skipped */
function readItem(raw: unknown, { baseUrl, date, latest }: Asked): PaperInput | string {
  const parsed = item.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { paper, numComments } = parsed.data;
  const listed = paper.submittedOnDailyAt ?? date;
  const input = paperInput.safeParse({
    title: paper.title,
    abstract: paper.summary,
    authors: paper.authors?.filter(({ name, hidden }) => hidden !== true && name.trim() !== '').map(({ name }) => name),
    publishedOn: paper.publishedAt,
    // The listing day is the source's own word: asked for a weekend, it may answer an older day.
    listedOn: listed > latest ? date : listed,
    upvotes: paper.upvotes,
    comments: numComments,
    url: `${baseUrl}/papers/${encodeURIComponent(paper.id)}`,
    codeUrl: paper.githubRepo,
    projectUrl: paper.projectPage,
    arxivId: arxivIdIn(paper.id),
    keywords: paper.ai_keywords?.filter((word) => word.trim() !== '').slice(0, 100),
  });
  return input.success ? { ...input.data, raw } : `${paper.id}: ${faultsIn(input.error)}`;
}
