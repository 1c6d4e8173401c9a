import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { withRequestId } from '../lib/log.ts';

/**
 * A log line per request, by the name of its route: paths hold tokens. Every line in between has
 * the same `requestId`.
 */
export function addRequestLog(app: FastifyInstance, ctx: Context): void {
  app.addHook('onRequest', (request, _reply, done) => withRequestId(request.id, done));
  // The events of the body's stream, which call the later hooks, are not part of the work of
  // `onRequest`.
  app.addHook('preValidation', (request, _reply, done) => withRequestId(request.id, done));
  app.addHook('onResponse', (request, reply, done) => {
    // A line costs a fifth of a cached page.
    const level = request.fromMemory ? 'debug' : 'info';
    if (ctx.log.isLevelEnabled(level)) {
      const { method, id: requestId } = request;
      const route = request.routeOptions.url ?? 'none';
      const ms = Math.round(reply.elapsedTime);
      const answer = {
        event: 'web.answered',
        requestId,
        method,
        route,
        status: reply.statusCode,
        ms,
      };
      ctx.log[level](answer, 'answered a request');
    }
    done();
  });
}
