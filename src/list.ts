import { z } from 'zod';

/** `limit` and `cursor` of an API list. */
export const listQuery = z.object({
  limit: z.coerce.number('a whole number from 1 to 100').int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,200}$/, 'the nextCursor of an earlier answer')
    .transform((text) => Buffer.from(text, 'base64url').toString())
    .optional(),
});

/** An API list: one row more than asked for says that there is a next page. */
export function listOf<T>(rows: T[], limit: number, cursorOf: (row: T) => string) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? Buffer.from(cursorOf(last)).toString('base64url') : null };
}

export const idParam = z.object({ id: z.coerce.number('a number').int().min(1).max(2_147_483_647) });
