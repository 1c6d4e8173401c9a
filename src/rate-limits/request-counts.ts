import { z } from 'zod';
import type { DbClient } from '../db/client.ts';
import { databaseNow } from '../db/clock.ts';
import { incrementCount, takeTurn } from './sql.ts';

const counted = z.object({ current: z.number(), ttl: z.number() });

/**
 * Counts a request.
 * @returns the number of requests in this window, and the milliseconds until the window ends
 */
export async function countRequest(
  db: DbClient,
  name: string,
  window: number,
): Promise<z.output<typeof counted>> {
  return (await db.row(counted, incrementCount(name, window))) ?? { current: 1, ttl: window };
}

const turn = z.object({ delay: z.number() });

/**
 * Delays events instead of refusing them. Up to `maximum` events may happen at once, then as many in
 * each window. An event waits at most one day.
 * @returns milliseconds until this event may happen
 */
export async function delayOf(
  db: DbClient,
  name: string,
  { maximum, window }: { maximum: number; window: number },
): Promise<number> {
  return (await db.row(turn, takeTurn(name, maximum, window)))?.delay ?? 0;
}

/** Deletes counts whose window has ended. */
export async function deleteOldCounts(db: DbClient): Promise<number> {
  const now = await databaseNow(db);
  const { count } = await db.prisma.rateLimit.deleteMany({ where: { endsAt: { lt: now } } });
  return count;
}

/** Resets a count: a success ends a series of failures. */
export async function resetCount({ prisma }: DbClient, name: string): Promise<void> {
  await prisma.rateLimit.deleteMany({ where: { name } });
}
