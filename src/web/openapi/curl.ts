import type { JsonSchema, Operation } from './shape.ts';

/** Example values by the name of the parameter or field. */
const byName: Record<string, unknown> = {
  date: '2026-03-14',
  email: 'ada@example.org',
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

/** File names by media type, for bodies that are a file. */
const files: Record<string, string> = { 'text/csv': 'addresses.csv', 'text/plain': 'page.txt' };

/** Optional query parameters that examples include. */
const shown = new Set(['q', 'domain']);

/** Returns a curl command for an operation. It contains the required parameters and fields. */
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
    // The URL can also return a page.
    ...(returns(operation, 'text/html') ? ['Accept: application/json'] : []),
  ];
  return [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} '${url}'`,
    ...headers.map((header) => `-H '${header}'`),
    ...(requestBody === undefined ? [] : bodyArguments(requestBody.content)),
    // curl refuses to write binary data to a terminal.
    ...(returns(operation, 'image/png') ? ['-o image.png'] : []),
  ].join(' \\\n  ');
}

function returns({ responses }: Operation, mediaType: string): boolean {
  return Object.values(responses).some(({ content = {} }) => mediaType in content);
}

function bodyArguments(content: NonNullable<Operation['requestBody']>['content']): string[] {
  const [mediaType = '', { schema = {} } = {}] = Object.entries(content)[0] ?? [];
  return [`-H 'Content-Type: ${mediaType}'`, bodyArgument(mediaType, schema)];
}

function bodyArgument(mediaType: string, schema: JsonSchema): string {
  if (schema.type === 'string') return `--data-binary @${files[mediaType] ?? 'FILE'}`;
  const fields = exampleFields(schema.oneOf?.[0] ?? schema);
  if (mediaType === 'application/x-www-form-urlencoded')
    return `-d '${new URLSearchParams(fields.map(([name, value]) => [name, String(value)])).toString()}'`;
  return `-d '${JSON.stringify(schema.examples?.[0] ?? Object.fromEntries(fields))}'`;
}

function exampleFields({ properties = {}, required = [] }: JsonSchema): [string, unknown][] {
  return required.map((name) => [name, exampleOf(name, properties[name] ?? {})]);
}

function exampleOf(name: string, schema: JsonSchema): unknown {
  const { examples, enum: values, items, type, format } = schema;
  if (examples !== undefined) return examples[0];
  if (schema.const !== undefined) return schema.const;
  if (values !== undefined) return values[0];
  if (name in byName) return byName[name];
  if (items !== undefined) return [exampleOf(name, items)];
  if (format === 'date') return '2026-03-14';
  if (format === 'date-time') return '2026-03-14T08:00:00Z';
  if (type === 'integer' || type === 'number') return 1;
  return type === 'boolean' ? true : 'text';
}
