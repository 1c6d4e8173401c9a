import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { day, dayIn } from '../calendar.ts';
import type { Context } from '../context.ts';
import { idParam, listOf, listQuery } from '../list.ts';
import { parseInput, Problem } from '../problem.ts';
import type { Words } from '../words.ts';
import { authorsText } from './describe.ts';
import { fetchPapers } from './fetch.ts';
import { sourcesHealth } from './health.ts';
import { importFormat, importPapers } from './import.ts';
import { latexToText } from './latex.ts';
import { listPapers } from './list.ts';
import { type Paper, paperInput } from './paper.ts';
import { daysWithPapers, latestDay, neighbouringDays, paperById, papersOfDay, rises } from './reading.ts';
import { savePapers } from './save.ts';
import { similarPapers } from './similar.ts';
import { bibtex } from './bibtex.ts';
import { rankPapers } from './trending.ts';

const dayQuery = z.object({
  date: day.optional(),
  sort: z.enum(['trending', 'upvotes', 'newest'], 'trending, upvotes or newest').default('trending'),
});

/** The Daily Papers page, a paper's page; and papers over the API. */
export function papersRoutes(ctx: Context) {
  const today = () => dayIn(ctx.config.DIGEST_TIMEZONE, ctx.now());

  return async (app: FastifyInstance): Promise<void> => {
    for (const url of ['/', '/papers']) {
      app.get(url, async (request, reply) => {
        const { date, sort } = parseInput(dayQuery, request.query);
        const view = await dayView(ctx, date, today(), sort);
        reply.header('cache-control', 'public, max-age=60');
        if (request.wantsJson) return { date: view.day, previous: view.previous, next: view.next, items: view.papers };
        return reply.page('daily', {
          ...view,
          title: view.isToday ? 'Today’s papers' : view.day,
          canonical: view.isLatest ? '/' : `/papers?date=${view.day}`,
          description: 'The day’s trending research papers, and a mail with them every day.',
        });
      });
    }

    app.get('/papers/:id', async (request, reply) => {
      const id = idParam.safeParse(request.params).data?.id;
      const paper = id === undefined ? undefined : await paperById(ctx.db, id);
      if (paper === undefined) throw new Problem(404, 'No such paper', 'There is no paper at this address.');
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return paper;
      const title = latexToText(paper.title);
      return reply.page('paper', {
        title,
        paper,
        canonical: `/papers/${paper.id}`,
        description: latexToText(paper.abstract).slice(0, 200),
        jsonLd: scholarlyArticle(request.words, paper),
        bibtex: bibtex(paper),
        similar: await similarPapers(ctx.db, paper.id, 5),
      });
    });

    apiRoutes(ctx, app, today);
  };
}

function apiRoutes(ctx: Context, app: FastifyInstance, today: () => string): void {
  const read = { config: { scope: 'papers:read' as const } };
  const write = { config: { scope: 'papers:write' as const } };

  app.get('/api/v1/papers', read, async (request) => {
    const { limit, cursor, date, q } = parseInput(
      listQuery.extend({ date: day.optional(), q: z.string().max(300).optional() }),
      request.query,
    );
    const after = cursor === undefined ? null : parseInput(z.coerce.number().int(), cursor);
    return listOf(await listPapers(ctx.db, { date, q, after, limit: limit + 1 }), limit, ({ id }) => String(id));
  });

  app.post('/api/v1/papers', write, async (request, reply) => {
    const input = parseInput(paperInput, request.body);
    const { ids, added } = await savePapers(ctx.db, [input], { source: 'manual', listedOn: today(), now: ctx.now() });
    return reply.status(added === 1 ? 201 : 200).send(await paperById(ctx.db, ids[0] ?? 0));
  });

  app.post('/api/v1/papers/fetch', write, () => fetchPapers(ctx));

  app.get('/api/v1/sources', read, async () => ({ items: await sourcesHealth(ctx), nextCursor: null }));
}

/** Routes that take a file as their raw body. */
export function papersImportRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    app.post('/api/v1/papers/import', { config: { scope: 'papers:write' } }, (request) => {
      const options = parseInput(z.object({ format: importFormat, date: day.optional() }), request.query);
      return importPapers(ctx, parseInput(z.string().min(1, 'the body is the file'), request.body), options);
    });
  };
}

async function dayView(
  ctx: Context,
  asked: string | undefined,
  today: string,
  sort: 'trending' | 'upvotes' | 'newest',
) {
  if (asked !== undefined && asked > today) throw new Problem(404, 'Not yet', `${asked} has not come yet.`);
  const latest = await latestDay(ctx.db, today);
  const shown = asked ?? latest ?? today;
  const [listed, neighbours, days] = await Promise.all([
    papersOfDay(ctx.db, shown),
    neighbouringDays(ctx.db, shown, today),
    daysWithPapers(ctx.db, shown.slice(0, 7)),
  ]);
  const real = listed.filter(({ source }) => source !== 'sample');
  const papers = real.length > 0 ? real : listed;
  return {
    day: shown,
    isToday: shown === today,
    isLatest: asked === undefined,
    sort,
    ...neighbours,
    days: days.filter(({ day }) => day <= today),
    sample: papers.some(({ source }) => source === 'sample'),
    papers: await sorted(ctx, papers, shown, sort),
  };
}

async function sorted(ctx: Context, papers: Paper[], on: string, sort: 'trending' | 'upvotes' | 'newest') {
  if (sort === 'upvotes') return papers.toSorted((a, b) => (b.upvotes ?? -1) - (a.upvotes ?? -1) || a.id - b.id);
  if (sort === 'newest')
    return papers.toSorted((a, b) => (b.publishedOn ?? '').localeCompare(a.publishedOn ?? '') || b.id - a.id);
  const rise = await rises(
    ctx.db,
    papers.map(({ id }) => id),
    ctx.now(),
  );
  return rankPapers(papers, on, rise).map(({ paper, score, reasons }) => ({ ...paper, score, reasons }));
}

/** https://schema.org/ScholarlyArticle; `<` is escaped, so that no title can end the script. */
function scholarlyArticle(words: Words, paper: Paper): string {
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'ScholarlyArticle',
    headline: latexToText(paper.title),
    abstract: latexToText(paper.abstract),
    author:
      paper.authors.length > 0 ? paper.authors.map((name) => ({ '@type': 'Person', name })) : authorsText(words, paper),
    ...(paper.publishedOn === null ? {} : { datePublished: paper.publishedOn }),
    ...(paper.url === null ? {} : { sameAs: paper.url }),
  }).replaceAll('<', String.raw`\u003c`);
}
