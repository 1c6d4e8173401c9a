import type { FastifyRequest } from 'fastify';
import { z } from 'zod';

const texts = z.record(z.string(), z.string());
const query = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/**
 * The address of a page in one form: its path as the router decoded it, and the query parameters
 * that the route knows, in the order of their schema. A parameter that the route ignores makes no
 * other page. A route that refuses unknown parameters keeps the address as it came.
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

/** The parameters of a schema; undefined for one that refuses all others. */
function namesIn(schema: unknown): string[] | undefined {
  if (schema === undefined) return [];
  if (!(schema instanceof z.ZodObject) || schema.def.catchall !== undefined) return undefined;
  return Object.keys(schema.shape);
}
