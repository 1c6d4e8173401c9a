import type { FastifyInstance } from 'fastify';
import { authenticate, type Scope } from '../admin/accounts/api-keys.ts';
import type { Context } from '../context.ts';
import { Problem } from '../lib/errors/problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What an API key must be allowed to do; required on every route under /api/v1. */
    scope?: Scope;
  }
}

/** No route under /api/v1 runs without a key of its scope: 401 without a key, 403 with too little scope. */
export function addApiAccess(app: FastifyInstance, ctx: Context): void {
  app.addHook('onRoute', ({ url, config }) => {
    if (url.startsWith('/api/v1/') && config?.scope === undefined) throw new Error(`${url} names no scope`);
  });
  app.addHook('onRequest', async (request, reply) => {
    const { scope } = request.routeOptions.config;
    // The route decides: `/api/%761/papers` and `http://host/api/v1/papers` are the same one in another spelling.
    if (scope === undefined && !request.url.startsWith('/api/v1/')) return;
    const granted = await authenticate(ctx, request.headers.authorization);
    if (granted === undefined) {
      reply.header('www-authenticate', 'Bearer');
      throw new Problem(401, 'Key required', 'Send an API key as "Authorization: Bearer …".');
    }
    if (scope !== undefined && !granted.includes(scope)) {
      throw new Problem(403, 'Scope missing', `This key lacks the scope ${scope}.`);
    }
  });
}
