import type { z } from 'zod';

interface Override {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** Adjusts the JSON schema of a zod schema if zod's own conversion is too loose or too strict. */
export function jsonSchemaOverride({ zodSchema, jsonSchema }: Override): void {
  const { def } = zodSchema._zod;
  if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (def.type === 'undefined') jsonSchema.type = 'null';
  // Responses may get more fields later, so only strict objects are closed.
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
  // Omits the default range of integers and the default pattern of dates: they carry no
  // information.
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}
