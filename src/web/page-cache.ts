import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import type { App } from '../lib/http/app.ts';
import { isReading } from '../lib/http/is-reading.ts';
import { type CachedPage, CachedPages } from './cached-pages.ts';
import { matches } from './etag.ts';
import { canonicalUrl } from './canonical-url.ts';
import type { Encoding, Negotiate } from './negotiate.ts';
import { dayByTheMinute, listenForChanges } from './page-changes.ts';
import { encodePage, smaller } from './page-encoding.ts';
import { Renderings } from './renderings.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Marks a public page that is the same for everybody with the same language. It is cached until
     * papers or digests change.
     */
    cached?: boolean;
  }
  interface FastifyRequest {
    /** How to cache the response; null if it is not cached. */
    caching: Caching | null;
    /** Whether the response came from the cache. */
    fromCache: boolean;
  }
}

interface Caching {
  key: string;
  encoding: Encoding;
  /** The generation of the cache at the time of the request. */
  generation: number;
  /** Passes the page to the requests that wait for it. */
  end(page?: CachedPage): void;
}

/** Maximum bytes of the cached pages of a process. */
const maximumBytes = 32_000_000;

/**
 * Milliseconds that a page is cached even without a change, because "trending" depends on the time.
 */
const cachedFor = 60_000;

/**
 * Hits after which compressing a page at the highest level pays off. It costs a tenth of a second
 * of one core and saves a seventh of the bytes.
 */
const manyHits = 20;

/** Longer URLs are not cached. */
const longestUrl = 300;

/** Operator requests that change papers or digests. No other request clears the cache. */
const changesPages = /^\/(?:admin\/(?:digests|papers|jobs)|api\/v1\/(?:digests|papers))(?:\/|$)/;

/**
 * Serves public pages from memory, rendered and compressed, with their ETag. The cache is cleared
 * by a change of papers or digests in the database, by a request that changed something in this
 * process, and at midnight. While the state of the listening connection is unknown, the cache is
 * not used. Must be added before all other hooks.
 */
export function addPageCache(app: App, ctx: Context, negotiate: Negotiate): void {
  const cache: PageCache = {
    ctx,
    negotiate,
    pages: new CachedPages(maximumBytes),
    renderings: new Renderings(),
    generation: 0,
    today: dayByTheMinute(ctx),
    isCertain: () => false,
  };
  const clear = () => {
    cache.generation += 1;
    cache.pages.clear();
  };
  cache.isCertain = listenForChanges(app, ctx, clear);
  app.decorateRequest('caching', null);
  app.decorateRequest('fromCache', false);
  app.addHook('onRequest', (request, reply, done) => {
    const page = isReading(request.method) ? findPage(cache, request, reply) : undefined;
    const send = (found: CachedPage | undefined) => {
      if (found === undefined) done();
      else sendPage(request, reply, found);
    };
    if (page instanceof Promise) void page.then(send);
    else send(page);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (isReading(request.method)) return store(cache, request, reply, payload);
    if (reply.statusCode < 400 && changesPages.test(request.routeOptions.url ?? '')) clear();
    return payload;
  });
}

interface PageCache {
  ctx: Context;
  negotiate: Negotiate;
  pages: CachedPages;
  renderings: Renderings;
  /** Number of times the cache was cleared. */
  generation: number;
  today(now: number): string;
  /** Whether the listening connection is known to be alive. */
  isCertain(): boolean;
}

/**
 * Returns the cached response to a request, or a promise of the one that another request renders.
 * Otherwise sets `request.caching`, and this request renders the page.
 */
function findPage(
  cache: PageCache,
  request: FastifyRequest,
  reply: FastifyReply,
): CachedPage | Promise<CachedPage | undefined> | undefined {
  const { raw, url } = request;
  if (url.length > longestUrl) return undefined;
  const { json, words, encoding } = cache.negotiate(raw.headers);
  const now = cache.ctx.now().getTime();
  const format = `${cache.today(now)} ${words.lang} ${json ? 'json' : 'html'} ${encoding}`;
  let key = `${format} ${url}`;
  let page = freshPage(cache, key, now);
  // Checked last, because Fastify creates the options of the route on each access.
  if (page === undefined && request.routeOptions.config.cached === true) {
    key = `${format} ${canonicalUrl(request)}`;
    page = freshPage(cache, key, now);
    if (page === undefined) return renderOnce(cache, request, reply, { key, encoding });
  }
  if (page?.hits === manyHits && encoding === 'br') compressHarder(cache, key, page);
  return page;
}

/**
 * The first request renders the page, and concurrent ones wait for it. A request never gets a page
 * from before a change: it waits for the next rendering if the current one may have missed it.
 */
function renderOnce(
  cache: PageCache,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Pick<Caching, 'key' | 'encoding'>,
  arrived = performance.now(),
): Promise<CachedPage | undefined> | undefined {
  const { renderings, generation } = cache;
  const rendering = renderings.get(`${generation} ${page.key}`);
  const isCurrent = rendering !== undefined && (rendering.began >= arrived || cache.isCertain());
  if (rendering !== undefined && !isCurrent)
    return rendering.page.then(() => renderOnce(cache, request, reply, page, arrived));
  const begin = () => renderings.begin(`${generation} ${page.key}`, reply.raw);
  request.caching = { ...page, generation, end: rendering === undefined ? begin() : () => {} };
  return rendering?.page;
}

function freshPage({ pages, isCertain }: PageCache, key: string, now: number) {
  const page = isCertain() ? pages.get(key) : undefined;
  return page === undefined || page.until <= now ? undefined : page;
}

function compressHarder({ ctx, pages }: PageCache, key: string, page: CachedPage): void {
  smaller(page).then(
    (small) => pages.replace(key, page, small),
    (error: unknown) =>
      ctx.log.error({ event: 'web.compression-failed', err: error }, 'cannot compress a page'),
  );
}

async function store(
  cache: PageCache,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const { caching } = request;
  if (caching === null || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
  const until = cache.ctx.now().getTime() + cachedFor;
  const page = await encodePage(reply, payload, caching.encoding, until);
  if (cache.isCertain() && caching.generation === cache.generation)
    cache.pages.set(caching.key, page);
  caching.end(page);
  if (!matches(request.headers['if-none-match'], page.etag)) return page.body;
  reply.code(304).removeHeader('content-type').removeHeader('content-encoding');
  return null;
}

/**
 * Writes a cached page without Fastify's own reply, which would take longer than everything else.
 */
function sendPage(request: FastifyRequest, reply: FastifyReply, page: CachedPage): void {
  request.fromCache = true;
  reply.hijack();
  const { headers, method } = request.raw;
  if (matches(headers['if-none-match'], page.etag))
    reply.raw.writeHead(304, page.headersOf304).end();
  else reply.raw.writeHead(200, page.headers).end(method === 'HEAD' ? undefined : page.body);
}
