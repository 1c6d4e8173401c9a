import { z } from 'zod';
import type { Db } from '../db/client.ts';
import type { Day } from '../lib/dates.ts';
import type { Paper } from './paper.ts';
import { papersByIds } from './reading.ts';

/** The name of an author, as a part of a path. */
export const authorName = z
  .string()
  .max(300)
  .regex(/^\s*[^\0\s][^\0]*$/, 'a name');

export function authorPath(name: string): string {
  return `/authors/${encodeURIComponent(name)}`;
}

/**
 * The papers of an author up to a day, the newest first. Names are compared as they are written.
 */
export async function papersOfAuthor(
  db: Db,
  name: string,
  through: Day,
  limit: number,
): Promise<Paper[]> {
  const found = await db.prisma.paper.findMany({
    select: { id: true },
    where: { authors: { has: name }, listedOn: { lte: new Date(`${through}T00:00:00Z`) } },
    orderBy: [{ listedOn: 'desc' }, { id: 'desc' }],
    take: limit,
  });
  return papersByIds(
    db,
    found.map(({ id }) => id),
  );
}
