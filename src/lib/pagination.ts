import { z } from 'zod';

/** The largest possible row id: the maximum of `integer` in Postgres. */
export const largestId = 2_147_483_647;

const wholeNumber = (min: number, max: number, message: string) =>
  z.coerce.number(message).int(message).min(min, message).max(max, message);

/** `limit` of an API list. */
const limit = wholeNumber(1, 100, 'a whole number from 1 to 100')
  .default(50)
  .describe('Maximum entries in a response');

/**
 * `limit` and `cursor` of an API list. The cursor is the id of the last row on the previous page.
 */
export const listParameters = {
  limit,
  cursor: z
    .string()
    .max(200)
    .transform((text) => Number(Buffer.from(text, 'base64url').toString() || NaN))
    .refine(
      (id) => Number.isInteger(id) && id >= 0 && id <= largestId,
      'the nextCursor of an earlier response',
    )
    .optional()
    .describe('The nextCursor of an earlier response'),
};

/**
 * A page of an API list. The query reads one row more than `limit`, which shows whether there is a
 * next page.
 */
export function listOf<T extends { id: number }>(rows: T[], limit: number) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(String(last.id)).toString('base64url') : null };
}

/** The schema of an API list. */
export function listAnswer<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('For the next page; null on the last'),
  });
}

/**
 * An id in a path. Only its canonical form is accepted, so that a page has one URL and is cached
 * once.
 */
export const idParam = z.object({
  id: z
    .preprocess(
      (text) => (typeof text === 'string' && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : text),
      z.int('a number').min(1, 'a number').max(largestId, 'a number'),
    )
    .describe('The id, as lists show it'),
});
