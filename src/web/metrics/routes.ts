import type { Registry } from 'prom-client';
import { bearerToken } from '../../admin/accounts/api-keys.ts';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { refusal, text } from '../../lib/http/responses.ts';
import { isSameSecret } from '../../lib/same-secret.ts';

const schema = {
  operationId: 'getMetrics',
  tags: ['Status'],
  summary: 'Get the metrics',
  querystring: noQuery,
  response: {
    200: text('Prometheus text', 'text/plain'),
    401: refusal('No METRICS_TOKEN, or a wrong one'),
  },
};

/**
 * `GET /metrics` in Prometheus text format, protected by METRICS_TOKEN. Without that setting the
 * page does not exist.
 */
export function metricsRoutes(ctx: Context, registry: Registry) {
  const { METRICS_TOKEN: token } = ctx.config;
  return async (app: App): Promise<void> => {
    if (token === undefined) return;
    app.get('/metrics', { schema }, async (request, reply) => {
      reply.header('cache-control', 'no-store');
      if (!isSameSecret(bearerToken(request.headers.authorization) ?? '', token)) {
        reply.header('www-authenticate', 'Bearer');
        throw new Problem(
          401,
          'Unauthorized',
          'Send Authorization: Bearer with the value of METRICS_TOKEN.',
        );
      }
      return reply.type(registry.contentType).send(await registry.metrics());
    });
  };
}
