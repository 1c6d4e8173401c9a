import { z } from 'zod';
import type { Db } from '../db/client.ts';
import { dateOf, type Day } from '../lib/dates.ts';
import type { Paper } from './paper.ts';
import { papersByIds } from './reading.ts';

/** The name of an author as a path segment. */
export const authorName = z
  .string()
  .max(300)
  .regex(/^\s*[^\0\s][^\0]*$/, 'a name')
  .describe('The name of the author, as papers spell it');

export function authorPath(name: string): string {
  return `/authors/${encodeURIComponent(name)}`;
}

/** Lists the papers of an author up to a day, newest first. Names must match exactly. */
export async function papersOfAuthor(
  db: Db,
  name: string,
  through: Day,
  limit: number,
): Promise<Paper[]> {
  const found = await db.prisma.paper.findMany({
    select: { id: true },
    where: { authors: { has: name }, listedOn: { lte: dateOf(through) } },
    orderBy: [{ listedOn: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return papersByIds(
    db,
    found.map(({ id }) => id),
  );
}
