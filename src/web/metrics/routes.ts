import { createHash, timingSafeEqual } from 'node:crypto';
import type { Registry } from 'prom-client';
import { bearerToken } from '../../admin/accounts/api-keys.ts';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import type { App } from '../../lib/http/app.ts';
import { text } from '../../lib/http/responses.ts';

const schema = {
  operationId: 'getMetrics',
  tags: ['Status'],
  summary: 'Get the metrics',
  response: { 200: text('Prometheus text', 'text/plain') },
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
      if (!isSame(bearerToken(request.headers.authorization) ?? '', token)) {
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

function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
