import { z } from 'zod';

/** The largest number that a row of ours can have: an `integer` of Postgres. */
export const largestId = 2_147_483_647;

/** `limit` and `cursor` of an API list; the cursor is the id of the last row before. */
export const listQuery = z.object({
  limit: z.coerce.number('a whole number from 1 to 100').int().min(1).max(100).default(50),
  cursor: z
    .string()
    .max(200)
    .transform((text) => Number(Buffer.from(text, 'base64url').toString() || NaN))
    .refine((id) => Number.isInteger(id) && id >= 0 && id <= largestId, 'the nextCursor of an earlier answer')
    .optional(),
});

/** An API list: one row more than asked for says that there is a next page. */
export function listOf<T extends { id: number }>(rows: T[], limit: number) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(String(last.id)).toString('base64url') : null };
}

/** What such a list is, for those who describe it. */
export function listAnswer<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const idParam = z.object({ id: z.coerce.number('a number').int().min(1).max(largestId) });
