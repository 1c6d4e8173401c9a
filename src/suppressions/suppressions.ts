import type { Prisma, Suppression } from '../generated/prisma/client.ts';
import type { DbClient, Queryable } from '../db/client.ts';
import { databaseNow } from '../db/clock.ts';
import type { Sql } from '../db/sql.ts';
import { containing } from '../lib/text/like.ts';
import { addSuppressions, type Finding, foundNow } from './sql.ts';

/**
 * What refusals of the SMTP server lead to. `delivery/` is given these functions by `subscribers/`,
 * which is above it.
 */
export interface AddressActions {
  /** Suppresses addresses and changes the status of their subscribers. */
  suppress(db: Queryable, findings: Finding[]): Promise<void>;
  /**
   * Takes back suppressions for bounces and restores the status of their subscribers. See
   * `deleteBounces`.
   */
  takeBackBounces(db: Queryable, implausible: Sql): Promise<void>;
}

/** The same condition as `isSuppressed`, for reads through Prisma. */
function inForce(now: Date): Prisma.SuppressionWhereInput {
  return { OR: [{ endsAt: null }, { endsAt: { gt: now } }] };
}

/**
 * A complaint outweighs a bounce, whichever came first. What is queued for these addresses is
 * skipped by the claim.
 */
export async function insertSuppressions(db: Queryable, findings: Finding[]): Promise<void> {
  await db.run(addSuppressions(foundNow(findings)));
}

/**
 * Ends a suppression at the earlier time of both clocks: the claim compares it with the database's
 * clock, a bounce with the application's. The row remains: bounces of mails that left before this
 * time do not count.
 * @returns whether the address was suppressed
 */
export async function lift(db: DbClient, emailKey: string, now: Date): Promise<boolean> {
  const databaseTime = await databaseNow(db);
  const { count } = await db.prisma.suppression.updateMany({
    where: { emailKey, ...inForce(databaseTime) },
    data: { endsAt: databaseTime < now ? databaseTime : now },
  });
  return count === 1;
}

/** The suppressions among these addresses, by address. */
export async function suppressionsOf(
  { prisma }: DbClient,
  emailKeys: string[],
  now: Date,
): Promise<Map<string, Suppression>> {
  const found = await prisma.suppression.findMany({
    where: { emailKey: { in: emailKeys }, ...inForce(now) },
  });
  return new Map(found.map((suppression) => [suppression.emailKey, suppression]));
}

/** The suppression of an address; null if it may be mailed. */
export function suppressionOf(
  { prisma }: DbClient,
  emailKey: string,
  now: Date,
): Promise<Suppression | null> {
  return prisma.suppression.findFirst({ where: { ...inForce(now), emailKey } });
}

export function suppressionById(
  { prisma }: DbClient,
  id: number,
  now: Date,
): Promise<Suppression | null> {
  return prisma.suppression.findFirst({ where: { ...inForce(now), id } });
}

interface Filter {
  /** A part of the address. */
  q?: string | undefined;
  reason?: string | undefined;
  /** The id of the last row of the page before. */
  before?: number | undefined;
  limit: number;
}

/** Suppressed addresses, the newest first. */
export function listSuppressions(
  { prisma }: DbClient,
  { q, reason, before, limit }: Filter,
  now: Date,
): Promise<Suppression[]> {
  return prisma.suppression.findMany({
    where: {
      ...inForce(now),
      ...(q !== undefined && { emailKey: containing(q) }),
      ...(reason !== undefined && { reason }),
      ...(before !== undefined && { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
}

/** How many addresses are suppressed for each reason, the most frequent first. */
export async function countSuppressions(
  { prisma }: DbClient,
  now: Date,
): Promise<{ reason: string; count: number }[]> {
  const groups = await prisma.suppression.groupBy({
    by: ['reason'],
    where: inForce(now),
    _count: true,
    orderBy: [{ _count: { reason: 'desc' } }, { reason: 'asc' }],
  });
  return groups.map(({ reason, _count: count }) => ({ reason, count }));
}
