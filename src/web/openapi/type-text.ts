import type { JsonSchema } from './shape.ts';

/** A short description of a type, such as `integer or null` or `array of Paper`. */
export function typeOf(schema: JsonSchema): string {
  const { $ref, anyOf, oneOf, enum: values, items, type, format } = schema;
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? $ref;
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) return [...new Set(choices.map(typeOf))].join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(', ');
  if (items !== undefined) return `array of ${typeOf(items)}`;
  const name = [type ?? 'any'].flat().join(' or ');
  return format === undefined ? name : `${name} (${format})`;
}

/** The range and the default of a value, such as `5 to 25; default 10`. */
export function constraintsOf(schema: JsonSchema): string {
  const { default: preset } = schema;
  const { minimum, maximum } = [schema, ...(schema.anyOf ?? [])].find(hasRange) ?? {};
  const range =
    minimum === undefined || maximum === undefined
      ? [
          minimum === undefined ? '' : `${minimum} or more`,
          maximum === undefined ? '' : `${maximum} or less`,
        ]
      : [`${minimum} to ${maximum}`];
  return [...range, preset === undefined ? '' : `default ${JSON.stringify(preset)}`]
    .filter(Boolean)
    .join('; ');
}

function hasRange({ minimum, maximum }: JsonSchema): boolean {
  return minimum !== undefined || maximum !== undefined;
}
