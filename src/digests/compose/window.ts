import type { DbClient } from '../../db/client.ts';
import { addDays, type Day, dateOf } from '../../lib/dates.ts';
import type { Window } from '../../papers/reading.ts';
import type { DigestKind } from '../digest.ts';

/**
 * Daily: the last `days` days up to the digest's date. Weekly: the seven days before its Monday,
 * plus papers of the preceding Sunday that were listed after the previous weekly digest was
 * composed.
 */
export async function windowOf(
  { prisma }: DbClient,
  { kind, date }: { kind: DigestKind; date: Day },
  days: number,
): Promise<Window> {
  if (kind === 'daily') return { after: addDays(date, -days), through: date, lateSince: null };
  const before = await prisma.digest.findUnique({
    where: { kind_date: { kind, date: dateOf(addDays(date, -7)) } },
  });
  return {
    after: addDays(date, -8),
    through: addDays(date, -1),
    lateSince: before?.createdAt ?? null,
  };
}
