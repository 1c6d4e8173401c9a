import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { countOpenDeliveries, oldestQueued } from './sql.ts';

const open = z.object({ state: z.string(), count: z.number() });

export function openDeliveries(db: DbClient): Promise<z.output<typeof open>[]> {
  return db.rows(open, countOpenDeliveries);
}

/** Seconds since the oldest queued delivery was due; null when none is due. */
export async function queueAge({ db, now }: Context): Promise<number | null> {
  const row = await db.row(z.object({ dueAt: z.date().nullable() }), oldestQueued);
  const dueAt = row?.dueAt ?? null;
  return dueAt === null || dueAt > now() ? null : (now().getTime() - dueAt.getTime()) / 1000;
}

export async function latestDigestSentAt({ prisma }: DbClient): Promise<Date | null> {
  const { _max } = await prisma.digest.aggregate({ _max: { sentAt: true } });
  return _max.sentAt;
}

export async function countPapersBySource({
  prisma,
}: DbClient): Promise<{ source: string; count: number }[]> {
  const groups = await prisma.paper.groupBy({
    by: ['source'],
    _count: { _all: true },
    orderBy: { source: 'asc' },
  });
  return groups.map(({ source, _count }) => ({ source, count: _count._all }));
}

export async function countRecentBounces({
  db,
}: Context): Promise<{ kind: string; source: string; count: number }[]> {
  const groups = await db.prisma.bounce.groupBy({
    by: ['kind', 'source'],
    // `created_at` is set by the database's clock.
    where: { createdAt: { gt: new Date(Date.now() - 86_400_000) } },
    _count: { _all: true },
    orderBy: [{ kind: 'asc' }, { source: 'asc' }],
  });
  return groups.map(({ kind, source, _count }) => ({ kind, source, count: _count._all }));
}
