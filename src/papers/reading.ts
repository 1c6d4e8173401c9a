import { type Day, dateOf, dayOf } from '../lib/dates.ts';
import type { DbClient } from '../db/client.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Paper } from './paper.ts';
import { paperColumns, toPaper } from './row.ts';

/** Returns all papers listed on a day, in the order of their ids. */
export function papersOfDay(db: DbClient, day: Day): Promise<Paper[]> {
  return find(db, { listedOn: dateOf(day) }, [{ id: 'asc' }]);
}

/**
 * The days after `after`, up to and including `through`. With `lateSince`, the window also contains
 * papers of the day `after` that were listed after that time.
 */
export interface Window {
  after: Day;
  through: Day;
  lateSince: Date | null;
}

/** Returns the papers listed within a window, in the order of their days and ids. */
export function papersOfWindow(
  db: DbClient,
  { after, through, lateSince }: Window,
): Promise<Paper[]> {
  const late = lateSince === null ? [] : [{ listedOn: dateOf(after), listedAt: { gt: lateSince } }];
  const where = {
    listedOn: { lte: dateOf(through) },
    OR: [{ listedOn: { gt: dateOf(after) } }, ...late],
  };
  return find(db, where, [{ listedOn: 'asc' }, { id: 'asc' }]);
}

/** Returns the paper with this id, or the paper that it was merged into. */
export async function paperById({ prisma }: DbClient, id: number): Promise<Paper | undefined> {
  const row =
    (await prisma.paper.findUnique({ where: { id }, select: paperColumns })) ??
    (
      await prisma.paperAlias.findUnique({
        where: { id },
        select: { paper: { select: paperColumns } },
      })
    )?.paper;
  return row === undefined ? undefined : toPaper(row);
}

/** Returns the papers with these ids, in the order of the ids. Unknown ids are ignored. */
export async function papersByIds(db: DbClient, ids: number[]): Promise<Paper[]> {
  const papers = new Map((await find(db, { id: { in: ids } })).map((paper) => [paper.id, paper]));
  return ids.flatMap((id) => papers.get(id) ?? []);
}

/** Returns the newest day with papers, up to `through`. */
export function latestDay(db: DbClient, through: Day): Promise<Day | null> {
  return outermostDay(db, { lte: dateOf(through) }, 'desc');
}

/** Returns the nearest days with papers before and after a day, never one after `today`. */
export async function neighbouringDays(
  db: DbClient,
  day: Day,
  today: Day,
): Promise<{ previous: Day | null; next: Day | null }> {
  const [previous, next] = await Promise.all([
    outermostDay(db, { lt: dateOf(day) }, 'desc'),
    outermostDay(db, { gt: dateOf(day), lte: dateOf(today) }, 'asc'),
  ]);
  return { previous, next };
}

/** Returns all days with papers up to `through`, newest first. */
export async function allDays({ prisma }: DbClient, through: Day): Promise<Day[]> {
  const days = await prisma.paper.groupBy({
    by: 'listedOn',
    where: { listedOn: { lte: dateOf(through) } },
    orderBy: { listedOn: 'desc' },
  });
  return days.map(({ listedOn }) => dayOf(listedOn));
}

/** Returns the ids of the newest papers listed up to `through`. */
export async function newestPapers(
  { prisma }: DbClient,
  through: Day,
  limit: number,
): Promise<number[]> {
  const rows = await prisma.paper.findMany({
    where: { listedOn: { lte: dateOf(through) } },
    orderBy: [{ listedOn: 'desc' }, { id: 'desc' }],
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

async function find(
  { prisma }: DbClient,
  where: Prisma.PaperWhereInput,
  orderBy: Prisma.PaperOrderByWithRelationInput[] = [],
): Promise<Paper[]> {
  return (await prisma.paper.findMany({ where, orderBy, select: paperColumns })).map(toPaper);
}

async function outermostDay(
  { prisma }: DbClient,
  listedOn: Prisma.DateTimeFilter,
  order: 'asc' | 'desc',
): Promise<Day | null> {
  const row = await prisma.paper.findFirst({
    where: { listedOn },
    orderBy: { listedOn: order },
    select: { listedOn: true },
  });
  return row === null ? null : dayOf(row.listedOn);
}
