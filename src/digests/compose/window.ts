import type { DbClient } from '../../db/client.ts';
import { addDays, type Day, dateOf, dayOf } from '../../lib/dates.ts';
import type { DigestKind } from '../digest.ts';

/** Where a digest's window begins, and since when papers of that day are new all the same. */
interface Beginning {
  after: Day;
  lateSince: Date | null;
}

/**
 * The days whose papers a digest may have. Papers that were listed on the last day of the window before, after its digest was
 * composed, are in no other digest and belong to this one.
 */
export async function windowOf(
  tx: DbClient,
  { kind, date }: { kind: DigestKind; date: Day },
): Promise<Beginning & { through: Day }> {
  return kind === 'weekly'
    ? { ...(await weekBefore(tx, date)), through: addDays(date, -1) }
    : { ...(await sinceLast(tx, date)), through: date };
}

/** Daily: from the day of the last earlier digest, 7 days at most; a skipped day is no digest. */
async function sinceLast({ prisma }: DbClient, date: Day): Promise<Beginning> {
  const weekAgo = addDays(date, -7);
  const last = await prisma.digest.findFirst({
    where: { kind: 'daily', date: { lt: dateOf(date), gt: dateOf(weekAgo) }, status: { not: 'skipped' } },
    orderBy: { date: 'desc' },
  });
  return { after: last === null ? weekAgo : dayOf(last.date), lateSince: last?.createdAt ?? null };
}

/** Weekly: the seven days before its Monday, whatever became of the week before, whose last day was a Sunday. */
async function weekBefore({ prisma }: DbClient, monday: Day): Promise<Beginning> {
  const last = await prisma.digest.findUnique({
    where: { kind_date: { kind: 'weekly', date: dateOf(addDays(monday, -7)) } },
  });
  return { after: addDays(monday, -8), lateSince: last?.createdAt ?? null };
}
