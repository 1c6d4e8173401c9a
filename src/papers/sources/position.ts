import { type Day, dateOf } from '../../lib/dates.ts';
import type { DbClient } from '../../db/client.ts';
import type { Position } from './source.ts';

/** A position, and the papers that were saved before it. */
export interface SavedPosition extends Position {
  paperIds: number[];
}

/** Where the unfinished fetch of this day ended. Absent if the fetch was completed. */
export async function positionOf(
  { prisma }: DbClient,
  source: string,
  day: Day,
): Promise<SavedPosition | null> {
  return prisma.sourcePosition.findFirst({
    where: { source, day: dateOf(day) },
    select: { received: true, total: true, paperIds: true },
  });
}

/** Stores the position of a fetch. Called after the papers before it are saved. */
export async function storePosition(
  { prisma }: DbClient,
  source: string,
  day: Day,
  { received, total, paperIds }: SavedPosition,
): Promise<void> {
  const values = { day: dateOf(day), received, total, paperIds };
  await prisma.sourcePosition.upsert({
    where: { source },
    create: { source, ...values },
    update: values,
  });
}

export async function clearPosition({ prisma }: DbClient, source: string): Promise<void> {
  await prisma.sourcePosition.deleteMany({ where: { source } });
}
