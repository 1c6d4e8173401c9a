import type { Queryable } from '../db/client.ts';
import { sql, type Sql } from '../db/sql.ts';

/** A transactional mail: to a subscriber (at the address they have when it is claimed), or to a bare address. */
export type MailOrder = {
  kind: string;
  /** What the renderer of this kind needs; no secrets, ids rather than values. */
  data?: Record<string, unknown>;
  /** Hours after which it is given up. */
  hours: number;
} & ({ subscriberId: number } | { address: string });

/** Puts a transactional mail into the outbox, in the transaction that decided on it. */
export async function enqueueMail(db: Queryable, order: MailOrder): Promise<void> {
  const [subscriberId, address] = 'address' in order ? [null, order.address] : [order.subscriberId, null];
  await db.run(sql`insert into mail (kind, subscriber_id, address, data, expires_at)
    values (${order.kind}, ${subscriberId}, ${address}, ${JSON.stringify(order.data ?? {})}::jsonb,
      clock_timestamp() + make_interval(hours => ${order.hours}))`);
  await wakeSenders(db);
}

/**
 * The same for many, as a part of the statement that decides on them. `wakeSenders` afterwards.
 * @param emails a select of `kind`, `subscriber_id`, `address` (null for a subscriber) and `data`; sent within 24 hours or never
 */
export function enqueueTransactional(emails: Sql): Sql {
  return sql`insert into mail (kind, subscriber_id, address, data, expires_at)
    select kind, subscriber_id, address, data, clock_timestamp() + interval '24 hours'
    from (${emails}) as email(kind, subscriber_id, address, data)`;
}

/** Tells every sender that there is something to claim, when the transaction commits. */
export async function wakeSenders(db: Queryable): Promise<void> {
  await db.run(sql`select pg_notify('outbox', '')`);
}
