import { z } from 'zod';
import { day } from '../../lib/dates.ts';
import { searchCursor, type SearchCursor, searchSorts } from './request.ts';
import { parseJson } from '../../lib/text/json.ts';

/** Treats an empty form field as absent. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Text on one line. */
export const line = (max: number) =>
  z
    .string()
    .max(max, `at most ${max} characters`)
    .regex(/^[^\0]*$/, 'no NUL character');

/** Where the next page of a search begins, as encoded in a URL. */
export const encodedCursor = z.string().max(400).transform(readCursor);

export const searchQuery = z
  .object({
    q: line(300).default('').describe('Words, "phrases", -without'),
    from: optional(day).describe('The first day of listing'),
    to: optional(day).describe('The last day of listing'),
    category: optional(line(100)).describe('A category of arXiv, such as cs.CL'),
    sort: z
      .preprocess(
        (value) => (value === '' ? undefined : value),
        z.enum(searchSorts, 'relevance, trending or date').default('relevance'),
      )
      .describe('The order of the papers'),
    cursor: optional(encodedCursor).describe('The nextCursor of an earlier response'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'not before the first day',
  });

export type SearchQuery = z.output<typeof searchQuery>;

export function encodeCursor(cursor: SearchCursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

function readCursor(cursor: string, ctx: z.RefinementCtx): SearchCursor {
  const parsed = searchCursor.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()));
  if (parsed.success) return parsed.data;
  ctx.addIssue({ code: 'custom', message: 'the nextCursor of an earlier response' });
  return z.NEVER;
}
