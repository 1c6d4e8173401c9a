import type { OutgoingHttpHeader } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { dayIn } from '../lib/dates.ts';
import type { Context } from '../context.ts';
import { listen } from '../db/listen.ts';
import { etagOf, matches } from './etag.ts';
import { type KeptPage, KeptPages } from './cached-pages.ts';
import type { Encoding, WishOf } from './negotiate.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A public page: the same for everybody who asks in the same language. It is kept until papers or digests change. */
    kept?: boolean;
  }
  interface FastifyRequest {
    /** Under what name a page is kept, and when its reading began. */
    keeping: { key: string; encoding: Encoding; generation: number } | null;
    /** Whether the answer came out of memory. */
    fromMemory: boolean;
  }
}

/** Bytes of all pages that one process keeps. */
const mostBytes = 32_000_000;

/** A page ages even where nothing changes: "trending" looks at the last day. Milliseconds. */
const keptFor = 60_000;

/** Without a proof that young (ms) that nothing was missed, no page is taken from memory. */
const proofFor = 3000;

/** A page that was taken so often is worth a tenth of a second of some core: a seventh of its bytes. */
const oftenTaken = 20;

/** An address longer than this is not worth keeping. */
const longestUrl = 300;

/** What is done to subscriptions, and signing in, changes no public page. */
const readersOwn =
  /^\/(?:subscribe|confirm|unsubscribe|preferences|manage|webhooks|admin\/(?:sign-in|subscribers|suppressions))(?:\/|$)/;

/**
 * Public pages go out of memory, rendered and compressed, with their ETag. Three things empty it: a trigger on the tables of papers
 * and digests (`NOTIFY pages`), a request that changed something in this process, and the next day. While the listening connection is
 * not known to be alive, nothing is taken from memory. To be added before all other hooks.
 */
export function addPageCache(app: FastifyInstance, ctx: Context, wishOf: WishOf): void {
  const pages = new KeptPages(mostBytes);
  const today = dayByTheMinute(ctx);
  let generation = 0;
  let heardUpTo = -Infinity;
  let ear: { close(): Promise<void> } | undefined;

  const empty = () => {
    generation += 1;
    pages.clear();
  };
  const shrink = (key: string, page: KeptPage) => {
    smaller(page).then(
      (small) => pages.replace(key, page, small),
      (error: unknown) => ctx.log.error({ event: 'web.compression-failed', err: error }, 'cannot compress a page'),
    );
  };
  const certain = () => performance.now() - heardUpTo < proofFor;

  app.addHook('onReady', (done) => {
    ear = listen(ctx, 'pages', {
      heard: empty,
      upTo: (moment) => {
        heardUpTo = moment;
      },
    });
    done();
  });
  app.addHook('onClose', async () => ear?.close());

  app.decorateRequest('keeping', null);
  app.decorateRequest('fromMemory', false);

  app.addHook('onRequest', (request, reply, done) => {
    const { raw, url } = request;
    const reading = raw.method === 'GET' || raw.method === 'HEAD';
    if (!reading || url.length > longestUrl) return done();
    const { json, words, encoding } = wishOf(raw.headers);
    const now = ctx.now().getTime();
    const key = `${today(now)} ${words.lang} ${json ? 'json' : 'html'} ${encoding} ${url}`;
    const page = certain() ? pages.get(key) : undefined;
    if (page === undefined || page.until <= now) {
      // Asked last: Fastify makes this object anew each time.
      if (request.routeOptions.config.kept === true) request.keeping = { key, encoding, generation };
      return done();
    }
    if (page.hits === oftenTaken && encoding === 'br') shrink(key, page);
    request.fromMemory = true;
    reply.hijack();
    if (matches(raw.headers['if-none-match'], page.etag)) reply.raw.writeHead(304, page.headersOf304).end();
    else reply.raw.writeHead(200, page.headers).end(raw.method === 'HEAD' ? undefined : page.body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { keeping, method } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      if (reply.statusCode < 400 && !readersOwn.test(request.routeOptions.url ?? '')) empty();
      return payload;
    }
    if (keeping === null || reply.statusCode !== 200 || typeof payload !== 'string') return payload;
    const page = await finish(reply, payload, keeping.encoding, ctx.now().getTime() + keptFor);
    if (certain() && keeping.generation === generation) pages.set(keeping.key, page);
    return answer(request, reply, page);
  });
}

/** Compresses a page and completes its headers. The ETag is weak: it is the same for each encoding. */
async function finish(reply: FastifyReply, text: string, encoding: Encoding, until: number): Promise<KeptPage> {
  const etag = etagOf(text);
  const body = await compress(text, encoding);
  const vary = [reply.getHeader('vary'), 'Accept-Encoding'].filter(Boolean).join(', ');
  reply.headers({ etag, vary, ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }) });
  const all = reply.getHeaders();
  const headers = [...listed(all), 'content-length', body.length];
  return { body, etag, until, hits: 0, headers, headersOf304: listed(all, ['etag', 'vary', 'cache-control']) };
}

/** The same page in brotli as small as it gets. */
async function smaller(page: KeptPage): Promise<KeptPage> {
  const body = await brotliOf(await unbrotli(page.body), 11);
  return { ...page, body, headers: [...page.headers.slice(0, -1), body.length] };
}

function answer(request: FastifyRequest, reply: FastifyReply, page: KeptPage): Buffer | null {
  if (!matches(request.headers['if-none-match'], page.etag)) return page.body;
  reply.code(304).removeHeader('content-type').removeHeader('content-encoding');
  return null;
}

function listed(headers: Record<string, OutgoingHttpHeader | undefined>, only?: string[]): OutgoingHttpHeader[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || only?.includes(name) === false ? [] : [name, value],
  );
}

const brotli = promisify(brotliCompress);
const unbrotli = promisify(brotliDecompress);
const zip = promisify(gzip);

/** Brotli at 5 is smaller than gzip at 9, in a third of its time. */
function compress(text: string, encoding: Encoding): Promise<Buffer> | Buffer {
  const bytes = Buffer.from(text);
  if (encoding === 'br') return brotliOf(bytes, 5);
  return encoding === 'gzip' ? zip(bytes, { level: 7 }) : bytes;
}

function brotliOf(bytes: Buffer, quality: number): Promise<Buffer> {
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotli(bytes, { params });
}

/** Today in the zone of the digests, worked out once a minute: zones change by whole minutes. */
function dayByTheMinute(ctx: Context): (now: number) => string {
  let minute = NaN;
  let day = '';
  return (now) => {
    const current = Math.floor(now / 60_000);
    if (current !== minute) {
      day = dayIn(ctx.config.DIGEST_TIMEZONE, new Date(now));
      minute = current;
    }
    return day;
  };
}
