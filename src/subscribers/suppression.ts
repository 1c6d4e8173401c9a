import type { Context } from '../context.ts';
import type { DbClient, Queryable } from '../db/client.ts';
import type { Sql } from '../db/sql.ts';
import type { Finding } from '../suppressions/sql.ts';
import {
  type AddressActions,
  insertSuppressions,
  lift,
  liftById,
  suppressionById,
} from '../suppressions/suppressions.ts';
import { idsOfAddresses } from './queries.ts';
import { lockSubscribers } from './sql/lock.ts';
import { databaseNow } from '../db/clock.ts';
import { markSuppressed, restoreStatus } from './sql/status.ts';

/** Suppresses addresses and sets the status of their subscribers to `bounced` or `complained`. */
export async function suppress(db: Queryable, findings: Finding[]): Promise<void> {
  const keys = findings.map(({ emailKey }) => emailKey);
  await db.run(lockSubscribers({ emailKeys: keys }));
  await insertSuppressions(db, findings);
  await db.run(markSuppressed(keys));
}

/** Reverts suppressions that were wrong and restores the previous status of the subscribers. */
export async function revokeBounceSuppressions(db: Queryable, implausible: Sql): Promise<void> {
  await db.run(restoreStatus(implausible));
}

export const addressActions: AddressActions = { suppress, revokeBounceSuppressions };

/**
 * Lifts the suppression of an address for an operator. A bounced subscriber gets the previous
 * status. A complained subscriber becomes unsubscribed, and only their own confirmation reactivates
 * them.
 * @param emailKey the whole address in lower case
 * @returns false if the address is not suppressed
 */
export function liftSuppression(ctx: Context, emailKey: string): Promise<boolean> {
  return ctx.db.transaction(async (tx) => {
    await tx.run(lockSubscribers({ emailKeys: [emailKey] }));
    const lifted = await lift(tx, ctx.keys, emailKey, ctx.now());
    if (lifted) await markLifted(tx, emailKey, ctx.now());
    return lifted;
  });
}

/**
 * The same by the id of a suppression, which may be that of an erased address.
 * @returns the subscriber as the audit log names it, or undefined if the suppression does not exist
 */
export async function liftSuppressionById(
  ctx: Context,
  id: number,
): Promise<{ subscriber: string } | undefined> {
  const found = await suppressionById(ctx.db, id, ctx.now());
  if (found === null) return undefined;
  const { emailKey } = found;
  const isLifted =
    emailKey === null
      ? await liftById(ctx.db, id, ctx.now())
      : await liftSuppression(ctx, emailKey);
  if (!isLifted) return undefined;
  const ids = await idsOfAddresses(ctx.db, emailKey === null ? [] : [emailKey]);
  return { subscriber: [...ids.values()].map((subscriberId) => `#${subscriberId}`).join() };
}

/** A subscriber that an import stored as bounced has no previous status. */
async function markLifted(tx: DbClient, emailKey: string, now: Date): Promise<void> {
  const { subscriber } = tx.prisma;
  const found = await subscriber.findUnique({ where: { emailKey } });
  if (found === null || (found.status !== 'bounced' && found.status !== 'complained')) return;
  const { id, statusBefore, unsubscribedAt } = found;
  const activeSince = found.activeSince === null ? null : now;
  const restored = statusBefore ?? (activeSince === null ? 'pending' : 'active');
  const status =
    found.status === 'bounced'
      ? { status: restored }
      : ({
          status: 'unsubscribed',
          unsubscribedAt: unsubscribedAt ?? (await databaseNow(tx)),
        } as const);
  await subscriber.update({
    where: { id },
    data: { ...status, statusBefore: null, activeSince },
  });
}
