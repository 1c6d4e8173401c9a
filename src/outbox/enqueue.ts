import type { Queryable } from '../db/client.ts';
import { enqueueTransactional, notifyOutbox, oneEmail } from './sql/enqueue.ts';

/**
 * A transactional email to a bare address, or to a subscriber at the address that is current at the
 * time of the claim.
 */
export type NewTransactionalEmail = {
  kind: string;
  /** The data for the renderer of this kind: ids rather than values, and no secrets. */
  data?: Record<string, unknown>;
  /** Hours after which the email expires. */
  hours: number;
  /** The time of the first attempt. Default: now. */
  sendAt?: Date;
} & ({ subscriberId: number } | { address: string });

/** Enqueues a transactional email. Call it in the transaction that causes the email. */
export async function enqueueTransactionalEmail(
  db: Queryable,
  { kind, data = {}, hours, sendAt, ...to }: NewTransactionalEmail,
): Promise<void> {
  const [subscriberId, address] = 'address' in to ? [null, to.address] : [to.subscriberId, null];
  await db.run(
    enqueueTransactional(
      oneEmail({
        kind,
        subscriberId,
        address,
        data: JSON.stringify(data),
        sendAt: sendAt ?? null,
      }),
      hours,
    ),
  );
  await wakeSenders(db);
}

/** Wakes every sender when the transaction commits. */
export async function wakeSenders(db: Queryable): Promise<void> {
  await db.run(notifyOutbox);
}
