import { z } from 'zod';
import type { DbClient, Queryable } from '../db/client.ts';
import { containing } from '../lib/text/like.ts';
import { countsByStatus } from './sql/status-counts.ts';
import { type Subscriber, subscriberSelect, subscriberStatus } from './subscriber.ts';

type Status = Subscriber['status'];

interface Filter {
  /** Part of the address. */
  q?: string | undefined;
  status?: Status | undefined;
  /** The id of the last row of the previous page. */
  before?: number | undefined;
  limit: number;
}

/**
 * Returns the subscribers whose address contains `q`, newest first. If few addresses contain it, all
 * are compared: 0.3 s for a million. An index of trigrams would take 40 ms, but triple the time that
 * Postgres needs to insert subscribers.
 */
export function findSubscribers(
  { prisma }: DbClient,
  { q = '', status, before, limit }: Filter,
): Promise<Subscriber[]> {
  return prisma.subscriber.findMany({
    where: {
      ...(q !== '' && { emailKey: containing(q) }),
      ...(status !== undefined && { status }),
      ...(before !== undefined && { id: { lt: before } }),
    },
    select: subscriberSelect,
    orderBy: { id: 'desc' },
    take: limit,
  });
}

/** Up to this number, subscribers are counted exactly. */
const countedExactly = 10_000;

/** How many subscribers have a status. `about`: the number is an estimate. */
export interface StatusCount {
  status: Status;
  count: number;
  about: boolean;
}

const statusCount = z.object({
  status: subscriberStatus,
  counted: z.number(),
  estimated: z.number(),
});

/** Counts the subscribers of each status. Large numbers are estimates. */
export async function countByStatus(db: Queryable): Promise<StatusCount[]> {
  const rows = await db.rows(
    statusCount,
    countsByStatus(subscriberStatus.options, countedExactly + 1),
  );
  return rows.map(({ status, counted, estimated }) =>
    counted <= countedExactly
      ? { status, count: counted, about: false }
      : { status, count: Math.max(estimated, countedExactly), about: true },
  );
}
