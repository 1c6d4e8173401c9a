/** Escapes text for `LIKE`, so that `%` and `_` match themselves. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/**
 * A Prisma filter for lower-case columns that contain this text. Prisma does not escape `%` and `_`
 * for `LIKE`.
 */
export function containing(text: string): { contains: string } {
  return { contains: escapeLike(text.toLowerCase()) };
}
