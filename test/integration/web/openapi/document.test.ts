import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addReader } from '../../../support/readers.ts';

const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  summary: z.string(),
  security: z.array(z.object({ apiKey: z.array(z.string()).length(1) })),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        description: z.string().optional(),
        schema: z.object({ type: z.string() }),
      }),
    )
    .optional(),
  responses: z.record(z.string(), z.unknown()),
});
const description = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) });

/** Every route as `GET /papers/{id}`, taken from the tree that Fastify prints. */
function served(app: FastifyInstance): string[] {
  const above: string[] = [];
  const tree = app.printRoutes({ commonPrefix: false }).split('\n');
  return tree.flatMap((line) => {
    const [, indent = '', part = '', methods = ''] = /^([^/\w.]*)(\S+) \((.*)\)$/.exec(line) ?? [];
    const depth = indent.length / 4 - 1;
    above.splice(depth, Infinity, part);
    const path = above
      .join('')
      .replace('//', '/')
      .replaceAll(/:(\w+)/g, '{$1}');
    return methods
      .split(', ')
      .filter((method) => method !== '' && method !== 'HEAD')
      .map((method) => `${method} ${path}`);
  });
}

test('describes exactly the API routes that are served', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const { paths } = description.parse((await app.inject('/api/openapi.json')).json());
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const routes = served(app);
  expect(routes).toEqual(expect.arrayContaining(described));
  const api = (route: string) => route.includes(' /api/v1/');
  expect(described.filter(api).toSorted()).toEqual(routes.filter(api).toSorted());
  expect(described.filter(api).length).toBeGreaterThan(15);
});

test('requires a key for every operation with a scope', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const { paths } = description.parse((await app.inject('/api/openapi.json')).json());
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { security }] of Object.entries(methods)) {
      const url = path.replace('{date}', '2026-03-10').replace('{id}', '1');
      const { statusCode } = await app.inject({ method: method as 'GET', url });
      expect([method, path, statusCode === 401]).toEqual([method, path, security.length === 1]);
    }
  }
});

const described = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z
          .object({
            content: z.record(
              z.string(),
              z.object({ schema: z.object({ properties: z.looseObject({}).optional() }) }),
            ),
          })
          .optional(),
      }),
    ),
  ),
});

test('names exactly the fields that each request body accepts', async () => {
  const { ctx } = await freshContext({ ADMIN_API_KEY: 'test-key-of-some-length' });
  const app = await startApp(ctx);
  await addReader(ctx);
  const { paths } = described.parse((await app.inject('/api/openapi.json')).json());
  const headers = { authorization: 'Bearer test-key-of-some-length' };
  let bodies = 0;
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      const fields = requestBody?.content['application/json']?.schema.properties;
      if (fields === undefined || !path.startsWith('/api/v1/')) continue;
      bodies += 1;
      const url = path.replace('{date}', '2026-03-10').replace('{id}', '1');
      const answer = await app.inject({
        method: method as 'POST',
        url,
        headers,
        payload: { nonsense: 1 },
      });
      const { errors = [] } = answer.json() as { errors?: { path: string; message: string }[] };
      const message = errors.find((fault) => fault.path === 'nonsense')?.message ?? '';
      const known = message.replace('unknown field; expected one of: ', '').split(', ');
      expect([path, known.toSorted()]).toEqual([path, Object.keys(fields).toSorted()]);
    }
  }
  expect(bodies).toBe(6);
});

test('gives each operation a unique id, one tag, typed parameters, and its errors', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const { paths } = description.parse((await app.inject('/api/openapi.json')).json());
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, ...operation })),
  );
  const ids = operations.map(({ operationId }) => operationId);
  expect(ids).toEqual([...new Set(ids)]);
  for (const { path, responses } of operations.filter(({ security }) => security.length === 1)) {
    expect([path, Object.keys(responses)]).toEqual([
      path,
      expect.arrayContaining(['401', '403', '422', '429']),
    ]);
  }
});

test('shows every operation with parameters and a command, without a script', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const { paths } = description.parse((await app.inject('/api/openapi.json')).json());
  const { body } = await app.inject({ url: '/api/docs', headers: { accept: 'text/html' } });
  for (const { operationId } of Object.values(paths).flatMap((methods) => Object.values(methods)))
    expect(body).toContain(`id="${operationId}"`);
  const [, section = ''] = /id="addSubscriber"([\s\S]*?)<\/section>/.exec(body) ?? [];
  expect(section).toContain('<code>consent</code>');
  expect(section).toContain('subscribers:write');
  expect(section.replaceAll('&#34;', '"').replaceAll('&#39;', "'")).toContain(
    `curl -X POST 'https://papers.example/api/v1/subscribers' \\
  -H 'Authorization: Bearer KEY' \\
  -H 'Content-Type: application/json' \\
  -d '{"email":"ada@example.org"}'`,
  );
});

test('describes every parameter', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const { paths } = description.parse((await app.inject('/api/openapi.json')).json());
  const silent = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap(({ parameters = [] }) =>
      parameters
        .filter((one) => one.description === undefined)
        .map(({ name }) => `${path} ${name}`),
    ),
  );
  expect(silent).toEqual([]);
});
