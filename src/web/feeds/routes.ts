import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { parameters } from '../../lib/http/parameters.ts';
import { refusal, text } from '../../lib/http/responses.ts';
import type { Words } from '../../lib/i18n/words.ts';
import { authorName } from '../../papers/author.ts';
import { line } from '../../papers/search/query.ts';
import { authorFeed, digestsFeed, papersFeed, searchFeed } from './contents.ts';
import { atomOf, type Feed, jsonFeedOf } from './formats.ts';

const formats = [
  { ending: 'xml', name: 'Atom', suffix: 'Atom', mediaType: 'application/atom+xml', write: atomOf },
  {
    ending: 'json',
    name: 'JSON Feed',
    suffix: 'Json',
    mediaType: 'application/feed+json',
    write: jsonFeedOf,
  },
] as const;
type Format = (typeof formats)[number];

const feeds = [
  {
    path: '/feed',
    operationId: 'getPapersFeed',
    summary: 'Get the feed of the latest papers',
    read: papersFeed,
  },
  {
    path: '/digests/feed',
    operationId: 'getDigestsFeed',
    summary: 'Get the feed of the digests',
    read: digestsFeed,
  },
] as const;

const tags = ['Feeds'];
const invalid = { 400: refusal('An unknown or invalid parameter') };
const searchQuery = parameters({
  q: line(300).min(1, 'what to search for').describe('Words, "phrases", -without'),
  category: line(100).optional().describe('Such as cs.CL'),
});

/** Atom and JSON feeds of the latest papers, the digests, a search and an author. */
export function feedRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    for (const format of formats) {
      for (const feed of feeds) addFeed(ctx, app, format, feed);
      addSearchFeed(ctx, app, format);
      addAuthorFeed(ctx, app, format);
    }
  };
}

interface FixedFeed {
  path: string;
  operationId: string;
  summary: string;
  read(ctx: Context, words: Words): Promise<Feed>;
}

function addFeed(
  ctx: Context,
  app: App,
  format: Format,
  { path, operationId, summary, read }: FixedFeed,
): void {
  app.get(
    `${path}.${format.ending}`,
    {
      config: { cached: true, invalidQueryStatus: 400 },
      schema: {
        operationId: `${operationId}As${format.suffix}`,
        tags,
        summary: `${summary} (${format.name})`,
        querystring: parameters({}),
        response: { 200: text(format.name, format.mediaType), ...invalid },
      },
    },
    async ({ words }, reply) => send(ctx, words, reply, format, await read(ctx, words)),
  );
}

function addSearchFeed(ctx: Context, app: App, format: Format): void {
  app.get(
    `/search.${format.ending}`,
    {
      config: { cached: true, invalidQueryStatus: 400 },
      schema: {
        operationId: `getSearchFeedAs${format.suffix}`,
        tags,
        summary: `Get the feed of a search (${format.name})`,
        querystring: searchQuery,
        response: { 200: text(format.name, format.mediaType), ...invalid },
      },
    },
    async ({ query, words }, reply) =>
      send(ctx, words, reply, format, await searchFeed(ctx, words, query)),
  );
}

function addAuthorFeed(ctx: Context, app: App, format: Format): void {
  app.get(
    `/authors/:name.${format.ending}`,
    {
      config: {
        cached: true,
        invalidQueryStatus: 400,
        notFound: 'author-missing',
      },
      schema: {
        operationId: `getAuthorFeedAs${format.suffix}`,
        tags,
        summary: `Get the feed of an author (${format.name})`,
        params: z.object({ name: authorName }),
        querystring: parameters({}),
        response: {
          200: text(format.name, format.mediaType),
          ...invalid,
          404: refusal('No such author'),
        },
      },
    },
    async ({ params, words }, reply) =>
      send(ctx, words, reply, format, await authorFeed(ctx, words, params.name)),
  );
}

function send(
  ctx: Context,
  words: Words,
  reply: FastifyReply,
  { mediaType, write }: Format,
  feed: Feed,
) {
  reply.type(`${mediaType}; charset=utf-8`).header('cache-control', 'public, max-age=300');
  return reply.send(write(ctx, words, feed));
}
