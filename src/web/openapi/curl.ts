import type { JsonSchema, Operation } from './shape.ts';

/** Example values by the name of the parameter or field. */
const byName: Record<string, unknown> = {
  action: 'weekly',
  consent: { source: 'a conference' },
  date: '2026-03-14',
  email: 'ada@example.org',
  format: 'ndjson',
  q: 'sparse rewards',
  title: 'Sparse Rewards',
};

/** Example values of path parameters. */
const inPath: Record<string, string> = {
  date: '2026-03-14',
  id: '1',
  name: 'Ada Lindqvist',
  token: 'TOKEN',
};

/** Optional query parameters that examples include. */
const shown = new Set(['q', 'domain']);

/** Returns a curl command for an operation. */
export function curlOf(
  publicUrl: string,
  path: string,
  method: string,
  operation: Operation,
): string {
  const { parameters = [], requestBody, security } = operation;
  const query = parameters.filter(
    ({ in: place, name, required }) => place === 'query' && (required || shown.has(name)),
  );
  const search = new URLSearchParams(
    query.map(({ name, schema }) => [name, String(exampleOf(name, schema))]),
  );
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(inPath[name] ?? name),
  );
  const url = `${publicUrl}${filled}${search.size === 0 ? '' : `?${search.toString()}`}`;
  const headers = [
    ...(security.length > 0 ? ['Authorization: Bearer KEY'] : []),
    ...(acceptsJson(operation) ? ['Accept: application/json'] : []),
  ];
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} '${url}'`,
    ...headers.map((header) => `-H '${header}'`),
    ...(requestBody === undefined ? [] : bodyArguments(requestBody.content)),
  ].join(' \\\n  ');
}

/** Whether the URL can also return a page, so that the example has to request JSON. */
function acceptsJson({ responses }: Operation): boolean {
  return Object.values(responses).some(({ content = {} }) => 'text/html' in content);
}

function bodyArguments(content: NonNullable<Operation['requestBody']>['content']): string[] {
  const [mediaType = '', { schema = {} } = {}] = Object.entries(content)[0] ?? [];
  const data = schema.properties === undefined ? '@FILE' : JSON.stringify(exampleBody(schema));
  return [
    `-H 'Content-Type: ${mediaType}'`,
    schema.properties === undefined ? `--data-binary ${data}` : `-d '${data}'`,
  ];
}

/** The required fields, or the first field if none is required. */
function exampleBody({ properties = {}, required = [] }: JsonSchema): object {
  const names =
    required.length > 0
      ? required
      : Object.keys(properties)
          .filter((name) => name in byName)
          .slice(0, 1);
  return Object.fromEntries(names.map((name) => [name, exampleOf(name, properties[name] ?? {})]));
}

function exampleOf(name: string, { enum: values, items, type, format }: JsonSchema): unknown {
  if (values !== undefined) return values[0];
  if (name in byName) return byName[name];
  if (items !== undefined) return [exampleOf(name, items)];
  if (format === 'date') return '2026-03-14';
  if (format === 'date-time') return '2026-03-14T08:00:00Z';
  if (type === 'integer' || type === 'number') return 1;
  return type === 'boolean' ? true : 'text';
}
