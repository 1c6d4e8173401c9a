import { z } from 'zod';
import { dayOf } from '../../lib/dates.ts';
import { faultsIn } from '../../lib/errors/problem.ts';
import type { PaperInput } from '../paper.ts';
import { SourceError } from './failure.ts';
import { readPaper } from './lenient.ts';
import { listingDay, type PaperSource, partition, readPages, type Span } from './source.ts';

const limits = { pageSize: 1000, maximumPages: 20 };

const answer = z.object({
  notes: z.array(z.unknown()),
  count: z.int().optional().catch(undefined),
});

const text = z.object({ value: z.string() }).nullish().catch(null);
const list = z
  .object({ value: z.array(z.unknown()) })
  .nullish()
  .catch(null);
const note = z.object({
  id: z.string().regex(/^[\w-]+$/),
  cdate: z.number().nullish().catch(null),
  pdate: z.number().nullish().catch(null),
  content: z.object({
    title: z.object({ value: z.string() }),
    abstract: text,
    authors: list,
    keywords: list,
    TLDR: text,
    venue: text,
    pdf: text,
  }),
});

/** The papers of an OpenReview venue, such as `ICLR.cc/2026/Conference`, newest first. */
export function openReview(apiUrl: string, venue: string): PaperSource {
  const query = `content.venueid=${encodeURIComponent(venue)}&sort=cdate:desc&count=true&limit=${limits.pageSize}`;
  return {
    name: 'openreview',
    provider: 'openreview',
    interval: 1000,
    fetch: (request, span) =>
      readPages(span, limits, async (start) => {
        const { notes, count } = parse(await request(`${apiUrl}/notes?${query}&offset=${start}`));
        const papers = partition(notes.map((raw) => readNote(raw, span)));
        return { ...papers, entries: notes.length, total: count };
      }),
  };
}

function parse(body: string): z.output<typeof answer> {
  try {
    return answer.parse(JSON.parse(body));
  } catch (cause) {
    throw new SourceError({ code: 'format', format: 'JSON' }, { cause });
  }
}

/** @returns the paper, or why it was skipped */
function readNote(raw: unknown, span: Span): PaperInput | string {
  const parsed = note.safeParse(raw);
  if (!parsed.success) return faultsIn(parsed.error);
  const { id, cdate, pdate, content } = parsed.data;
  const time = pdate ?? cdate;
  const published =
    time == null || !(time > 0 && time < Date.UTC(9999, 0)) ? undefined : dayOf(new Date(time));
  const input = readPaper({
    title: content.title.value,
    abstract: content.abstract?.value,
    summary: content.TLDR?.value,
    authors: content.authors?.value,
    publishedOn: published,
    listedOn: listingDay(published, span),
    url: `https://openreview.net/forum?id=${encodeURIComponent(id)}`,
    pdfUrl: `https://openreview.net/pdf?id=${encodeURIComponent(id)}`,
    keywords: content.keywords?.value.slice(0, 100),
    categories: content.venue == null ? null : [content.venue.value],
  });
  return typeof input === 'string' ? `${id}: ${input}` : input;
}
