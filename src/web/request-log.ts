import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { withRequestId } from '../lib/log.ts';

/**
 * Logs one line per request with the name of its route, because paths contain tokens. All lines
 * logged while handling a request have the same `requestId`.
 */
export function addRequestLog(app: FastifyInstance, ctx: Context): void {
  app.addHook('onRequest', (request, _reply, done) => withRequestId(request.id, done));
  // Later hooks run from the events of the body stream, outside the async context of `onRequest`.
  app.addHook('preValidation', (request, _reply, done) => withRequestId(request.id, done));
  app.addHook('onResponse', (request, reply, done) => {
    // Logging a line takes a fifth of the time of a cached page.
    const level = request.fromCache ? 'debug' : 'info';
    if (ctx.log.isLevelEnabled(level)) {
      const { method, id: requestId } = request;
      const route = request.routeOptions.url ?? 'unknown';
      const ms = Math.round(reply.elapsedTime);
      const fields = {
        event: 'web.responded',
        requestId,
        method,
        route,
        status: reply.statusCode,
        ms,
      };
      ctx.log[level](fields, 'responded to a request');
    }
    done();
  });
}
