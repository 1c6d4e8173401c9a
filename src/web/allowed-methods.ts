import type { FastifyRequest } from 'fastify';
import findMyWay from 'find-my-way';
import type { App } from '../lib/http/app.ts';

/** Returns the methods of a request's path. Empty for an unknown path. */
export type AllowedMethods = (request: FastifyRequest) => string[];

/**
 * Collects the methods of each path for 405 responses and their `Allow` header. Fastify answers 404
 * both for an unknown path and for a wrong method, and its router is private. Must be added before
 * the routes.
 */
export function addAllowedMethods(app: App, maxParamLength: number): AllowedMethods {
  const router = findMyWay({ maxParamLength });
  const methodsOf = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    let methods = methodsOf.get(url);
    if (methods === undefined) {
      methods = new Set();
      methodsOf.set(url, methods);
      router.on('GET', url, () => {}, methods);
    }
    for (const one of [method].flat()) methods.add(one);
  });
  return ({ raw: { url = '' } }) => {
    const found: unknown = router.find('GET', url)?.store;
    return found instanceof Set ? [...found].map(String).toSorted() : [];
  };
}
