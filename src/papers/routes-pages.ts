import { z } from 'zod';
import { type Context, today } from '../context.ts';
import { day } from '../lib/dates.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { image, page, refusal } from '../lib/http/responses.ts';
import { latexToText } from '../lib/latex/latex.ts';
import { idParam } from '../lib/pagination.ts';
import { paperImage, imagesPerMinute, rankingImage, rankingText } from '../og-images/subject.ts';
import { dayAnswer, rankedPaper } from './answers.ts';
import { bibtex } from './bibtex.ts';
import { dayView, sortChoices, sorts } from './day-view.ts';
import { dayAndMonth, longDate } from '../lib/format/dates.ts';
import { authorsText } from './authors-text.ts';
import { monthOf } from './month.ts';
import type { Words } from '../lib/i18n/words.ts';
import type { Paper } from './paper.ts';
import { reasonText } from './ranking/reason-text.ts';
import { reasonsOf } from './ranking/reasons.ts';
import { observedSignals } from './ranking/signals.ts';
import { paperById } from './reading.ts';
import { scholarlyArticle } from './scholarly-article.ts';
import { similarPapers } from './search/similar.ts';

const tags = ['Papers'];

const dayParameter = { date: day.optional().describe('The default is the latest day with papers') };

const dayQuery = z.object({
  ...dayParameter,
  sort: z
    .enum(sorts, 'trending, upvotes or newest')
    .default('trending')
    .describe('The order of the papers'),
  month: z
    .string()
    .regex(/^[1-9]\d{3}-(0[1-9]|1[0-2])$/, 'a month such as 2026-03')
    .optional()
    .describe('The month of the calendar; the default is the month of the day'),
});

/** The Daily Papers page, a paper's page, and their preview images. */
export function papersRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addGetDay(ctx, app, { url: '/', operationId: 'getLatestDay', of: 'the latest day' });
    addGetDay(ctx, app, { url: '/papers', operationId: 'getDay', of: 'a day' });
    addGetPaperPage(ctx, app);
    addGetDayImage(ctx, app);
    addGetPaperImage(ctx, app);
  };
}

function addGetDay(
  ctx: Context,
  app: App,
  { url, operationId, of }: { url: string; operationId: string; of: string },
): void {
  app.get(
    url,
    {
      config: { cached: true },
      schema: {
        operationId,
        tags,
        summary: `Get the papers of ${of}`,
        querystring: dayQuery,
        response: {
          200: page('The day and its papers', dayAnswer),
          404: refusal('A day in the future'),
          422: refusal('An invalid parameter'),
        },
      },
    },
    async ({ query, words, wantsJson }, reply) => {
      const view = await dayView(ctx, query.date, today(ctx), query.sort);
      reply.header('cache-control', 'public, max-age=60');
      if (!wantsJson) return reply.page('daily', await dayPage(ctx, words, view, query));
      const items = view.papers.map((paper) => ({
        ...paper,
        reason: reasonText(words, paper.reasons),
      }));
      return { date: view.day, previous: view.previous, next: view.next, items };
    },
  );
}

/** The data of the Daily Papers page. */
async function dayPage(
  ctx: Context,
  words: Words,
  view: Awaited<ReturnType<typeof dayView>>,
  { sort, month }: z.output<typeof dayQuery>,
) {
  const date = longDate(words, view.day);
  return {
    ...view,
    title: view.isToday ? words.t('daily-title-today') : words.t('daily-title', { date }),
    canonical: view.isLatest ? '/' : `/papers?date=${view.day}`,
    description: words.t('daily-description'),
    image: `/papers.png?date=${view.day}`,
    imageText: rankingText(
      date,
      view.papers.map(({ title }) => title),
    ),
    previousText: view.previous === null ? '' : dayAndMonth(words, view.previous),
    nextText: view.next === null ? '' : dayAndMonth(words, view.next),
    sorts: sortChoices(words, view.day, sort),
    month: {
      ...(await monthOf(ctx, words, month ?? view.day.slice(0, 7), today(ctx))),
      open: month !== undefined,
    },
  };
}

function addGetPaperPage(ctx: Context, app: App): void {
  app.get(
    '/papers/:id',
    {
      config: { cached: true, notFound: 'paper-missing' },
      schema: {
        operationId: 'getPaperPage',
        tags,
        summary: 'Get a paper without a key',
        params: idParam,
        querystring: noQuery,
        response: { 200: page('The paper', rankedPaper), 404: refusal('No such paper') },
      },
    },
    async (request, reply) => {
      const paper = await paperOf(ctx, request.params.id);
      const signals = await observedSignals(ctx.db, [paper.id], ctx.now());
      const found = { ...paper, reasons: reasonsOf(paper, signals.get(paper.id)) };
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return { ...found, reason: reasonText(request.words, found.reasons) };
      return reply.page('paper', await paperView(ctx, request.words, found));
    },
  );
}

async function paperView<Found extends Paper>(ctx: Context, words: Words, found: Found) {
  const title = latexToText(found.title);
  const url = `/papers/${found.id}`;
  return {
    title,
    paper: found,
    // The line after the names.
    unsigned: { ...found, authors: [], authorCount: null },
    canonical: url,
    article: true,
    image: `${url}.png`,
    imageText: title,
    description: latexToText(found.abstract).slice(0, 200),
    jsonLd: scholarlyArticle(words, found, `${ctx.config.PUBLIC_URL}${url}`),
    bibtex: bibtex(found),
    similar: await similarPapers(ctx.db, found.id, today(ctx), 5),
  };
}

function addGetDayImage(ctx: Context, app: App): void {
  app.get(
    '/papers.png',
    {
      config: { rateLimit: { max: imagesPerMinute } },
      schema: {
        operationId: 'getDayImage',
        tags,
        summary: 'Get the preview image of a day',
        querystring: z.object(dayParameter),
        response: { ...image, 422: refusal('An invalid date') },
      },
    },
    async ({ query, words }, reply) => {
      const view = await dayView(ctx, query.date, today(ctx), 'trending');
      const note = view.sample ? words.t('daily-sample') : '';
      const titles = view.papers.map(({ title }) => title);
      return reply.image(
        rankingImage(
          { site: ctx.config.SITE_NAME, dateText: longDate(words, view.day), date: view.day, note },
          titles,
        ),
      );
    },
  );
}

function addGetPaperImage(ctx: Context, app: App): void {
  app.get(
    '/papers/:id.png',
    {
      config: { rateLimit: { max: imagesPerMinute }, notFound: 'paper-missing' },
      schema: {
        operationId: 'getPaperImage',
        tags,
        summary: 'Get the preview image of a paper',
        params: idParam,
        querystring: noQuery,
        response: image,
      },
    },
    async ({ params, words }, reply) => {
      const found = await paperOf(ctx, params.id);
      const date = found.publishedOn ?? found.listedOn;
      const note = found.source === 'sample' ? words.t('paper-sample') : '';
      const heading = { site: ctx.config.SITE_NAME, dateText: longDate(words, date), date, note };
      return reply.image(paperImage(heading, found.title, authorsText(words, found)));
    },
  );
}

async function paperOf(ctx: Context, id: number): Promise<Paper> {
  const found = await paperById(ctx.db, id);
  // A paper that is dated ahead is not public before its listing day.
  if (found === undefined || found.listedOn > today(ctx))
    throw new WordedProblem(404, 'paper-missing');
  return found;
}
