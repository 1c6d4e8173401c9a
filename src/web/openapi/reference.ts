import { curlOf } from './curl.ts';
import type { JsonSchema, OpenApiDocument, Operation } from './shape.ts';
import { constraintsOf, typeOf } from './type-text.ts';

/** A parameter or a field, shown as a table row. */
interface Row {
  name: string;
  type: string;
  required: boolean;
  /** Its meaning and its allowed values. */
  notes: string;
}

/** The data of the reference page: the operations by tag, and the schemas that they refer to. */
export function reference({ tags, paths, components }: OpenApiDocument, publicUrl: string) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      operationView(publicUrl, path, method, operation),
    ),
  );
  return {
    groups: tags.map(({ name, description }) => ({
      name,
      id: `tag-${name.toLowerCase()}`,
      description,
      operations: operations.filter((operation) => operation.tag === name),
    })),
    schemas: Object.entries(components.schemas)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([name, schema]) => ({ name, id: `schema-${name}`, fields: fieldsOf(schema) })),
  };
}

function operationView(publicUrl: string, path: string, method: string, operation: Operation) {
  const [scope = null] = operation.security.flatMap(({ apiKey = [] }) => apiKey);
  return {
    id: operation.operationId,
    tag: operation.tags[0],
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    description: operation.description ?? null,
    scope,
    parameters: (operation.parameters ?? []).map(
      ({ name, schema, required, description }): Row => ({
        name,
        type: typeOf(schema),
        required,
        notes: notes(description, schema),
      }),
    ),
    body: bodyView(operation),
    responses: Object.entries(operation.responses).map(
      ([status, { description, content = {} }]) => ({
        status,
        description,
        mediaTypes: Object.keys(content).join(', '),
        schema: schemaName(Object.values(content)[0]?.schema),
      }),
    ),
    // Only the provider can send a valid webhook request.
    curl: operation.tags.includes('Webhooks') ? null : curlOf(publicUrl, path, method, operation),
  };
}

function bodyView({ requestBody }: Operation) {
  if (requestBody === undefined) return null;
  const schema = Object.values(requestBody.content)[0]?.schema ?? {};
  return {
    mediaTypes: Object.keys(requestBody.content).join(', '),
    required: requestBody.required,
    fields: fieldsOf(schema),
  };
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): Row[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    required: required.includes(name),
    notes: notes(schema.description, schema),
  }));
}

function notes(description: string | undefined, schema: JsonSchema): string {
  return [description, constraintsOf(schema)]
    .filter((part) => part !== undefined && part !== '')
    .join('; ');
}

function schemaName(schema: JsonSchema | undefined): string | null {
  return schema?.$ref?.split('/').at(-1) ?? null;
}
