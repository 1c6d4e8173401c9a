import { z } from 'zod';
import { problem } from '../errors/problem.ts';

/** A JSON answer: what it means, and its schema. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } };
}

/** A page for people; the same as JSON for `Accept: application/json`. */
export function page<Schema extends z.ZodType>(description: string, schema: Schema) {
  return {
    description,
    content: { 'application/json': { schema }, 'text/html': { schema: z.string() } },
  };
}

/** A page that has no JSON twin. */
export function html(description: string) {
  return { description, content: { 'text/html': { schema: z.string() } } };
}

/** A text, or a stream of one, in a format of its own such as CSV or a feed. */
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

/** The answers of a preview image. */
export const image = {
  200: {
    description: 'A PNG of 1200 × 630 pixels',
    content: { 'image/png': { schema: z.unknown() } },
  },
  404: refusal('Nothing to draw'),
  503: refusal('Too many requests are waiting'),
};

/** An answer without a body. */
export function empty(description: string) {
  return z.undefined().describe(description);
}

/** RFC 9457 for programs, an error page for people. */
export function refusal(description: string) {
  return { description, content: { 'application/problem+json': { schema: problem } } };
}
