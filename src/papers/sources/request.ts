import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { withAdvisoryLock } from '../../db/advisory-lock.ts';
import { databaseNow } from '../../db/clock.ts';
import type { CachedResponse } from '../../generated/prisma/client.ts';
import { SourceError } from './failure.ts';
import { get, type HttpResponse, type HttpResult } from './http.ts';
import type { RequestText, PaperSource } from './source.ts';
import { reserveRequest } from './sql.ts';

/** The limits of one request, and the number of attempts. */
const limits = { timeout: 30_000, bytes: 10_000_000, attempts: 3 };

/** The longest delay in milliseconds that a fetch waits for. */
const maximumWait = 60_000;

/** Cached responses are deleted this many days after they were received. */
const cacheDays = 10;

/**
 * Returns a function that sends requests to a source. Requests respect the provider's rate limit,
 * are retried, stay within the origin that the operator configured, and are conditional (RFC 9110
 * 13): the last response of each URL is cached.
 */
export function requestsTo(
  ctx: Context,
  source: PaperSource,
  options: Partial<typeof limits> = {},
): RequestText {
  const { attempts, ...request } = { ...limits, ...options };
  const agent = `daily-papers (+${ctx.config.SOURCE_CONTACT ?? ctx.config.PUBLIC_URL})`;
  const common = {
    'user-agent': agent,
    accept: 'application/json, application/atom+xml, application/rss+xml, */*;q=0.5',
  };
  return async (url, { uncached = false } = {}) => {
    const cached = uncached
      ? null
      : await ctx.db.prisma.cachedResponse.findUnique({ where: { url } });
    const headers = { ...common, ...conditionsOf(cached) };
    for (let attempt = 1; ; attempt += 1) {
      const result = await requestAlone(ctx, source, () => get(url, headers, request));
      if (result.kind === 'response') {
        await storeResponse(ctx.db, url, result, ctx.now());
        return result.text;
      }
      if (result.kind === 'not-modified') {
        if (cached === null) throw new SourceError({ code: 'http-status', status: 304 });
        return Buffer.from(cached.body).toString('utf8');
      }
      if (result.wait === undefined) throw new SourceError(result.failure);
      const delay = Math.max(result.wait, source.interval * 2 ** attempt);
      await delayRequests(ctx.db, source.provider, delay);
      if (attempt === attempts || delay > maximumWait) throw new SourceError(result.failure);
    }
  };
}

/**
 * Sends the request while no other one to the provider is open in any process: arXiv allows one
 * connection. A try that finds one open waits for the next turn.
 */
async function requestAlone(
  ctx: Context,
  source: PaperSource,
  send: () => Promise<HttpResult>,
): Promise<HttpResult> {
  for (;;) {
    await waitForTurn(ctx, source);
    const result = await withAdvisoryLock(ctx.db, `source:${source.provider}`, send);
    if (result !== undefined) return result;
  }
}

/** Delays the next request of all processes to a provider. `waitForTurn` has created the row. */
async function delayRequests(db: DbClient, source: string, milliseconds: number): Promise<void> {
  const until = new Date((await databaseNow(db)).getTime() + milliseconds);
  await db.prisma.sourceState.updateMany({
    where: { source, OR: [{ nextRequestAt: null }, { nextRequestAt: { lt: until } }] },
    data: { nextRequestAt: until },
  });
}

/**
 * Spaces the requests of all processes together by the provider's interval.
 * @throws SourceError if the provider asked for a longer pause than a fetch waits
 */
async function waitForTurn(ctx: Context, { provider, interval }: PaperSource): Promise<void> {
  const wait = await reserveRequest(ctx.db, { provider, interval, maximum: maximumWait });
  if (wait === undefined) throw new SourceError({ code: 'pause' });
  if (wait > 0) await ctx.sleep(wait);
}

function conditionsOf(cached: CachedResponse | null): Record<string, string> {
  const { etag = null, lastModified = null } = cached ?? {};
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/** Caches a response that supports conditional requests. */
async function storeResponse(
  { prisma }: DbClient,
  url: string,
  response: HttpResponse,
  fetchedAt: Date,
): Promise<void> {
  const { etag, lastModified } = response;
  if (etag === null && lastModified === null) {
    await prisma.cachedResponse.deleteMany({ where: { url } });
    return;
  }
  const values = { etag, lastModified, body: Buffer.from(response.text), fetchedAt };
  await prisma.cachedResponse.upsert({
    where: { url },
    create: { url, ...values },
    update: values,
  });
}

/** Deletes old cached responses. */
export async function trimCache({ prisma }: DbClient, now: Date): Promise<void> {
  await prisma.cachedResponse.deleteMany({
    where: { fetchedAt: { lt: new Date(now.getTime() - cacheDays * 86_400_000) } },
  });
}
