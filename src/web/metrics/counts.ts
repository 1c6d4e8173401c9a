import { z } from 'zod';
import { kinds } from '../../bounces/event.ts';
import type { Context } from '../../context.ts';
import type { DbClient } from '../../db/client.ts';
import { digestKind } from '../../digests/digest.ts';
import * as statements from './sql.ts';

const open = z.object({ state: z.string(), count: z.number(), dueAt: z.date().nullable() });

/** Deliveries that are not final, by state, and the due time of the oldest queued one. */
export function openDeliveries(db: DbClient): Promise<z.output<typeof open>[]> {
  return db.rows(open, statements.openDeliveries);
}

/** Seconds since the oldest queued delivery was due, or null if none is due. */
export async function queueAge({ db, now }: Context): Promise<number | null> {
  const dueAt = (await openDeliveries(db)).find(({ state }) => state === 'queued')?.dueAt ?? null;
  return dueAt === null || dueAt > now() ? null : (now().getTime() - dueAt.getTime()) / 1000;
}

const result = z.object({
  state: z.string(),
  class: z.string(),
  provider: z.string(),
  relay: z.string(),
  count: z.number(),
});

/** The deliveries of the latest digest of each kind, by kind and result. */
export async function latestResults(
  db: DbClient,
): Promise<(z.output<typeof result> & { digest: string })[]> {
  const digests = await latestDigests(db);
  const found = digests.map(async ({ id, kind }) =>
    (await db.rows(result, statements.resultsOf(id))).map((one) => ({ ...one, digest: kind })),
  );
  return (await Promise.all(found)).flat();
}

/** The bounces of the latest digest of each kind, by kind of bounce. */
export async function latestBounces(
  db: DbClient,
): Promise<{ digest: string; kind: string; count: number }[]> {
  const digests = await latestDigests(db);
  const groups = await db.prisma.bounce.groupBy({
    by: ['digestId', 'kind'],
    where: { digestId: { in: digests.map(({ id }) => id) } },
    _count: { _all: true },
  });
  return digests.flatMap(({ id, kind: digest }) =>
    kinds.map((kind) => ({
      digest,
      kind,
      count: groups.find((group) => group.digestId === id && group.kind === kind)?._count._all ?? 0,
    })),
  );
}

/** The latest digest of each kind that is being sent or was sent. */
async function latestDigests({ prisma }: DbClient): Promise<{ id: number; kind: string }[]> {
  // Prisma applies `distinct` in memory, to all digests.
  const found = await Promise.all(
    digestKind.options.map((kind) =>
      prisma.digest.findFirst({
        where: { kind, status: { in: ['sending', 'sent', 'paused'] } },
        orderBy: { date: 'desc' },
        select: { id: true, kind: true },
      }),
    ),
  );
  return found.filter((digest) => digest !== null);
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
    // The database's clock sets `created_at`.
    where: { createdAt: { gt: new Date(Date.now() - 86_400_000) } },
    _count: { _all: true },
    orderBy: [{ kind: 'asc' }, { source: 'asc' }],
  });
  return groups.map(({ kind, source, _count }) => ({ kind, source, count: _count._all }));
}
