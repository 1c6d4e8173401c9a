import type { Context } from '../context.ts';
import type { DbClient, Queryable } from '../db/client.ts';
import type { Sql } from '../db/sql.ts';
import { addHashed } from '../suppressions/erase.ts';
import { type Finding, isStronger } from '../suppressions/sql.ts';
import {
  type AddressActions,
  insertSuppressions,
  lift,
  liftById,
  suppressionById,
  suppressionsOf,
} from '../suppressions/suppressions.ts';
import { erasedAmong } from './account/erase.ts';
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

/**
 * Suppresses addresses and returns the result of each. A stronger reason replaces a weaker one. For
 * an erased address only the keyed hash is stored.
 */
export function addFindings(
  ctx: Context,
  findings: Finding[],
): Promise<('added' | 'updated' | 'unchanged')[]> {
  return ctx.db.transaction(async (tx) => {
    const keys = findings.map(({ emailKey }) => emailKey);
    const before = await suppressionsOf(tx, ctx.keys, keys, ctx.now());
    const erased = await erasedAmong(ctx, tx, keys);
    await suppress(
      tx,
      findings.filter(({ emailKey }) => !erased.has(emailKey)),
    );
    const hidden = findings.flatMap(({ emailKey, ...finding }) => {
      const emailHash = before.has(emailKey) ? undefined : erased.get(emailKey);
      return emailHash === undefined ? [] : [{ ...finding, emailHash }];
    });
    await addHashed(tx, hidden, ctx.now());
    const known = new Map([...before].map(([key, { reason }]) => [key, reason]));
    return findings.map(({ emailKey, reason }) => {
      const old = known.get(emailKey);
      const result =
        old === undefined
          ? 'added'
          : isStronger(reason, old) && !erased.has(emailKey)
            ? 'updated'
            : 'unchanged';
      if (result !== 'unchanged') known.set(emailKey, reason);
      return result;
    });
  });
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
