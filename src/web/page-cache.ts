import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';
import type { Context } from '../context.ts';
import type { App } from '../lib/http/app.ts';
import { type CachedPage, CachedPages } from './cached-pages.ts';
import { matches } from './etag.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { Encoding, Negotiate } from './negotiate.ts';
import { dayByTheMinute, listenForChanges } from './page-changes.ts';
import { encodePage, smaller } from './page-encoding.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * A public page: the same for everybody who asks in the same language. It is cached until
     * papers or digests change.
     */
    cached?: boolean;
  }
  interface FastifyRequest {
    /**
     * The key under which the answer is cached, and the generation of the cache when the request
     * came.
     */
    caching: { key: string; encoding: Encoding; generation: number } | null;
    /** Whether the answer came from the cache. */
    fromMemory: boolean;
  }
}

/** Bytes of all pages that one process caches. */
const maximumBytes = 32_000_000;

/** A page ages even without a change: "trending" depends on the time. Milliseconds. */
const cachedFor = 60_000;

/**
 * After so many hits, compressing a page at the highest level pays: a tenth of a second of one core
 * for a seventh of its bytes.
 */
const manyHits = 20;

/** A longer address is not cached. */
const longestUrl = 300;

/** Requests of operators that change papers or digests. Nobody else empties the cache. */
const changesPages = /^\/(?:admin\/(?:digests|papers|jobs)|api\/v1\/(?:digests|papers))(?:\/|$)/;

/**
 * Serves public pages from memory, rendered and compressed, with their ETag. Three things empty the
 * cache: a change of papers or digests in the database, a request that changed something in this
 * process, and the next day. While the listening connection is not known to be alive, nothing is
 * served from it. To be added before all other hooks.
 */
export function addPageCache(app: App, ctx: Context, negotiate: Negotiate): void {
  const pages = new CachedPages(maximumBytes);
  const today = dayByTheMinute(ctx);
  let generation = 0;
  const clear = () => {
    generation += 1;
    pages.clear();
  };
  const isCertain = listenForChanges(app, ctx, clear);
  app.decorateRequest('caching', null);
  app.decorateRequest('fromMemory', false);
  app.addHook('onRequest', serve);
  app.addHook('onSend', async (request, reply, payload) => {
    if (!isReading(request)) {
      if (reply.statusCode < 400 && changesPages.test(request.routeOptions.url ?? '')) clear();
      return payload;
    }
    return store(request, reply, payload);
  });

  function serve(
    request: FastifyRequest,
    reply: FastifyReply,
    done: HookHandlerDoneFunction,
  ): void {
    const { raw, url } = request;
    if (!isReading(request) || url.length > longestUrl) return done();
    const { json, words, encoding } = negotiate(raw.headers);
    const now = ctx.now().getTime();
    const keyOf = (path: string) =>
      `${today(now)} ${words.lang} ${json ? 'json' : 'html'} ${encoding} ${path}`;
    const cached = (path: string) => {
      const page = isCertain() ? pages.get(keyOf(path)) : undefined;
      return page === undefined || page.until <= now ? undefined : page;
    };
    let key = keyOf(url);
    let page = cached(url);
    // Asked last: Fastify creates the options of the route on each access.
    if (page === undefined && request.routeOptions.config.cached === true) {
      const canonical = canonicalUrl(request);
      key = keyOf(canonical);
      if (canonical !== url) page = cached(canonical);
      request.caching = { key, encoding, generation };
    }
    if (page === undefined) return done();
    if (page.hits === manyHits && encoding === 'br') shrink(key, page);
    sendPage(request, reply, page);
    return undefined;
  }

  function shrink(key: string, page: CachedPage): void {
    smaller(page).then(
      (small) => pages.replace(key, page, small),
      (error: unknown) =>
        ctx.log.error({ event: 'web.compression-failed', err: error }, 'cannot compress a page'),
    );
  }

  async function store(
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
  ): Promise<unknown> {
    const { caching } = request;
    if (caching === null || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const page = await encodePage(
      reply,
      payload,
      caching.encoding,
      ctx.now().getTime() + cachedFor,
    );
    if (isCertain() && caching.generation === generation) pages.set(caching.key, page);
    if (!matches(request.headers['if-none-match'], page.etag)) return page.body;
    reply.code(304).removeHeader('content-type').removeHeader('content-encoding');
    return null;
  }
}

/** Writes a cached page without Fastify's own reply, which takes longer than the rest. */
function sendPage(request: FastifyRequest, reply: FastifyReply, page: CachedPage): void {
  request.fromMemory = true;
  reply.hijack();
  const { headers, method } = request.raw;
  if (matches(headers['if-none-match'], page.etag))
    reply.raw.writeHead(304, page.headersOf304).end();
  else reply.raw.writeHead(200, page.headers).end(method === 'HEAD' ? undefined : page.body);
}

function isReading({ raw: { method } }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
