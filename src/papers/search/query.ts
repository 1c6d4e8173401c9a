import { z } from 'zod';
import { day } from '../../lib/dates.ts';
import { searchPlace, type SearchPlace, searchSorts } from './request.ts';

/** Treats an empty form field as absent. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Text on one line. */
export const line = (max: number) =>
  z
    .string()
    .max(max, `at most ${max} characters`)
    .regex(/^[^\0]*$/, 'no NUL character');

export const searchQuery = z
  .object({
    q: line(300).default(''),
    from: optional(day),
    to: optional(day),
    category: optional(line(100)),
    sort: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.enum(searchSorts, 'relevance, trending or date').default('relevance'),
    ),
    cursor: optional(z.string().max(400).transform(readCursor)),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'not before the first day',
  });

export type SearchQuery = z.output<typeof searchQuery>;

function readCursor(cursor: string, ctx: z.RefinementCtx): SearchPlace {
  const place = searchPlace.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString()));
  if (place.success) return place.data;
  ctx.addIssue({ code: 'custom', message: 'the nextCursor of an earlier answer' });
  return z.NEVER;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
