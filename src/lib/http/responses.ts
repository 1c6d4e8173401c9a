import { z } from 'zod';
import { problem } from '../errors/problem.ts';

/** A JSON response: its description and its schema. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** A page for people, or the same content as JSON for `Accept: application/json`. */
export function page<Schema extends z.ZodType>(description: string, schema: Schema) {
  return {
    description,
    content: { 'application/json': { schema }, 'text/html': { schema: z.string() } },
  };
}

/** A page without a JSON version. */
export function html(description: string) {
  return { description, content: { 'text/html': { schema: z.string() } } };
}

/** A text, or a stream of text, in a format such as CSV or Atom. */
const anyText = z.unknown().meta({ type: 'string' });

export function text(description: string, mediaType: string) {
  return { description, content: typed(mediaType, anyText) };
}

function typed<Schema extends z.ZodType>(
  mediaType: string,
  schema: Schema,
): Record<string, { schema: Schema }> {
  return { [mediaType]: { schema } };
}

/** The responses of a preview image. */
export const image = {
  200: {
    description: 'A PNG of 1200 × 630 pixels',
    content: { 'image/png': { schema: z.unknown() } },
  },
  404: refusal('Nothing to draw'),
  503: refusal('Too many requests are waiting'),
};

/** A response without a body. */
export function empty(description: string) {
  return z.undefined().describe(description);
}

/** A refusal: RFC 9457 for programs, an error page for people. */
export function refusal(description: string) {
  return { description, content: { 'application/problem+json': { schema: problem } } };
}
