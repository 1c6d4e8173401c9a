import { z } from 'zod';
import type { Context } from '../context.ts';
import { installationMark } from '../db/keyring.ts';
import { isHeld, journalState } from '../journal/hold.ts';
import type { App } from '../lib/http/app.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { json } from '../lib/http/responses.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { sourceAnswer } from '../papers/answers.ts';
import { sourcesHealth } from '../papers/sources/health.ts';

const alive = z.object({ status: z.literal('ok'), installation: z.string() });
const ready = z.object({
  status: z.literal('ok'),
  database: z.literal('ok'),
  sending: z.enum(['ok', 'held']).describe('held: the database is older than its journal'),
  sources: z.array(sourceAnswer),
});
const unavailable = z.object({
  status: z.literal('unavailable'),
  database: z.literal('unreachable'),
});

/**
 * Milliseconds after which an unresponsive database counts as unreachable. A readiness probe needs
 * a timely response.
 */
const timeout = 3000;

const tags = ['Status'];

/**
 * `/healthz`: the process is running. `/readyz`: it can serve requests. A failing source is only a
 * detail, not a 503.
 */
export function healthRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    addGetHealth(ctx, app);
    addGetReadiness(ctx, app);
  };
}

function addGetHealth(ctx: Context, app: App): void {
  app.get(
    '/healthz',
    {
      schema: {
        operationId: 'getHealth',
        tags,
        summary: 'Check whether the process is alive',
        querystring: noQuery,
        response: { 200: json('Alive', alive) },
      },
    },
    (_request, reply) => {
      reply.header('cache-control', 'no-store');
      return { status: 'ok' as const, installation: installationMark(ctx.keys) };
    },
  );
}

function addGetReadiness(ctx: Context, app: App): void {
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'getReadiness',
        tags,
        summary: 'Check whether the server is ready',
        querystring: noQuery,
        response: {
          200: json('Ready; a failing source is only a detail', ready),
          503: json('The database does not answer', unavailable),
        },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      try {
        const [sources, journal] = await withTimeout(
          Promise.all([sourcesHealth(ctx), journalState(ctx.db)]),
          timeout,
          `no answer within ${timeout} ms`,
        );
        return {
          status: 'ok' as const,
          database: 'ok' as const,
          sending: isHeld(journal) ? ('held' as const) : ('ok' as const),
          sources,
        };
      } catch (error) {
        ctx.log.warn({ event: 'web.not-ready', err: error }, 'not ready to serve');
        return reply.status(503).send({ status: 'unavailable', database: 'unreachable' });
      }
    },
  );
}
