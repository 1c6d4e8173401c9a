import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

const texts = z.record(z.string(), z.string());
const query = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/**
 * Normalizes the URL of a page: the decoded path, followed by the query parameters of the route in
 * the order of its schema. Ignored parameters are dropped because they do not change the page. If
 * the route rejects unknown parameters, the URL stays unchanged.
 */
export function canonicalUrl(request: FastifyRequest): string {
  const { url = '', schema } = request.routeOptions;
  const known = namesIn(schema?.querystring);
  const parsed = query.safeParse(request.query);
  const params = texts.safeParse(request.params ?? {});
  if (known === undefined || !parsed.success || !params.success) return request.url;
  const path = url.replaceAll(/:([A-Za-z]+)/g, (_all, name: string) =>
    encodeURIComponent(params.data[name] ?? ''),
  );
  const pairs = known.flatMap((name) =>
    [parsed.data[name] ?? []].flat().map((value) => [name, value]),
  );
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs).toString()}`;
}

/** The parameters of a schema. Undefined if it rejects all others. */
function namesIn(schema: unknown): string[] | undefined {
  if (schema === undefined) return [];
  if (!(schema instanceof z.ZodObject) || schema.def.catchall !== undefined) return undefined;
  return Object.keys(schema.shape);
}
