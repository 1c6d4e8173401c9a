import rateLimit, {
  normalizeIP,
  type FastifyRateLimitStore,
  type FastifyRateLimitStoreCtor,
} from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import { clientHash } from '../subscribers/signup/client-hash.ts';
import { countRequest } from '../rate-limits/request-counts.ts';

/**
 * Routes with `config: { rateLimit: { max } }` answer 429 to a client (or its IPv6 network) that asks more often within a minute. The
 * counts stand in Postgres, so that all web processes share them; a client is a keyed hash there. Routes without it have no limit: one
 * click always unsubscribes.
 */
export async function addRateLimits(app: FastifyInstance, ctx: Context): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    timeWindow: 60_000,
    store: countsInPostgres(ctx),
    keyGenerator: ({ ip, routeOptions: { url } }) => `${url} ${clientHash(ctx.keys, normalizeIP(ip))}`,
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: (_request, { ttl }) =>
      new WordedProblem(429, 'too-often', { seconds: Math.ceil(ttl / 1000) }),
  });
}

type Done = Parameters<FastifyRateLimitStore['incr']>[1];

function countsInPostgres(ctx: Context): FastifyRateLimitStoreCtor {
  async function count(key: string, done: Done, timeWindow: number): Promise<void> {
    try {
      done(null, await countRequest(ctx.db, key, timeWindow));
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
