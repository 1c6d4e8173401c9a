import type { FastifyRequest } from 'fastify';
import findMyWay from 'find-my-way';
import type { App } from '../lib/http/app.ts';

/** The methods of the address that was asked for; none for an unknown address. */
export type AllowedMethods = (request: FastifyRequest) => string[];

/**
 * Knows which methods each address takes, for 405 and its `Allow` header: Fastify answers 404 for
 * both an unknown address and a wrong method, and its router is private. To be added before the
 * routes.
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
