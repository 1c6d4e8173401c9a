import { z } from 'zod';
import { type Context, today } from '../context.ts';
import { WordedProblem } from '../lib/errors/problem.ts';
import type { App } from '../lib/http/app.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { page, refusal } from '../lib/http/responses.ts';
import { papersAnswer } from './answers.ts';
import { authorName, authorPath, papersOfAuthor } from './author.ts';

/** The maximum number of papers on the page of an author. */
const maximum = 100;

/** `GET /authors/:name`: the papers of an author, newest first. */
export function authorRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    app.get(
      '/authors/:name',
      {
        config: {
          cached: true,
          notFound: 'author-missing',
        },
        schema: {
          operationId: 'getAuthor',
          tags: ['Papers'],
          summary: 'Get the papers of an author',
          params: z.object({ name: authorName }),
          querystring: noQuery,
          response: {
            200: page('The newest papers', papersAnswer),
            404: refusal('No such author'),
          },
        },
      },
      async (request, reply) => {
        const { name } = request.params;
        const items = await papersOfAuthor(ctx.db, name, today(ctx), maximum);
        if (items.length === 0) throw new WordedProblem(404, 'author-missing');
        reply.header('cache-control', 'public, max-age=300');
        if (request.wantsJson) return { items, nextCursor: null };
        return reply.page('author', { title: name, canonical: authorPath(name), papers: items });
      },
    );
  };
}
