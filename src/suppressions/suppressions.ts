import type { Prisma, Suppression } from '../generated/prisma/client.ts';
import type { DbClient, Queryable } from '../db/client.ts';
import { databaseNow } from '../db/clock.ts';
import type { Keyring } from '../db/keyring.ts';
import type { Sql } from '../db/sql.ts';
import { addressHashes } from '../journal/entry.ts';
import { containing } from '../lib/text/like.ts';
import { addSuppressions, type Finding, foundNow } from './sql.ts';

/**
 * The actions that follow refusals by the SMTP server. `subscribers/`, which is above `delivery/`,
 * passes these functions to it.
 */
export interface AddressActions {
  /** Suppresses addresses and changes the status of their subscribers. */
  suppress(db: Queryable, findings: Finding[]): Promise<void>;
  /**
   * Revokes suppressions for bounces and restores the status of their subscribers. See
   * `deleteBounceSuppressions`.
   */
  revokeBounceSuppressions(db: Queryable, implausible: Sql): Promise<void>;
}

/** The condition `inForce` of sql.ts, at a given time. */
export function inForce(now: Date) {
  return { OR: [{ endsAt: null }, { endsAt: { gt: now } }] } satisfies Prisma.SuppressionWhereInput;
}

/** The suppressions of these addresses, including erased ones. */
function ofAddresses(keys: Keyring, emailKeys: string[]): Prisma.SuppressionWhereInput {
  const emailHash = { in: emailKeys.flatMap((emailKey) => addressHashes(keys, emailKey)) };
  return { OR: [{ emailKey: { in: emailKeys } }, { emailHash }] };
}

/**
 * Inserts suppressions. A stronger reason takes precedence over a weaker one, in either order. The
 * claim skips deliveries to these addresses that are already queued.
 */
export async function insertSuppressions(db: Queryable, findings: Finding[]): Promise<void> {
  await db.run(addSuppressions(foundNow(findings)));
}

/**
 * Ends a suppression at the earlier time of two clocks: the claim compares it with the database's
 * clock, a bounce with the application's. The row remains, so that bounces of emails sent before
 * this time do not count.
 * @returns whether the address was suppressed
 */
export function lift(db: DbClient, keys: Keyring, emailKey: string, now: Date): Promise<boolean> {
  return end(db, ofAddresses(keys, [emailKey]), now);
}

/** Ends one suppression by its id; its address may be erased. */
export function liftById(db: DbClient, id: number, now: Date): Promise<boolean> {
  return end(db, { id }, now);
}

async function end(db: DbClient, where: Prisma.SuppressionWhereInput, now: Date): Promise<boolean> {
  const databaseTime = await databaseNow(db);
  const { count } = await db.prisma.suppression.updateMany({
    where: { AND: [where, inForce(databaseTime)] },
    data: { endsAt: databaseTime < now ? databaseTime : now },
  });
  return count > 0;
}

/** The suppressions among these addresses, by address. */
export async function suppressionsOf(
  { prisma }: DbClient,
  keys: Keyring,
  emailKeys: string[],
  now: Date,
): Promise<Map<string, Suppression>> {
  const found = await prisma.suppression.findMany({
    where: { AND: [ofAddresses(keys, emailKeys), inForce(now)] },
  });
  const byKey = new Map(found.map((one) => [one.emailKey ?? one.emailHash, one]));
  return new Map(
    emailKeys.flatMap((emailKey) => {
      const names = [emailKey, ...addressHashes(keys, emailKey)];
      const suppression = names.map((name) => byKey.get(name)).find((one) => one !== undefined);
      return suppression === undefined ? [] : [[emailKey, suppression] as const];
    }),
  );
}

/** The suppression of an address; null if it is not suppressed. */
export function suppressionOf(
  { prisma }: DbClient,
  keys: Keyring,
  emailKey: string,
  now: Date,
): Promise<Suppression | null> {
  return prisma.suppression.findFirst({
    where: { AND: [ofAddresses(keys, [emailKey]), inForce(now)] },
    orderBy: { emailKey: { sort: 'asc', nulls: 'last' } },
  });
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
  /** Whether to leave erased addresses out. */
  isKnown?: boolean;
  /** The id of the last row on the previous page. */
  before?: number | undefined;
  limit: number;
}

/** Suppressed addresses, newest first. */
export function listSuppressions(
  { prisma }: DbClient,
  { q, reason, isKnown = false, before, limit }: Filter,
  now: Date,
): Promise<Suppression[]> {
  return prisma.suppression.findMany({
    where: {
      ...inForce(now),
      ...(isKnown && { emailKey: { not: null } }),
      ...(q !== undefined && { emailKey: containing(q) }),
      ...(reason !== undefined && { reason }),
      ...(before !== undefined && { id: { lt: before } }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  });
}

/** The number of suppressed addresses by reason, most frequent first. */
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
