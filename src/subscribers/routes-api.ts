import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { Problem } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { parameters, spooledBody } from '../lib/http/parameters.ts';
import { empty, json, refusal, text } from '../lib/http/responses.ts';
import { idParam, listOf, listParameters } from '../lib/pagination.ts';
import { eraseSubscriber } from './account/erase.ts';
import { unsubscribeById } from './account/unsubscribe.ts';
import { subscriberAnswer, subscribersAnswer } from './answers.ts';
import { changesIn, subscriberPatch } from './change.ts';
import { exportCsv } from './import-export/export.ts';
import { importSubscribers, previewImport } from './import-export/import.ts';
import { subscriberFormat } from './import-export/read-list.ts';
import { refusalMessages } from './import-export/rejection.ts';
import { wordedImport, wordedReport } from './import-export/report.ts';
import { changePreferences, pause, resume } from './preferences/preferences.ts';
import { checkZone } from './preferences/time-zones.ts';
import { consentsOf, listSubscribers, subscriberById } from './queries.ts';
import { addSubscriber } from './signup/add.ts';
import { checkConsent, entryInput } from './signup/entry.ts';
import { subscriberStatus } from './subscriber.ts';

const read = { scope: 'subscribers:read' as const };
const write = { scope: 'subscribers:write' as const };
const tags = ['Subscribers'];
const missing = refusal('No such subscriber');

/** The API routes of subscribers. */
export function subscribersApiRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addListSubscribers(ctx, app);
    addAddSubscriber(ctx, app);
    addGetSubscriber(ctx, app);
    addChangeSubscriber(ctx, app);
    addEraseSubscriber(ctx, app);
    addExportSubscribers(ctx, app);
  };
}

function addListSubscribers(ctx: Context, app: App): void {
  app.get(
    '/api/v1/subscribers',
    {
      config: read,
      schema: {
        operationId: 'listSubscribers',
        tags,
        summary: 'List subscribers',
        querystring: parameters({
          ...listParameters,
          q: z
            .string()
            .max(300)
            .optional()
            .meta({ description: 'A part of the address', examples: ['example.org'] }),
          status: subscriberStatus.optional().describe('Only subscribers of this status'),
        }),
        response: { 200: json('Subscribers', subscribersAnswer) },
      },
    },
    async ({ query: { limit, cursor, q, status } }) =>
      listOf(
        await listSubscribers(ctx.db, { q, status, after: cursor ?? 0, limit: limit + 1 }),
        limit,
      ),
  );
}

function addAddSubscriber(ctx: Context, app: App): void {
  app.post(
    '/api/v1/subscribers',
    {
      config: write,
      schema: {
        operationId: 'addSubscriber',
        tags,
        summary: 'Add a subscriber',
        description:
          'With a consent the subscriber is active immediately; without it they receive a confirmation email.',
        body: entryInput(ctx.config),
        response: {
          201: json('Added', subscriberAnswer),
          200: json('Already on the list', subscriberAnswer),
          409: refusal(
            'The address unsubscribed, bounced, complained, is blocked, was erased or belongs to a reader who changed to another address',
          ),
        },
      },
    },
    async (request, reply) => {
      const entry = request.body;
      await checkZone(ctx.db, entry.preferences.timezone);
      checkConsent(ctx, entry.consent);
      const added = await addSubscriber(ctx, entry);
      if (added.kind === 'refused')
        throw new Problem(
          409,
          'Not added',
          `Not added: ${ctx.words('en').t(refusalMessages[added.reason])}.`,
        );
      request.auditTarget = added.kind === 'unchanged' ? null : `#${added.id}`;
      return reply.status(added.kind === 'added' ? 201 : 200).send(await shown(ctx, added.id));
    },
  );
}

function addGetSubscriber(ctx: Context, app: App): void {
  app.get(
    '/api/v1/subscribers/:id',
    {
      config: read,
      schema: {
        operationId: 'getSubscriber',
        tags,
        summary: 'Get a subscriber and their consents',
        params: idParam,
        response: { 200: json('The subscriber', subscriberAnswer), 404: missing },
      },
    },
    ({ params: { id } }) => shown(ctx, id),
  );
}

