import { z } from 'zod';
import type { DbClient, Queryable } from '../db/client.ts';
import { escapeLike } from '../lib/text/like.ts';
import { countsByStatus, newestMatching } from './sql/find.ts';
import { type Subscriber, subscriberSelect, subscriberStatus } from './subscriber.ts';

type Status = Subscriber['status'];

interface Filter {
  /** Part of the address. One or two characters match the beginning of the address. */
  q?: string | undefined;
  status?: Status | undefined;
  /** The id of the last row of the previous page. */
  before?: number | undefined;
  limit: number;
}

/** Returns the subscribers whose address contains `q`, newest first. */
export async function findSubscribers(
  db: DbClient,
  { q = '', ...filter }: Filter,
): Promise<Subscriber[]> {
  const { status, before, limit } = filter;
  const ids = q === '' ? undefined : await idsMatching(db, q, filter);
  return db.prisma.subscriber.findMany({
    where: {
      id: { ...(ids !== undefined && { in: ids }), ...(before !== undefined && { lt: before }) },
      ...(status !== undefined && { status }),
    },
    select: subscriberSelect,
    orderBy: { id: 'desc' },
    take: limit,
  });
}

async function idsMatching(db: Queryable, q: string, filter: Omit<Filter, 'q'>): Promise<number[]> {
  const text = escapeLike(q.toLowerCase());
  // A pattern of one or two letters yields a trigram only at the beginning of a word.
  const pattern = q.length < 3 ? `${text}%` : `%${text}%`;
  const rows = await db.rows(z.object({ id: z.number() }), newestMatching(pattern, filter));
  return rows.map(({ id }) => id);
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
