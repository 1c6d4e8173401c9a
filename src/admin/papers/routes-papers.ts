import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { day, type Day } from '../../lib/dates.ts';
import { type Context, today } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { largestId } from '../../lib/pagination.ts';
import { longDate, shortDate } from '../../lib/format/dates.ts';
import { listPapers } from '../../papers/list.ts';
import type { Paper } from '../../papers/paper.ts';
import { latestDay, neighbouringDays } from '../../papers/reading.ts';
import { encodeCursor, encodedCursor } from '../../papers/search/query.ts';
import type { SearchCursor } from '../../papers/search/request.ts';
import { searchPapers } from '../../papers/search/search.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { adminPage, pageResponses, pageQuery } from '../admin-page.ts';

/** Papers per page. */
const perPage = 50;

const wanted = pageQuery({
  q: z
    .string()
    .transform((text) => text.replaceAll('\0', '').trim().slice(0, 300))
    .catch(''),
  date: day.optional().catch(undefined),
  before: z.coerce.number().int().min(1).max(largestId).optional().catch(undefined),
  after: encodedCursor.optional().catch(undefined),
});
type Wanted = z.output<typeof wanted>;

const schema = { querystring: wanted, response: pageResponses };

/** Papers of a day, or search results. */
export function papersAdminRoutes(ctx: Context, app: App): void {
  app.get('/admin/papers', { schema }, async (request, reply) => {
    const asked = request.query;
    return adminPage(ctx, request, reply, 'papers', {
      title: request.words.t('admin-papers'),
      q: asked.q,
      ...(asked.q === '' ? await dayView(ctx, request, asked) : await searchView(ctx, asked)),
    });
  });
}

async function dayView(ctx: Context, { words }: FastifyRequest, { date, before }: Wanted) {
  // A paper may be listed for a future day.
  const shown = date ?? (await latestDay(ctx.db, today(ctx))) ?? today(ctx);
  const [found, { previous, next }] = await Promise.all([
    listPapers(ctx.db, { date: shown, after: before ?? null, limit: perPage + 1 }),
    neighbouringDays(ctx.db, shown, '9998-12-31'),
  ]);
  const papers = found.slice(0, perPage);
  const last = papers.at(-1)?.id;
  return {
    date: shown,
    heading: longDate(words, shown),
    previous: dayLink(words, previous),
    next: dayLink(words, next),
    papers: papers.map((paper) => lineOf(paper)),
    more:
      found.length > perPage && last !== undefined
        ? `/admin/papers?date=${shown}&before=${last}`
        : null,
    first: before === undefined ? null : `/admin/papers?date=${shown}`,
  };
}

async function searchView(ctx: Context, { q, date, after }: Wanted) {
  const found = await searchPapers(ctx.db, {
    q,
    from: date,
    to: date,
    sort: 'date',
    after,
    limit: perPage,
    now: ctx.now(),
  });
  const url = (next?: SearchCursor) =>
    `/admin/papers?${new URLSearchParams({
      q,
      ...(date === undefined ? {} : { date }),
      ...(next === undefined ? {} : { after: encodeCursor(next) }),
    }).toString()}`;
  return {
    date: date ?? '',
    heading: null,
    previous: null,
    next: null,
    papers: found.papers.map((paper) => lineOf(paper)),
    more: found.next === undefined ? null : url(found.next),
    first: after === undefined ? null : url(),
  };
}

function dayLink(words: Words, date: Day | null) {
  return date === null
    ? null
    : { href: `/admin/papers?date=${date}`, label: shortDate(words, date) };
}

/** A row of the list of papers. */
function lineOf(paper: Paper) {
  const { id, source, listedOn } = paper;
  return { id, source, listedOn, paper };
}
