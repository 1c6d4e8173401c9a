/** Text for `LIKE`, in which `%` and `_` stand for themselves. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/**
 * A filter of Prisma for a lower-case column that contains this text. Prisma passes `%` and `_` on
 * to `LIKE`.
 */
export function containing(text: string): { contains: string } {
  return { contains: escapeLike(text.toLowerCase()) };
}
