import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { day, dayIn } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import { idParam, listOf, listQuery } from '../lib/pagination.ts';
import { paperPicture, picturesPerMinute, rankingPicture, rankingText } from '../og-images/subject.ts';
import { exactly, parseInput, without, WordedProblem } from '../lib/errors/problem.ts';
import type { Words } from '../lib/i18n/words.ts';
import { authorsText, longDate } from './describe.ts';
import { fetchPapers } from './sources/fetch.ts';
import { sourcesHealth } from './sources/health.ts';
import { importFormat, importPapers } from './import/import.ts';
import { latexToText } from '../lib/latex/latex.ts';
import { listPapers } from './list.ts';
import { dayAndMonth, monthOf } from './month.ts';
import { type Paper, paperInput } from './paper.ts';
import { latestDay, neighbouringDays, paperById, papersOfDay } from './reading.ts';
import { savePapers } from './import/save.ts';
import { similarPapers } from './search/similar.ts';
import { bibtex } from './bibtex.ts';
import { reasonText } from './ranking/reason-text.ts';
import { type Reason, reasonsOf } from './ranking/reasons.ts';
import { observedSignals, signalsOf } from './ranking/signals.ts';
import { rankPapers } from './ranking/trending.ts';

const sorts = ['trending', 'upvotes', 'newest'] as const;
type Sort = (typeof sorts)[number];

const dayQuery = z.object({
  date: day.optional(),
  sort: z.enum(sorts, 'trending, upvotes or newest').default('trending'),
  /** The month that the calendar shows, where it is not the day's own. */
  month: z
    .string()
    .regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03')
    .optional(),
});

const kept = { config: { kept: true } };
const drawn = { config: { rateLimit: { max: picturesPerMinute } } };

/** What stands beside a paper in answers of ours: its place among others, and where a search found its words. */
const beside = new Set(['rank', 'score', 'reasons', 'reason', 'highlights']);

/** A paper as an answer of ours has it may be handed in as it is: its id and source change nothing. */
const paperBody = exactly(
  paperInput.extend({ id: z.unknown(), source: z.unknown() }).partial({ id: true, source: true }),
);

/** The Daily Papers page, a paper's page; and papers over the API. */
export function papersRoutes(ctx: Context) {
  const { DIGEST_TIMEZONE: zone, SITE_NAME: site } = ctx.config;
  const today = () => dayIn(zone, ctx.now());

  return async (app: FastifyInstance): Promise<void> => {
    for (const url of ['/', '/papers']) {
      app.get(url, kept, async (request, reply) => {
        const { date, sort, month } = parseInput(dayQuery, request.query);
        const view = await dayView(ctx, date, today(), sort);
        reply.header('cache-control', 'public, max-age=60');
        const { words } = request;
        if (request.wantsJson) {
          const items = view.papers.map((paper) => ({ ...paper, reason: reasonText(words, paper.reasons) }));
          return { date: view.day, previous: view.previous, next: view.next, items };
        }
        return reply.page('daily', {
          ...view,
          title: view.isToday
            ? words.t('daily-title-today')
            : words.t('daily-title', { date: longDate(words, view.day) }),
          canonical: view.isLatest ? '/' : `/papers?date=${view.day}`,
          description: words.t('daily-description'),
          picture: `/papers.png?date=${view.day}`,
          pictureText: rankingText(
            longDate(words, view.day),
            view.papers.map(({ title }) => title),
          ),
          previousText: view.previous === null ? '' : dayAndMonth(words, view.previous),
          nextText: view.next === null ? '' : dayAndMonth(words, view.next),
          sorts: sortChoices(words, view.day, sort),
          month: { ...(await monthOf(ctx, words, month ?? view.day.slice(0, 7), today())), open: month !== undefined },
        });
      });
    }

    app.get('/papers.png', drawn, async ({ query, words }, reply) => {
      const view = await dayView(ctx, parseInput(dayQuery, query).date, today(), 'trending');
      const note = view.sample ? words.t('daily-sample') : '';
      const titles = view.papers.map(({ title }) => title);
      return reply.picture(rankingPicture({ site, dateText: longDate(words, view.day), date: view.day, note }, titles));
    });

    app.get('/papers/:id.png', drawn, async ({ params, words }, reply) => {
      const paper = await paperOf(params);
      const date = paper.publishedOn ?? paper.listedOn;
      const note = paper.source === 'sample' ? words.t('paper-sample') : '';
      const heading = { site, dateText: longDate(words, date), date, note };
      return reply.picture(paperPicture(heading, paper.title, authorsText(words, paper)));
    });

    app.get('/papers/:id', kept, async (request, reply) => {
      const found = await paperOf(request.params);
      const reasons = reasonsOf(found, (await observedSignals(ctx.db, [found.id], ctx.now())).get(found.id));
      const paper = { ...found, reasons };
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return { ...paper, reason: reasonText(request.words, reasons) };
      const title = latexToText(paper.title);
      return reply.page('paper', {
        title,
        paper,
        // What there is to say beside the names.
        unsigned: { ...paper, authors: [], authorCount: null },
        canonical: `/papers/${paper.id}`,
        article: true,
        picture: `/papers/${paper.id}.png`,
        pictureText: title,
        description: latexToText(paper.abstract).slice(0, 200),
        jsonLd: scholarlyArticle(request.words, paper, `${ctx.config.PUBLIC_URL}/papers/${paper.id}`),
        bibtex: bibtex(paper),
        similar: await similarPapers(ctx.db, paper.id, 5),
      });
    });

    apiRoutes(ctx, app, today);
  };

  async function paperOf(params: unknown): Promise<Paper> {
    const id = idParam.safeParse(params).data?.id;
    const paper = id === undefined ? undefined : await paperById(ctx.db, id);
    if (paper === undefined) throw new WordedProblem(404, 'paper-missing');
    return paper;
  }
}

