import { z } from 'zod';
import type { Context } from '../context.ts';
import type { App } from '../lib/http/app.ts';
import { noQuery } from '../lib/http/parameters.ts';
import { page } from '../lib/http/responses.ts';

const schema = {
  querystring: noQuery,
  response: { 200: page('About this newsletter', z.object({ name: z.string() })) },
};

/** The page that explains this newsletter and names its publisher. */
export function aboutRoutes(ctx: Context) {
  return async (app: App): Promise<void> => {
    app.get('/about', { config: { cached: true }, schema }, (request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return { name: ctx.config.SITE_NAME };
      return reply.page('about', { title: request.words.t('about-title'), canonical: '/about' });
    });
  };
}
