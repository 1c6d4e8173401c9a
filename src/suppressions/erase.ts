import type { DbClient } from '../db/client.ts';
import { databaseNow } from '../db/clock.ts';
import type { Keyring } from '../db/keyring.ts';
import { addressHashes } from '../journal/entry.ts';
import { hideAddresses } from '../lib/text/redact.ts';
import type { Finding } from './sql.ts';
import { inForce } from './suppressions.ts';

/** A suppression of an erased address. */
export type HashedFinding = Omit<Finding, 'emailKey'> & { emailHash: string };

/** Number of suppressions compared with hashes at a time. */
const pageSize = 10_000;

/**
 * Erases addresses. Their suppressions remain under a keyed hash; a lifted suppression is deleted.
 * A suppression that already has a hash from an earlier erasure is replaced.
 */
export async function hashSuppressions(
  db: DbClient,
  keys: Keyring,
  emailKeys: string[],
): Promise<void> {
  const { suppression } = db.prisma;
  const where = { emailKey: { in: emailKeys } };
  const now = await databaseNow(db);
  const found = await suppression.findMany({ where: { AND: [where, inForce(now)] } });
  await suppression.deleteMany({ where: { ...where, NOT: inForce(now) } });
  for (const { id, emailKey, evidence } of found) {
    if (emailKey === null) continue;
    await suppression.deleteMany({ where: { emailHash: { in: addressHashes(keys, emailKey) } } });
    await suppression.update({
      where: { id },
      data: {
        emailKey: null,
        emailHash: keys.mac('erasure', emailKey),
        evidence: evidence === null ? null : hideAddresses(evidence),
      },
    });
  }
}

/** The suppressed addresses whose hash is one of these. */
export async function suppressedAmong(
  { prisma }: DbClient,
  keys: Keyring,
  hashes: ReadonlySet<string>,
): Promise<string[]> {
  const found: string[] = [];
  for (let after = 0; hashes.size > 0;) {
    const page = await prisma.suppression.findMany({
      where: { id: { gt: after }, emailKey: { not: null } },
      select: { id: true, emailKey: true },
      orderBy: { id: 'asc' },
      take: pageSize,
    });
    for (const { emailKey } of page)
      if (emailKey !== null && addressHashes(keys, emailKey).some((hash) => hashes.has(hash)))
        found.push(emailKey);
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return found;
}

/**
 * Suppresses erased addresses.
 * @returns how many were not suppressed before
 */
export async function addHashed(
  { prisma }: DbClient,
  findings: HashedFinding[],
  now: Date,
): Promise<number> {
  const { count } = await prisma.suppression.createMany({
    data: findings.map((finding) => ({ ...finding, createdAt: now })),
    skipDuplicates: true,
  });
  return count;
}
