import type { z } from 'zod';

interface Override {
  zodSchema: z.core.$ZodTypes;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** What JSON makes of a zod schema, where zod's own conversion says too little or too much. */
export function jsonSchemaOverride({ zodSchema, jsonSchema }: Override): void {
  const { def } = zodSchema._zod;
  if (def.type === 'date') Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
  if (def.type === 'undefined') jsonSchema.type = 'null';
  // An answer may have more fields some day; only a strict object is closed.
  if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
  // The range of every whole number of JavaScript, and the pattern of every date, say nothing.
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
}
