import type { Context } from '../context.ts';
import type { Queryable } from '../db/client.ts';
import type { Sql } from '../db/sql.ts';
import type { Finding } from '../suppressions/sql.ts';
import { type AddressActions, insertSuppressions, lift } from '../suppressions/suppressions.ts';
import { lockByAddress } from './sql/lock.ts';
import { markLifted, markSuppressed, restoreStatus } from './sql/status.ts';

/**
 * Ends all mail to these addresses and gives their subscribers the status `bounced` or
 * `complained`.
 */
export async function suppress(db: Queryable, findings: Finding[]): Promise<void> {
  const keys = findings.map(({ emailKey }) => emailKey);
  await db.run(lockByAddress(keys));
  await insertSuppressions(db, findings);
  await db.run(markSuppressed(keys));
}

/**
 * Takes back suppressions that turned out to be wrong: the subscribers get the status that they had
 * before.
 */
export async function takeBackBounces(db: Queryable, doubtful: Sql): Promise<void> {
  await db.run(restoreStatus(doubtful));
}

export const addressActions: AddressActions = { suppress, takeBackBounces };

/**
 * An operator lifts the suppression of an address. A subscriber that bounced gets the status from
 * before; one that complained is unsubscribed, and only their own confirmation brings them back.
 * @param emailKey the whole address in lower case
 * @returns false if the address is not suppressed
 */
export function liftSuppression(ctx: Context, emailKey: string): Promise<boolean> {
  return ctx.db.sqlTransaction(async (tx) => {
    await tx.run(lockByAddress([emailKey]));
    const lifted = await lift(tx, emailKey, ctx.now());
    if (lifted) await tx.run(markLifted(emailKey, ctx.now()));
    return lifted;
  });
}
