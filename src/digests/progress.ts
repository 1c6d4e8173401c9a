import type { Context } from '../context.ts';
import type { DbClient } from '../db/client.ts';
import { DeliveryState } from '../generated/prisma/enums.ts';
import { addDays, type Day, dateOf } from '../lib/dates.ts';
import { type Counts, type Digest, digestFrom, type DigestKind } from './digest.ts';

/** Lists all digests of a kind in any state, newest first. */
export async function digestsOfKind(
  { prisma }: DbClient,
  kind: DigestKind,
  before: Day | null,
  limit: number,
): Promise<Digest[]> {
  const rows = await prisma.digest.findMany({
    where: { kind, ...(before === null ? {} : { date: { lt: dateOf(before) } }) },
    orderBy: { date: 'desc' },
    take: limit,
  });
  return rows.map(digestFrom);
}

/** Today's digests, and earlier ones that are still being sent or need an operator. */
export async function openDigests({ prisma }: DbClient, today: Day): Promise<Digest[]> {
  const lastDays = { gte: dateOf(addDays(today, -2)), lte: dateOf(today) };
  const rows = await prisma.digest.findMany({
    where: {
      OR: [
        { date: dateOf(today) },
        { status: { in: ['sending', 'paused'] } },
        { status: { in: ['draft', 'ready'] }, date: lastDays },
      ],
    },
    orderBy: [{ date: 'desc' }, { kind: 'asc' }],
    take: 10,
  });
  return rows.map(digestFrom);
}

/** Counts deliveries by state. A sent digest has its final counts stored. */
export async function countsOf(
  db: DbClient,
  { id, finalCounts }: Pick<Digest, 'id' | 'finalCounts'>,
): Promise<Counts> {
  return finalCounts ?? countDeliveries(db, id);
}

export async function countDeliveries({ prisma }: DbClient, digestId: number): Promise<Counts> {
  const rows = await prisma.delivery.groupBy({ by: ['state'], where: { digestId }, _count: true });
  const found = new Map(rows.map(({ state, _count }) => [state, _count]));
  const count = (state: DeliveryState) => found.get(state) ?? 0;
  return {
    queued: count('queued'),
    sending: count('sending'),
    sent: count('sent'),
    deferred: count('deferred'),
    failed: count('failed'),
    skipped: count('skipped'),
    uncertain: count('uncertain'),
  };
}

/** Emails of a digest that were accepted within the last minute. */
export function sentLastMinute({ db, now }: Context, digestId: number): Promise<number> {
  const since = new Date(now().getTime() - 60_000);
  return db.prisma.delivery.count({ where: { digestId, state: 'sent', sentAt: { gt: since } } });
}

/**
 * The reasons why deliveries failed, are deferred, were skipped or are uncertain, most frequent
 * first.
 */
export async function faultsOf({ prisma }: DbClient, digestId: number) {
  const rows = await prisma.delivery.groupBy({
    by: ['state', 'reason', 'detail'],
    where: { digestId, state: { in: ['failed', 'uncertain', 'deferred', 'skipped'] } },
    _count: { subscriberId: true },
    orderBy: [
      { _count: { subscriberId: 'desc' } },
      { state: 'asc' },
      { reason: 'asc' },
      { detail: 'asc' },
    ],
    take: 20,
  });
  return rows.map(({ _count, ...fault }) => ({ ...fault, count: _count.subscriberId }));
}
