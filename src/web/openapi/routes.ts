import { z } from 'zod';
import type { App } from '../../lib/http/app.ts';
import { noQuery } from '../../lib/http/parameters.ts';
import { json, page } from '../../lib/http/responses.ts';
import { openApiOf } from './document.ts';
import { reference } from './reference.ts';

/** The document as programs receive it. It is validated when it is generated. */
const description = z.looseObject({ openapi: z.string() });

/** OpenAPI 3.1 of the public routes and the API, and a reference page. */
export function openApiRoutes(publicUrl: string) {
  return async (app: App): Promise<void> => {
    addDocument(app);
    addReference(app, publicUrl);
  };
}

function addDocument(app: App): void {
  app.get(
    '/api/openapi.json',
    {
      config: { cached: true },
      schema: {
        operationId: 'getOpenApi',
        tags: ['Status'],
        summary: 'Get this description',
        querystring: noQuery,
        response: { 200: json('OpenAPI 3.1', description) },
      },
    },
    (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      return openApiOf(app);
    },
  );
}

function addReference(app: App, publicUrl: string): void {
  app.get(
    '/api/docs',
    {
      config: { cached: true },
      schema: {
        operationId: 'getReference',
        tags: ['Status'],
        summary: 'Show this description as a page',
        querystring: noQuery,
        response: { 200: page('The reference page', description) },
      },
    },
    async (request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return openApiOf(app);
      return reply.page('api-docs', {
        title: request.words.t('api-title'),
        canonical: '/api/docs',
        ...reference(openApiOf(app), publicUrl),
      });
    },
  );
}
