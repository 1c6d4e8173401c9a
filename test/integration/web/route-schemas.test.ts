import type { RouteOptions } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../src/context.ts';
import { buildApp } from '../../../src/web/app.ts';
import { freshContext } from '../../support/context.ts';

/** Every route of the app, including those that Fastify adds for HEAD. */
async function routesOf(ctx: Context): Promise<RouteOptions[]> {
  const routes: RouteOptions[] = [];
  const app = await buildApp(ctx, { onRoute: (route) => void routes.push(route) });
  onTestFinished(() => app.close());
  await app.ready();
  return routes;
}

/** The parameters of a path: `/admin/digests/:date/edit` has `date`. */
function namesIn(url: string): string[] {
  return [...url.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => name);
}

/** The parts of a request that the schema of a route must describe. */
function needed({ method, url }: RouteOptions): ('params' | 'querystring' | 'body')[] {
  const takesBody = [method].flat().some((name) => ['POST', 'PUT', 'PATCH'].includes(name));
  return [
    ...(namesIn(url).length > 0 ? (['params'] as const) : []),
    takesBody ? 'body' : 'querystring',
  ];
}

function faultsOf(route: RouteOptions): string[] {
  const { schema = {}, url } = route;
  const missing = needed(route).filter((part) => !(schema[part] instanceof z.ZodType));
  const known = schema.params instanceof z.ZodObject ? Object.keys(schema.params.shape) : [];
  const unknown = namesIn(url).filter((name) => !known.includes(name));
  const answers = Object.keys(schema.response ?? {});
  return [...missing, ...unknown, ...(answers.length === 0 ? ['response'] : [])];
}

test('describes parameters, body and responses of every route', async () => {
  const { ctx } = await freshContext();
  const routes = await routesOf(ctx);
  expect(routes.length).toBeGreaterThan(150);
  const faulty = routes.flatMap((route) =>
    faultsOf(route).map((part) => `${String(route.method)} ${route.url}: ${part}`),
  );
  expect(faulty).toEqual([]);
});
