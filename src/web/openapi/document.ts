import swagger from '@fastify/swagger';
import type { FastifySchema, RouteOptions } from 'fastify';
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
} from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { App } from '../../lib/http/app.ts';
import { noBody, noFields } from '../../lib/http/parameters.ts';
import { refusal } from '../../lib/http/responses.ts';
import { jsonSchemaOverride } from './json-schema.ts';
import { openApiDocument, type OpenApiDocument } from './shape.ts';

/** The groups of operations, in the order of the reference page. */
const tags = [
  { name: 'Papers', description: 'The Daily Papers page and the papers over the API' },
  { name: 'Digests', description: 'Issues: the archive, and how they are composed and sent' },
  {
    name: 'Subscription',
    description: 'What a reader does: subscribe, confirm, choose, unsubscribe',
  },
  { name: 'Subscribers', description: 'Subscribers as operators manage them' },
  { name: 'Suppressions', description: 'Addresses that are never emailed' },
  { name: 'Feeds', description: 'Atom and JSON Feed' },
  { name: 'Webhooks', description: 'Bounce and complaint events of mail providers' },
  { name: 'Status', description: 'Health, metrics and this description' },
];

const zodToJsonConfig = { override: jsonSchemaOverride };
const toJsonSchema = createJsonSchemaTransform({ skipList: [], zodToJsonConfig });

/**
 * Collects the schemas of all routes that are registered afterwards. Routes without a tag are not
 * documented.
 */
export async function addOpenApi(app: App, { config }: Context): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: config.SITE_NAME,
        version: '1',
        description: `Requests under /api/v1 carry an API key: \`Authorization: Bearer …\`.`,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: config.PUBLIC_URL }],
      tags,
      components: { securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } },
    },
    stripBasePath: false,
    convertConstToEnum: false,
    transform: ({ schema, route, ...rest }) =>
      toJsonSchema({ ...rest, route, schema: described(schema, route) }),
    transformObject: createJsonSchemaTransformObject({ zodToJsonConfig }),
  });
}

/** Completes a route's schema with what its configuration implies. */
function described(schema: FastifySchema | undefined, { config }: RouteOptions): FastifySchema {
  if (schema?.tags === undefined) return { hide: true };
  const { body, response, ...rest } = schema;
  const limited =
    config?.rateLimit === undefined ? {} : { 429: refusal('Too many requests within a minute') };
  return {
    security: [],
    ...rest,
    ...(body === undefined || body === noBody || body === noFields
      ? {}
      : { body, ...(isOptional(body) ? { 'x-optional-body': true } : {}) }),
    response: { ...limited, ...z.record(z.string(), z.unknown()).parse(response) },
  };
}

function isOptional(body: unknown): boolean {
  return body instanceof z.ZodOptional;
}

/** The OpenAPI 3.1 description of all routes. Available once the app is ready. */
export function openApiOf(app: App): OpenApiDocument {
  const { paths, components, ...rest } = openApiDocument.parse(app.swagger());
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods))) {
    if (operation.requestBody !== undefined)
      operation.requestBody.required = operation['x-optional-body'] !== true;
    delete operation['x-optional-body'];
  }
  const used = referencedSchemas(paths, components.schemas);
  const schemas = Object.fromEntries(
    Object.entries(components.schemas).filter(([name]) => used.has(name)),
  );
  return {
    ...rest,
    tags: usedTags(rest.tags, paths),
    paths,
    components: { ...components, schemas },
  };
}

/** Schemas that an operation refers to, directly or indirectly. */
function referencedSchemas(paths: unknown, schemas: Record<string, unknown>): Set<string> {
  const found = new Set<string>();
  const visit = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part ?? null).matchAll(
      /"#\/components\/schemas\/([^"]+)"/g,
    )) {
      if (found.has(name)) continue;
      found.add(name);
      visit(schemas[name]);
    }
  };
  visit(paths);
  return found;
}

function usedTags(all: OpenApiDocument['tags'], paths: OpenApiDocument['paths']) {
  const used = new Set(
    Object.values(paths).flatMap((methods) => Object.values(methods).flatMap(({ tags }) => tags)),
  );
  return all.filter(({ name }) => used.has(name));
}
