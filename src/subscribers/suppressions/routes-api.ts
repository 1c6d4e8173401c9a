import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { parameters, spooledBody } from '../../lib/http/parameters.ts';
import { empty, json, refusal, text } from '../../lib/http/responses.ts';
import { idParam, listOf, listParameters } from '../../lib/pagination.ts';
import { listSuppressions } from '../../suppressions/suppressions.ts';
import { subscriberFormat } from '../import-export/read-list.ts';
import { liftSuppressionById } from '../suppression.ts';
import { addSuppression } from './add.ts';
import { suppressionsCsv } from './export.ts';
import { importSuppressions } from './import.ts';
import {
  shownSuppression,
  suppressionAnswer,
  suppressionBody,
  suppressionImport,
  suppressionReason,
  suppressionsAnswer,
} from './suppression-input.ts';

const read = { scope: 'subscribers:read' as const };
const write = { scope: 'subscribers:write' as const };
const tags = ['Suppressions'];

/** The API routes of suppressions. */
export function suppressionsApiRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addListSuppressions(ctx, app);
    addAddSuppression(ctx, app);
    addLiftSuppression(ctx, app);
    addExportSuppressions(ctx, app);
  };
}

function addListSuppressions(ctx: Context, app: App): void {
  app.get(
    '/api/v1/suppressions',
    {
      config: read,
      schema: {
        operationId: 'listSuppressions',
        tags,
        summary: 'List suppressions, newest first',
        querystring: parameters({
          ...listParameters,
          q: z
            .string()
            .max(300)
            .optional()
            .meta({ description: 'A part of the address', examples: ['example.org'] }),
          reason: suppressionReason.optional().describe('Only suppressions for this reason'),
        }),
        response: { 200: json('Suppressions', suppressionsAnswer) },
      },
    },
    async ({ query: { limit, cursor: before, q, reason } }) => {
      const found = await listSuppressions(
        ctx.db,
        { q, reason, before, limit: limit + 1 },
        ctx.now(),
      );
      return listOf(found.map(shownSuppression), limit);
    },
  );
}

function addAddSuppression(ctx: Context, app: App): void {
  app.post(
    '/api/v1/suppressions',
    {
      config: write,
      schema: {
        operationId: 'addSuppression',
        tags,
        summary: 'Suppress an address',
        description:
          'A subscriber with this address becomes bounced or complained, or unsubscribed if the reason is blocked. A complaint replaces any other reason, and a block replaces a bounce.',
        body: suppressionBody,
        response: {
          201: json('Added', suppressionAnswer),
          200: json('Already suppressed', suppressionAnswer),
        },
      },
    },
    async (request, reply) => {
      const { result, suppression } = await addSuppression(ctx, request.body);
      request.auditTarget = result === 'unchanged' ? null : `#${suppression.id}`;
      return reply.status(result === 'added' ? 201 : 200).send(shownSuppression(suppression));
    },
  );
}

function addLiftSuppression(ctx: Context, app: App): void {
  app.delete(
    '/api/v1/suppressions/:id',
    {
      config: write,
      schema: {
        operationId: 'liftSuppression',
        tags,
        summary: 'Lift a suppression',
        description:
          'A bounced subscriber gets their previous status back; a complained or blocked one stays unsubscribed until they confirm again.',
        params: idParam,
        response: { 204: empty('Lifted'), 404: refusal('No such suppression') },
      },
    },
    async (request, reply) => {
      const lifted = await liftSuppressionById(ctx, request.params.id);
      if (lifted === undefined)
        throw new Problem(404, 'No such suppression', 'There is no suppression with this id.');
      request.auditTarget = lifted.subscriber;
      return reply.status(204).send();
    },
  );
}

function addExportSuppressions(ctx: Context, app: App): void {
  app.get(
    '/api/v1/suppressions/export.csv',
    {
      config: read,
      schema: {
        operationId: 'exportSuppressions',
        tags,
        summary: 'Export suppressions as CSV',
        response: { 200: text('A line per address; an import reads it back', 'text/csv') },
      },
    },
    async (_request, reply) => {
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="suppressions.csv"');
      return reply.send(Readable.from(suppressionsCsv(ctx)));
    },
  );
}

/** The route whose body is a file. */
export function suppressionsImportRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    app.post(
      '/api/v1/suppressions/import',
      {
        config: write,
        schema: {
          operationId: 'importSuppressions',
          tags,
          summary: 'Import suppressions from a file',
          description:
            'The body is the file. A row that cannot be read is reported by line; the others are imported.',
          querystring: parameters({
            format: subscriberFormat.optional().describe('Detected if not given'),
            reason: suppressionReason
              .default('bounced')
              .describe('The reason for rows without one'),
          }),
          consumes: ['text/csv', 'text/plain', 'application/json', 'application/x-ndjson'],
          body: spooledBody,
          response: { 200: json('What became of each row', suppressionImport) },
        },
      },
      (request) => {
        const options = { ...request.query, onStart: () => request.recordAudit() };
        return importSuppressions(ctx, request.body.bytes(), options);
      },
    );
  };
}
