import type { Queryable } from '../db/client.ts';
import { enqueueTransactional, notifyOutbox, oneEmail } from './sql/enqueue.ts';

/**
 * A transactional email: to a subscriber, at the address at the time of the claim, or to a bare
 * address.
 */
export type NewTransactionalEmail = {
  kind: string;
  /** What the renderer of this kind needs; no secrets, ids rather than values. */
  data?: Record<string, unknown>;
  /** Hours after which it is given up. */
  hours: number;
  /** The time of the first attempt; at once without it. */
  sendAt?: Date;
} & ({ subscriberId: number } | { address: string });

/** Puts a transactional email into the outbox, in the transaction that decided on it. */
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
