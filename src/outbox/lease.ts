import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql, type Sql } from '../db/sql.ts';
import type { ClaimedRow } from './claim.ts';

/** Registers a sender process; rows it claims are its own until its lease ends. */
export async function takeLease(db: Queryable, name: string, seconds: number): Promise<number> {
  const row = await db.row(
    z.object({ id: z.int() }),
    sql`insert into sender (name, lease_until)
      values (${name}, clock_timestamp() + make_interval(secs => ${seconds})) returning id`,
  );
  if (row === undefined) throw new Error('the sender could not be registered');
  return row.id;
}

/** Renews the lease. @returns false when it had ended: the rows may belong to somebody else by now */
export async function renewLease(db: Queryable, senderId: number, seconds: number): Promise<boolean> {
  const renewed = await db.run(sql`update sender set lease_until = clock_timestamp() + make_interval(secs => ${seconds})
    where id = ${senderId} and lease_until > clock_timestamp()`);
  return renewed === 1;
}

/** Gives the lease back: what this sender still holds can be claimed by anybody at once. The others are no affair of one that leaves. */
export async function endLease(db: Queryable, senderId: number): Promise<void> {
  await db.run(sql`update sender set lease_until = '-infinity' where id = ${senderId}`);
  await handBack(db, sql`select id from sender where id = ${senderId}`);
}

/**
 * Puts the rows of senders whose lease has ended back into the queue. The fence stays, so that an
 * outcome which the old owner still holds in memory is taken unless somebody has claimed the row anew.
 * Nothing is reaped within one lease of a start of Postgres: nobody could renew while it was away. A recovery after a crash
 * of one of its processes is no start, nor is a cut network: for those each reaper waits after a gap in its own heartbeat.
 * @returns how many rows came back
 */
export function reap(db: Queryable, leaseSeconds: number): Promise<number> {
  return handBack(
    db,
    sql`select id from sender where lease_until <= clock_timestamp()
      and (lease_until = '-infinity'
        or pg_postmaster_start_time() + make_interval(secs => ${leaseSeconds}) < clock_timestamp())`,
  );
}

/** What a delivery becomes that its sender gives up, where `d` is the delivery and `g` its digest: cancelled meanwhile, it ends. */
const givenUp = sql`state = (case when g.status = 'cancelled' then 'skipped' else 'queued' end)::delivery_state,
      reason = case when g.status = 'cancelled' then 'cancelled' end, sender_id = null`;

/** @param dead a query of the ids of senders that hold nothing any more */
async function handBack(db: Queryable, dead: Sql): Promise<number> {
  const deliveries = await db.run(sql`update delivery d set ${givenUp}
    from digest g where g.id = d.digest_id and d.state = 'sending' and d.sender_id in (${dead})`);
  const mails = await db.run(sql`update mail set state = 'queued', sender_id = null
    where state = 'sending' and sender_id in (${dead})`);
  await db.run(sql`delete from sender s where s.id in (${dead})
    and not exists (select from delivery d where d.state = 'sending' and d.sender_id = s.id)
    and not exists (select from mail m where m.state = 'sending' and m.sender_id = s.id)`);
  return deliveries + mails;
}

/**
 * Puts back what a sender holds without knowing it: a claim whose commit was the last that reached Postgres before the
 * connection broke. Its lease is alive, so nobody else would.
 * @param known the rows it knows of; no claim of its own may be under way
 * @returns how many rows came back
 */
export async function dropUnknown(db: Queryable, senderId: number, known: ClaimedRow[]): Promise<number> {
  const deliveries = await db.run(sql`update delivery d set ${givenUp}
    from digest g where g.id = d.digest_id and d.state = 'sending' and d.sender_id = ${senderId}
      and (d.digest_id, d.subscriber_id) not in (select digest_id, subscriber_id
        from unnest(${known.map((row) => row.digestId)}::int[], ${known.map((row) => row.subscriberId)}::int[])
          as k(digest_id, subscriber_id) where digest_id is not null and subscriber_id is not null)`);
  const mailIds = known.flatMap(({ mailId }) => (mailId === null ? [] : [mailId]));
  const mails = await db.run(sql`update mail set state = 'queued', sender_id = null
    where state = 'sending' and sender_id = ${senderId} and id <> all(${mailIds}::int[])`);
  return deliveries + mails;
}

/** Closes queued rows of cancelled digests: handed back by a sender while the cancel was committing. */
export async function closeCancelled(db: Queryable): Promise<void> {
  await db.run(sql`update delivery d set state = 'skipped', reason = 'cancelled', next_at = null
    from digest g where g.id = d.digest_id and g.status = 'cancelled'
      and (d.state = 'queued' or d.state = 'deferred')`);
}
