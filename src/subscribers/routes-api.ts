import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../context.ts';
import { idParam, listOf, listQuery } from '../lib/pagination.ts';
import { exactly, parseInput, Problem, without } from '../lib/errors/problem.ts';
import { addSubscribers } from './signup/add.ts';
import type { subscriberAnswer } from './answers.ts';
import { checkConsent, type ConsentInput } from './signup/entry.ts';
import { eraseSubscriber } from './account/erase.ts';
import { exportCsv } from './import-export/export.ts';
import { entryInput, importSubscribers } from './import-export/import.ts';
import { subscriberFormat } from './import-export/list-formats.ts';
import { preferenceInput } from './preferences/preference-input.ts';
import { changePreferences, pause } from './preferences/preferences.ts';
import { consentsOf, listSubscribers, subscriberById } from './queries.ts';
import { subscriberStatus } from './subscriber.ts';
import { unsubscribeById } from './account/unsubscribe.ts';
import { checkZone } from './preferences/time-zones.ts';

const read = { config: { scope: 'subscribers:read' as const } };
const write = { config: { scope: 'subscribers:write' as const } };

const patchInput = exactly(
  preferenceInput.extend({
    status: z.enum(['active', 'paused', 'unsubscribed'], 'active, paused or unsubscribed').optional(),
  }),
);

/** Subscribers over the API. */
export function subscribersApiRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/api/v1/subscribers', read, async (request) => {
      const { limit, cursor, q, status } = parseInput(
        listQuery.extend({ q: z.string().max(300).optional(), status: subscriberStatus.optional() }),
        request.query,
      );
      return listOf(await listSubscribers(ctx.db, { q, status, after: cursor ?? 0, limit: limit + 1 }), limit);
    });

    app.post('/api/v1/subscribers', write, async (request, reply) => {
      const entry = parseInput(entryInput, request.body);
      await checkZone(ctx.db, entry.preferences.timezone);
      checkConsent(ctx, entry.consent);
      const [added] = await addSubscribers(ctx, [entry]);
      if (added === undefined) throw new Error('an entry without an answer');
      if (added.kind === 'refused') throw new Problem(409, 'Not added', `Not added: ${added.reason}.`);
      return reply.status(added.kind === 'added' ? 201 : 200).send(await shown(ctx, added.id));
    });

    app.get('/api/v1/subscribers/:id', read, (request) => shown(ctx, parseInput(idParam, request.params).id));

    app.patch('/api/v1/subscribers/:id', write, async (request) => {
      const { id } = parseInput(idParam, request.params);
      const known = await shown(ctx, id);
      const { status, ...preferences } = parseInput(patchInput, changesIn(request.body, known));
      const { status: before } = known;
      const reads = before === 'active' || before === 'paused';
      // Before anything is changed: a refusal leaves all as it is.
      if ((status === 'active' || status === 'paused') && !reads) {
        throw new Problem(
          409,
          'Not possible',
          `This subscriber is ${before}; only their own confirmation makes them active.`,
        );
      }
      await changePreferences(ctx, id, preferences);
      if (status === 'unsubscribed') await unsubscribeById(ctx, id);
      else if (status !== undefined && status !== before) await pause(ctx, id, status === 'paused' ? null : undefined);
      return shown(ctx, id);
    });

    app.delete('/api/v1/subscribers/:id', write, async (request, reply) => {
      const { id } = parseInput(idParam, request.params);
      if (!(await eraseSubscriber(ctx, id))) throw noSubscriber();
      return reply.status(204).send();
    });

    app.get('/api/v1/subscribers/export.csv', read, (request, reply) => {
      const { status } = parseInput(z.object({ status: subscriberStatus.optional() }), request.query);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="subscribers.csv"')
        .send(Readable.from(exportCsv(ctx, status)));
    });
  };
}

/** What a body would change: a subscriber may be sent back as it was answered, with some fields changed. */
function changesIn(body: unknown, known: object): unknown {
  const values = new Map(Object.entries(known).map(([name, value]) => [name, JSON.stringify(value)]));
  return without(body, (name, value) => values.get(name) === JSON.stringify(value));
}

/** Routes that take a file as their raw body. */
export function subscribersImportRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    app.post('/api/v1/subscribers/import', write, (request) => {
      const query = z.object({
        format: subscriberFormat.default('csv'),
        consent: z.string().min(1).max(200).optional(),
      });
      const { format, consent: source } = parseInput(query, request.query);
      const consent: ConsentInput | undefined = source === undefined ? undefined : { source };
      return importSubscribers(ctx, parseInput(z.string().min(1, 'the body is the file'), request.body), {
        format,
        consent,
      });
    });
  };
}

function noSubscriber(): Problem {
  return new Problem(404, 'No such subscriber', 'There is no subscriber with this id.');
}

async function shown(ctx: Context, id: number): Promise<z.output<typeof subscriberAnswer>> {
  const found = await subscriberById(ctx.db, id);
  if (found === undefined) throw noSubscriber();
  return { ...found, consents: await consentsOf(ctx.db, id) };
}
