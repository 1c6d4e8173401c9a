import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Context, today } from '../context.ts';
import { type Day, day } from '../lib/dates.ts';
import { exactly, Problem, without } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { parameters, spooledBody } from '../lib/http/parameters.ts';
import { json, refusal } from '../lib/http/responses.ts';
import { importReport, withFirstRejected } from '../lib/import-report.ts';
import { idParam, listOf, listParameters } from '../lib/pagination.ts';
import { papersAnswer, sourcesAnswer } from './answers.ts';
import { importFormat } from './import/format.ts';
import { importPapers } from './import/import.ts';
import { savePapers } from './import/save.ts';
import { listPapers } from './list.ts';
import { paper, paperInput } from './paper.ts';
import { paperById } from './reading.ts';
import { fetchPapers, fetchReport } from './sources/fetch.ts';
import { sourcesHealth } from './sources/health.ts';

const read = { scope: 'papers:read' as const };
const write = { scope: 'papers:write' as const };
const tags = ['Papers'];

/** Fields that responses add to a paper: its rank, and where a search matched. */
const aboutPaper = new Set(['rank', 'score', 'reasons', 'reason', 'highlights']);

const aboutDaysAhead =
  'A paper that is dated ahead is shown before its day only to keys with the scope papers:write.';

const ignored = z
  .unknown()
  .optional()
  .describe('Ignored, so that a paper from a response can be sent back');

const paperBody = z.preprocess(
  (body) => without(body, (name) => aboutPaper.has(name)),
  exactly(paperInput.extend({ id: ignored, source: ignored })),
);

/** The last day that a key may see; undefined for all days. */
const lastDay = (ctx: Context, { apiScopes }: FastifyRequest) =>
  apiScopes.includes('papers:write') ? undefined : today(ctx);

/** Papers over the API. */
export function papersApiRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addListPapers(ctx, app);
    addAddPaper(ctx, app);
    addGetPaper(ctx, app);
    addFetchPapers(ctx, app);
    addListSources(ctx, app);
  };
}

function addListPapers(ctx: Context, app: App): void {
  app.get(
    '/api/v1/papers',
    {
      config: read,
      schema: {
        operationId: 'listPapers',
        tags,
        summary: 'List papers, newest first',
        description: aboutDaysAhead,
        querystring: parameters({
          ...listParameters,
          date: day.optional().describe('The day on which they were listed'),
          q: z.string().max(300).optional().describe('Words of title, abstract or authors'),
        }),
        response: { 200: json('Papers', papersAnswer) },
      },
    },
    async (request) => {
      const { limit, cursor: after = null, date, q } = request.query;
      const through = lastDay(ctx, request);
      const papers = await listPapers(ctx.db, { date, q, through, after, limit: limit + 1 });
      return listOf(papers, limit);
    },
  );
}

function addAddPaper(ctx: Context, app: App): void {
  app.post(
    '/api/v1/papers',
    {
      config: write,
      schema: {
        operationId: 'addPaper',
        tags,
        summary: 'Add a paper',
        description:
          'Adds a paper or edits one that exists; later fetches keep the fields given here.',
        body: paperBody,
        response: {
          201: json('Added', paper),
          200: json('The existing paper after the edit', paper),
        },
      },
    },
    async (request, reply) => {
      const { id: _id, source: _source, ...input } = request.body;
      const { ids, added } = await savePapers(ctx.db, [input], {
        source: 'manual',
        listedOn: today(ctx),
        now: ctx.now,
      });
      const [id = 0] = ids;
      request.auditTarget = `#${id}`;
      return reply.status(added === 1 ? 201 : 200).send(await shown(ctx, id));
    },
  );
}

function addGetPaper(ctx: Context, app: App): void {
  app.get(
    '/api/v1/papers/:id',
    {
      config: read,
      schema: {
        operationId: 'getPaper',
        tags,
        summary: 'Get a paper',
        description: aboutDaysAhead,
        params: idParam,
        response: { 200: json('The paper', paper), 404: refusal('No such paper') },
      },
    },
    (request) => shown(ctx, request.params.id, lastDay(ctx, request)),
  );
}

function addFetchPapers(ctx: Context, app: App): void {
  app.post(
    '/api/v1/papers/fetch',
    {
      config: write,
      schema: {
        operationId: 'fetchPapers',
        tags,
        summary: 'Fetch papers from the sources now',
        response: { 200: json('The results by source', fetchReport) },
      },
    },
    async (request) => {
      await request.recordAudit();
      return fetchPapers(ctx);
    },
  );
}

function addListSources(ctx: Context, app: App): void {
  app.get(
    '/api/v1/sources',
    {
      config: read,
      schema: {
        operationId: 'listSources',
        tags,
        summary: 'List the paper sources and their health',
        response: { 200: json('The sources in use', sourcesAnswer) },
      },
    },
    async () => ({ items: await sourcesHealth(ctx), nextCursor: null }),
  );
}

async function shown(ctx: Context, id: number, through?: Day) {
  const found = await paperById(ctx.db, id);
  if (found === undefined || (through !== undefined && found.listedOn > through))
    throw new Problem(404, 'No such paper', 'There is no paper with this id.');
  return found;
}

/** Routes that take a file as the request body. */
export function papersImportRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    app.post(
      '/api/v1/papers/import',
      {
        config: write,
        schema: {
          operationId: 'importPapers',
          tags,
          summary: 'Import papers from a file',
          description:
            'The body is the file, with at most 20,000 papers. A row that cannot be read is reported by line; the others are imported.',
          querystring: parameters({
            format: importFormat.describe('The format of the body'),
            date: day
              .optional()
              .describe('The listing day of the papers in the file; the default is today'),
          }),
          consumes: ['text/plain', 'application/json', 'application/x-ndjson'],
          body: spooledBody,
          response: { 200: json('The import report', importReport) },
        },
      },
      async (request) => {
        const options = { ...request.query, onStart: () => request.recordAudit() };
        return withFirstRejected(await importPapers(ctx, request.body.bytes(), options));
      },
    );
  };
}
