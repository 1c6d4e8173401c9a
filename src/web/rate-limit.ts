import rateLimit, {
  normalizeIP,
  type FastifyRateLimitStore,
  type FastifyRateLimitStoreCtor,
} from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { clientAddress } from '../lib/http/client-address.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import { clientHash } from '../subscribers/signup/client-hash.ts';
import { countRequest } from '../rate-limits/request-counts.ts';

/**
 * Routes with `config: { rateLimit: { max } }` answer 429 to a client that sends more requests per
 * minute. Counts are in Postgres and shared by all web processes. Clients are stored as keyed
 * hashes. A cacheable page that is not in memory counts as a search. Routes without this option are
 * not limited, so that one click always unsubscribes.
 */
export async function addRateLimits(app: FastifyInstance, ctx: Context): Promise<void> {
  app.addHook('onRoute', ({ config }) => {
    if (config?.cached === true) config.rateLimit ??= { max: ctx.config.SEARCH_RATE };
  });
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    store: countsInPostgres(ctx),
    // A form and its page share a URL, but each has its own limit.
    keyGenerator: ({ ip, socket, method, routeOptions: { url } }) =>
      networksOf(clientAddress({ ip, socket }))
        .map((network) => `${method} ${url} ${clientHash(ctx.keys, network)}`)
        .join(separator),
    addHeadersOnExceeding: {
      'x-ratelimit-limit': false,
      'x-ratelimit-remaining': false,
      'x-ratelimit-reset': false,
    },
    errorResponseBuilder: (_request, { ttl }) =>
      new WordedProblem(429, 'too-often', { seconds: Math.ceil(ttl / 1000) }),
  });
}

/** Separates the names of the counters of one request. */
const separator = '\n';

/**
 * An IPv6 site (a /48) has the limit of this many clients. It contains 65,536 networks of the size
 * of a client.
 */
const clientsOfSite = 10;

/**
 * The counters of a request: its IPv4 address, or its IPv6 network (/64) and the site (/48) that
 * contains it.
 */
function networksOf(address: string): string[] {
  const client = normalizeIP(address);
  return client.includes(':') ? [client, `${normalizeIP(client, 48)}/48`] : [client];
}

type Done = Parameters<FastifyRateLimitStore['incr']>[1];

function countsInPostgres(ctx: Context): FastifyRateLimitStoreCtor {
  async function count(key: string, done: Done, timeWindow: number): Promise<void> {
    try {
      const [client = '', site] = key.split(separator);
      const count = await countRequest(ctx.db, client, timeWindow);
      if (site === undefined) return done(null, count);
      const ofSite = await countRequest(ctx.db, site, timeWindow);
      const share = Math.ceil(ofSite.current / clientsOfSite);
      done(null, share > count.current ? { current: share, ttl: ofSite.ttl } : count);
    } catch (error) {
      done(error instanceof Error ? error : new Error('not counted', { cause: error }));
    }
  }

  return class Counts implements FastifyRateLimitStore {
    incr(key: string, done: Done, timeWindow: number): void {
      void count(key, done, timeWindow);
    }

    child(): FastifyRateLimitStore {
      return this;
    }
  };
}
