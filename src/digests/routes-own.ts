import { z } from 'zod';
import type { Context } from '../context.ts';
import { day, type Day } from '../lib/dates.ts';
import type { App } from '../lib/http/app.ts';
import { page, refusal } from '../lib/http/responses.ts';
import { tokenParam, unknownLink } from '../subscribers/account/token-links.ts';
import { digestDateText, digestKindText, issueAnswer, rankedPapers } from './answers.ts';
import { digestKind, type DigestKind } from './digest.ts';
import { issueRanks, papersByRanks } from './mail/sql.ts';
import { webCopies } from './mail/web-copy.ts';
import { readOwnToken } from './mail/web-path.ts';
import { digestOf, ownDigest } from './queries.ts';

const params = tokenParam.extend({ date: day.describe(digestDateText) });
const querystring = z.object({ kind: digestKind.default('daily').describe(digestKindText) });

/** The page shows an email: it has its own styles, and no script runs in it. */
const policy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data: https:',
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The URL contains a token, so it must not reach caches, search indexes or referrers. */
const privateHeaders = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'referrer-policy': 'no-referrer',
  'content-security-policy': policy,
};

interface OwnRequest {
  token: string;
  kind: DigestKind;
  date: Day;
}

/**
 * Serves a subscriber's own digest as it was sent, without the address and the links that change
 * the subscription.
 */
export function ownDigestRoutes(ctx: Context) {
  return async (app: App): Promise<void> => addGetOwnDigest(ctx, app, webCopies(ctx));
}

function addGetOwnDigest(ctx: Context, app: App, copyOf: ReturnType<typeof webCopies>): void {
  app.get(
    '/my/:token/digests/:date',
    {
      schema: {
        operationId: 'getOwnDigest',
        tags: ['Digests'],
        summary: "Get a subscriber's own digest as it was mailed",
        params,
        querystring,
        response: {
          200: page('The digest', issueAnswer),
          404: refusal('Unknown link'),
          422: refusal('An invalid parameter'),
        },
      },
    },
    async (request, reply) => {
      const { kind, date } = { ...request.params, ...request.query };
      const { digest, ranks, language } = await found(ctx, { ...request.params, kind });
      const words = ctx.words(language);
      const { subject, html } = await copyOf(digest, words, ranks);
      reply.headers(privateHeaders);
      if (!request.wantsJson) return reply.type('text/html; charset=utf-8').send(html);
      const papers = await papersByRanks(ctx.db, digest.id, ranks ?? issueRanks(digest));
      return { date, kind, subject, papers: rankedPapers(words, papers) };
    },
  );
}

async function found(ctx: Context, { token, kind, date }: OwnRequest) {
  const digest = await digestOf(ctx.db, kind, date);
  const subscriberId = digest === undefined ? undefined : readOwnToken(ctx.keys, digest.id, token);
  if (digest === undefined || subscriberId === undefined) throw unknownLink();
  const own = await ownDigest(ctx.db, digest.id, subscriberId);
  if (own === undefined) throw unknownLink();
  return { digest, ...own };
}