function addChangeSubscriber(ctx: Context, app: App): void {
  app.patch(
    '/api/v1/subscribers/:id',
    {
      config: write,
      schema: {
        operationId: 'changeSubscriber',
        tags,
        summary: 'Change the preferences or the status of a subscriber',
        description:
          'A client may send back the subscriber of a response with some fields changed.',
        params: idParam,
        body: subscriberPatch,
        response: {
          200: json('The subscriber', subscriberAnswer),
          404: missing,
          409: refusal('The subscriber cannot have this status'),
        },
      },
    },
    async (request) => {
      const { id } = request.params;
      request.auditTarget = `#${id}`;
      const known = await shown(ctx, id);
      const { status, ...preferences } = changesIn(request.body, known);
      await changePreferences(ctx, id, preferences);
      if (status === 'unsubscribed') await unsubscribeById(ctx, id);
      else if (status === 'paused') await pause(ctx, id, null);
      else if (status === 'active') await resume(ctx, id);
      return shown(ctx, id);
    },
  );
}

function addEraseSubscriber(ctx: Context, app: App): void {
  app.delete(
    '/api/v1/subscribers/:id',
    {
      config: write,
      schema: {
        operationId: 'eraseSubscriber',
        tags,
        summary: 'Erase a subscriber',
        params: idParam,
        response: { 204: empty('Erased'), 404: missing },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await eraseSubscriber(ctx, id))) throw noSubscriber();
      request.auditTarget = `#${id}`;
      return reply.status(204).send();
    },
  );
}

function addExportSubscribers(ctx: Context, app: App): void {
  app.get(
    '/api/v1/subscribers/export.csv',
    {
      config: read,
      schema: {
        operationId: 'exportSubscribers',
        tags,
        summary: 'Export subscribers as CSV',
        querystring: parameters({
          status: subscriberStatus.optional().describe('Only subscribers of this status'),
        }),
        response: { 200: text('A line per subscriber; an import reads it back', 'text/csv') },
      },
    },
    async ({ query: { status } }, reply) => {
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="subscribers.csv"');
      return reply.send(Readable.from(exportCsv(ctx, status)));
    },
  );
}

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

const importQuery = parameters({
  format: subscriberFormat.optional().describe('Detected if not given'),
  consent: z
    .string()
    .min(1, '1 to 200 characters')
    .max(200, '1 to 200 characters')
    .optional()
    .describe('The source of the consent for rows without their own'),
  dryRun: flag.describe('Returns what the import would do, and changes nothing'),
  applyDepartures: flag.describe(
    'Unsubscribes subscribers that the list marks as unsubscribed, bounced, complained or blocked; without it they are only reported',
  ),
});

/** The routes whose body is a file. */
export function subscribersImportRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    app.post(
      '/api/v1/subscribers/import',
      {
        config: write,
        schema: {
          operationId: 'importSubscribers',
          tags,
          summary: 'Import subscribers from a file',
          description:
            'The body is the file. A row that cannot be read is reported by line; the others are imported.',
          querystring: importQuery,
          consumes: ['text/csv', 'text/plain', 'application/json', 'application/x-ndjson'],
          body: spooledBody,
          response: { 200: json('What became of each row', wordedImport) },
        },
      },
      async (request) => {
        const { consent: source, dryRun, ...options } = request.query;
        if (dryRun) request.auditTarget = null;
        const consent = source === undefined ? undefined : { source };
        const act = dryRun ? previewImport : importSubscribers;
        const onStart = () => request.recordAudit();
        const report = await act(ctx, request.body.bytes(), { ...options, consent, onStart });
        return wordedReport(ctx.words('en'), report);
      },
    );
  };
}

function noSubscriber(): Problem {
  return new Problem(404, 'No such subscriber', 'There is no subscriber with this id.');
}

async function shown(ctx: Context, id: number): Promise<z.output<typeof subscriberAnswer>> {
  const found = await subscriberById(ctx.db, id);
  if (found === null) throw noSubscriber();
  return { ...found, consents: await consentsOf(ctx.db, id) };
}
