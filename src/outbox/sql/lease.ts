import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';
import type { ClaimedRow } from '../claimed-row.ts';

// SQL: leases use the clock of the database, and the rows of a sender move in one statement.

/** Registers a sender process. It owns the rows that it claims until its lease ends. */
export async function takeLease(db: Queryable, name: string, seconds: number): Promise<number> {
  const row = await db.row(
    z.object({ id: z.int() }),
    sql`insert into sender (name, lease_until)
      values (${name}, clock_timestamp() + make_interval(secs => ${seconds})) returning id`,
  );
  if (row === undefined) throw new Error('the sender could not be registered');
  return row.id;
}

/** @returns false if the lease had ended: other senders may own the rows by now */
export async function renewLease(
  db: Queryable,
  senderId: number,
  seconds: number,
): Promise<boolean> {
  const renewed =
    await db.run(sql`update sender set lease_until = clock_timestamp() + make_interval(secs => ${seconds})
    where id = ${senderId} and lease_until > clock_timestamp()`);
  return renewed === 1;
}

/** Ends the lease of this sender. Others can claim its remaining rows at once. */
export async function endLease(db: Queryable, senderId: number): Promise<void> {
  await db.run(sql`update sender set lease_until = '-infinity' where id = ${senderId}`);
  await releaseRowsOf(db, only(senderId));
}

/**
 * Returns the rows of senders whose lease has ended to the queue. The fencing token is unchanged,
 * so that a result which the old owner still holds in memory is accepted unless the row was claimed
 * again. Nothing is reaped until one lease duration after Postgres started, because no sender could
 * renew its lease while Postgres was down. This does not cover crash recovery after the failure of
 * one backend, nor a lost network: in those cases each reaper waits after a gap in its own
 * heartbeat.
 * @returns how many rows were returned
 */
export function reap(db: Queryable, leaseSeconds: number): Promise<number> {
  return releaseRowsOf(
    db,
    sql`select id from sender where lease_until <= clock_timestamp()
      and (lease_until = '-infinity'
        or pg_postmaster_start_time() + make_interval(secs => ${leaseSeconds}) < clock_timestamp())`,
  );
}

/** Selects the id of one sender. */
function only(senderId: number): Sql {
  return sql`select ${senderId}::int`;
}

/** @param ended a select of the ids of senders whose lease has ended */
async function releaseRowsOf(db: Queryable, ended: Sql): Promise<number> {
  const rows = await releaseRows(db, ended, []);
  await db.run(sql`delete from sender s where s.id in (${ended})
    and not exists (select from delivery d where d.state = 'sending' and d.sender_id = s.id)
    and not exists (select from transactional_email e where e.state = 'sending' and e.sender_id = s.id)`);
  return rows;
}

/**
 * Returns rows that a sender owns without knowing it: their claim was committed, but the connection
 * broke before the response arrived. Its lease is alive, so no other sender returns them.
 * @param known the rows that the sender knows; none of its claims may be in progress
 * @returns how many rows were returned
 */
export function releaseUnknown(
  db: Queryable,
  senderId: number,
  known: ClaimedRow[],
): Promise<number> {
  return releaseRows(db, only(senderId), known);
}

/** Rows of a digest that was cancelled in the meantime are skipped. */
async function releaseRows(db: Queryable, senders: Sql, except: ClaimedRow[]): Promise<number> {
  const known = except.filter(({ digestId }) => digestId !== null);
  const knownEmails = except.flatMap(({ transactionalEmailId }) =>
    transactionalEmailId === null ? [] : [transactionalEmailId],
  );
  return db.run(sql`with deliveries as (
      update delivery d set sender_id = null,
        state = (case when g.status = 'cancelled' then 'skipped' else 'queued' end)::delivery_state,
        reason = case when g.status = 'cancelled' then 'cancelled' end
      from digest g where g.id = d.digest_id and d.state = 'sending' and d.sender_id in (${senders})
        and (d.digest_id, d.subscriber_id) not in (
          select * from unnest(${known.map((row) => row.digestId)}::int[], ${known.map((row) => row.subscriberId)}::int[]))
      returning d.digest_id
    ), emails as (
      update transactional_email set state = 'queued', sender_id = null
      where state = 'sending' and sender_id in (${senders}) and id <> all(${knownEmails}::int[])
      returning id
    )
    select from deliveries union all select from emails`);
}