function apiRoutes(ctx: Context, app: FastifyInstance, today: () => string): void {
  const read = { config: { scope: 'papers:read' as const } };
  const write = { config: { scope: 'papers:write' as const } };

  app.get('/api/v1/papers', read, async (request) => {
    const { limit, cursor, date, q } = parseInput(
      listQuery.extend({ date: day.optional(), q: z.string().max(300).optional() }),
      request.query,
    );
    return listOf(await listPapers(ctx.db, { date, q, after: cursor ?? null, limit: limit + 1 }), limit);
  });

  app.post('/api/v1/papers', write, async (request, reply) => {
    const {
      id: _id,
      source: _source,
      ...input
    } = parseInput(
      paperBody,
      without(request.body, (name) => beside.has(name)),
    );
    const { ids, added } = await savePapers(ctx.db, [input], { source: 'manual', listedOn: today(), now: ctx.now });
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

async function dayView(ctx: Context, asked: string | undefined, today: string, sort: Sort) {
  if (asked !== undefined && asked > today) throw new WordedProblem(404, 'daily-not-yet');
  const latest = await latestDay(ctx.db, today);
  const shown = asked ?? latest ?? today;
  const [listed, neighbours] = await Promise.all([papersOfDay(ctx.db, shown), neighbouringDays(ctx.db, shown, today)]);
  const real = listed.filter(({ source }) => source !== 'sample');
  const papers = real.length > 0 ? real : listed;
  return {
    day: shown,
    isToday: shown === today,
    isLatest: asked === undefined,
    sort,
    ...neighbours,
    sample: papers.some(({ source }) => source === 'sample'),
    papers: await sorted(ctx, papers, sort),
  };
}

type Shown = Paper & { reasons: Reason[]; score?: number };

async function sorted(ctx: Context, papers: Paper[], sort: Sort): Promise<Shown[]> {
  const ranked = rankPapers(papers, ctx.now(), await signalsOf(ctx.db, papers, ctx.now()));
  if (sort === 'trending') return ranked.map(({ paper, score, reasons }) => ({ ...paper, score, reasons }));
  return ranked.map(({ paper, reasons }) => ({ ...paper, reasons })).toSorted(orders[sort]);
}

const orders: Record<Exclude<Sort, 'trending'>, (a: Paper, b: Paper) => number> = {
  upvotes: (a, b) => (b.upvotes ?? -1) - (a.upvotes ?? -1) || a.id - b.id,
  newest: (a, b) => (b.publishedOn ?? '').localeCompare(a.publishedOn ?? '') || b.id - a.id,
};

function sortChoices(words: Words, day: string, current: Sort) {
  const labels: Record<Sort, string> = {
    trending: words.t('daily-sort-trending'),
    upvotes: words.t('daily-sort-upvotes'),
    newest: words.t('daily-sort-newest'),
  };
  return sorts.map((sort) => ({
    href: `/papers?date=${day}${sort === 'trending' ? '' : `&sort=${sort}`}`,
    label: labels[sort],
    current: sort === current,
  }));
}

/** https://schema.org/ScholarlyArticle; `<` is escaped, so that no title can end the script. */
function scholarlyArticle(words: Words, paper: Paper, url: string): string {
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'ScholarlyArticle',
    url,
    headline: latexToText(paper.title),
    abstract: latexToText(paper.abstract),
    author:
      paper.authors.length > 0 ? paper.authors.map((name) => ({ '@type': 'Person', name })) : authorsText(words, paper),
    ...(paper.publishedOn === null ? {} : { datePublished: paper.publishedOn }),
    ...(paper.url === null ? {} : { sameAs: paper.url }),
  }).replaceAll('<', String.raw`\u003c`);
}
