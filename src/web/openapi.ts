import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { answerRef, answerSchemas } from './answers.ts';
import { type Answer, type Operation, operations } from './operations.ts';

const text = { type: 'string' };

/** OpenAPI 3.1 of the public routes and the API, and a page to read it. */
export function openApiRoutes(ctx: Context) {
  return async (app: FastifyInstance): Promise<void> => {
    const document = openApi(ctx.config.PUBLIC_URL, ctx.config.SITE_NAME);
    const kept = { config: { kept: true } };
    app.get('/api/openapi.json', kept, (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      return document;
    });
    app.get('/api/docs', kept, async (request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      if (request.wantsJson) return document;
      return reply.page('api-docs', { title: request.words.t('api-title'), canonical: '/api/docs', operations });
    });
  };
}

function openApi(url: string, title: string) {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) (paths[operation.path] ??= {})[operation.method] = describe(operation);
  return {
    openapi: '3.1.0',
    info: { title, version: '1' },
    servers: [{ url }],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: answerSchemas(),
    },
    paths,
  };
}

function describe({ summary, scope, query = [], path, body, file, answers }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: text,
  }));
  // The API tells a field that is none; a form may have more than is read.
  const schema = scope === undefined ? body : { ...body, additionalProperties: false };
  const content = file === true ? { 'text/plain': { schema: text } } : { 'application/json': { schema } };
  return {
    summary,
    ...(scope === undefined ? {} : { security: [{ key: [] }], description: `Scope: ${scope}` }),
    parameters: [...inPath, ...query.map((name) => ({ name, in: 'query', schema: text }))],
    ...(body === undefined && file !== true ? {} : { requestBody: { content } }),
    responses: Object.fromEntries(
      Object.entries(answers).map(([status, answer]) => [status, response(status, answer)]),
    ),
  };
}

function response(status: string, answer: Answer) {
  if (Number(status) >= 400) {
    return { description: String(answer), content: { 'application/problem+json': { schema: answerRef('Problem') } } };
  }
  if (typeof answer === 'string') return { description: answer };
  const [description, name] = answer;
  if (name === 'text/csv') return { description, content: { [name]: { schema: text } } };
  if (name === 'image/png') return { description, content: { [name]: {} } };
  return { description, content: { 'application/json': { schema: answerRef(name) } } };
}
