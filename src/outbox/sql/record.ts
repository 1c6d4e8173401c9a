import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';
import type { Finding } from '../../suppressions/sql.ts';
import type { ClaimedRow } from '../claimed-row.ts';
import type { Refusal, RefusalActions, RowResult } from '../result.ts';

// SQL: one statement per table writes the results of all connections, on condition of each row's
// fencing token. They are planned on each call: a generic plan made for a new table looks up the
// deliveries by digest alone, one made after `vacuum analyze` of an empty table reads all of them,
// and both remain while the table grows. Preparing would save 5 % of the CPU time of 64 results.

/**
 * Writes the results of many rows at once. A row whose fencing token has changed belongs to another
 * sender and is not updated. A row that was reaped but not claimed again accepts its result, so
 * that it is not sent twice.
 */
export async function record(
  db: Queryable,
  results: RowResult[],
  now: Date,
  { suppress, recordRefusals }: RefusalActions,
): Promise<void> {
  const refused = results.filter(({ result }) => result.suppress !== undefined);
  // The digests are locked first, in the same order as pausing and cancelling lock them.
  const credible = refused.length > 0 ? await credibleRefusals(db, refused) : [];
  const deliveries = results.filter(({ row }) => row.transactionalEmailId === null);
  const emails = results.filter(({ row }) => row.transactionalEmailId !== null);
  if (deliveries.length > 0) await db.run(recordDeliveries(deliveries, now));
  if (emails.length > 0) await db.run(recordTransactional(emails, now));
  if (credible.length > 0) await suppress(db, findingsOf(credible));
  const refusals = results.flatMap(refusalOf);
  if (refusals.length > 0) await recordRefusals?.(db, refusals);
}

function refusalOf({ row, result: { refusal, detail = '' } }: RowResult): Refusal[] {
  const key = keyOf(row);
  return refusal === undefined || key === undefined
    ? []
    : [{ ...refusal, row: key, reason: detail }];
}

function keyOf({
  digestId,
  subscriberId,
  transactionalEmailId,
}: ClaimedRow): Refusal['row'] | undefined {
  if (transactionalEmailId !== null) return { transactionalEmailId };
  return digestId === null || subscriberId === null ? undefined : { digestId, subscriberId };
}

/** The columns of both tables, as arguments of unnest. */
function columnsOf(results: RowResult[]): Sql {
  return sql`${results.map(({ row }) => row.fencingToken)}::int[], ${results.map(({ result }) => result.state)}::delivery_state[],
    ${results.map(({ result }) => result.reason)}::text[], ${results.map(({ result }) => result.detail ?? null)}::text[],
    ${results.map(({ result }) => result.retryAfter)}::float8[], ${results.map(({ result }) => result.untried === true)}::bool[],
    ${results.map(triedBy)}::smallint[]`;
}

/** A deferred row may go through any relay next time. */
function triedBy({ result: { state, relayId } }: RowResult): number | null {
  return state === 'deferred' ? null : (relayId ?? null);
}

/**
 * The assignments of both updates. A retry never waits beyond the expiry of its row, so that the
 * claim then closes the row as expired.
 * @param expiryNow the time that `expires_at` is compared with; null: the database's clock
 */
function assignments(now: Date, expiryNow: Date | null): Sql {
  return sql`sender_id = null, detail = r.detail, attempts = o.attempts + case when r.untried then 0 else 1 end,
    relay_id = coalesce(r.relay_id, o.relay_id), sent_at = case when r.state = 'sent' then ${now}::timestamptz end,
    next_at = case when r.retry_after is not null then clock_timestamp()
      + least(make_interval(secs => r.retry_after), greatest(o.expires_at - coalesce(${expiryNow}::timestamptz, clock_timestamp()), interval '1 second')) end`;
}

/**
 * Whether a row can accept a result: it is `sending`, or returned because the lease had ended. A row
 * in another state was skipped since, or has the result already and only the response was lost.
 */
const accepts = sql`o.fencing_token = r.fencing_token and o.state in ('sending', 'queued')`;

/** A row of a digest that was cancelled in the meantime is not retried. */
function recordDeliveries(results: RowResult[], now: Date): Sql {
  return sql`update delivery o set ${assignments(now, now)},
      state = case when g.status = 'cancelled' and r.state in ('queued', 'deferred') then 'skipped' else r.state end,
      reason = case when g.status = 'cancelled' and r.state in ('queued', 'deferred') then 'cancelled' else r.reason end
    from unnest(${results.map(({ row }) => row.digestId)}::int[], ${results.map(({ row }) => row.subscriberId)}::int[],
        ${columnsOf(results)}) as r(digest_id, subscriber_id, fencing_token, state, reason, detail, retry_after, untried, relay_id)
      join digest g on g.id = r.digest_id
    where o.digest_id = r.digest_id and o.subscriber_id = r.subscriber_id and ${accepts}`;
}

function recordTransactional(results: RowResult[], now: Date): Sql {
  return sql`update transactional_email o set ${assignments(now, null)}, state = r.state, reason = r.reason
    from unnest(${results.map(({ row }) => row.transactionalEmailId)}::int[], ${columnsOf(results)})
      as r(id, fencing_token, state, reason, detail, retry_after, untried, relay_id)
    where o.id = r.id and ${accepts}`;
}

/**
 * An address that does not exist according to the SMTP server is suppressed, and its subscriber is
 * marked as bounced.
 */
function findingsOf(refused: RowResult[]): Finding[] {
  return refused.flatMap(({ row, result: { suppress: why } }) =>
    why === undefined ? [] : [{ ...why, emailKey: row.address.toLowerCase() }],
  );
}

/**
 * Leaves out refusals of digests that were paused in the meantime: the SMTP server may be wrong in
 * refusing so many addresses as unknown. A pause waits for the lock of this transaction. It
 * therefore sees these suppressions when it revokes those of the last minutes
 * (`refused-addresses.ts`). Also leaves out subscribers who were erased in the meantime, so that
 * their address is not stored again.
 */
async function credibleRefusals(db: Queryable, refused: RowResult[]): Promise<RowResult[]> {
  const ids = [...new Set(refused.map(({ row }) => row.digestId))];
  const digests = await db.rows(
    z.object({ id: z.int(), status: z.string() }),
    sql`select id, status from digest where id = any(${ids}::int[]) order by id for share`,
  );
  const paused = new Set<number | null>(
    digests.filter(({ status }) => status === 'paused').map(({ id }) => id),
  );
  const present = await lockSubscribersOf(db, refused);
  return refused.filter(
    ({ row: { digestId, subscriberId } }) =>
      !paused.has(digestId) && (subscriberId === null || present.has(subscriberId)),
  );
}

/** @returns the ids of those who were not erased; an erasure waits for the lock */
async function lockSubscribersOf(db: Queryable, results: RowResult[]): Promise<Set<number>> {
  const ids = results.map(({ row }) => row.subscriberId);
  const present = await db.rows(
    z.object({ id: z.int() }),
    sql`select id from subscriber where id = any(${ids}::int[]) order by id for update`,
  );
  return new Set(present.map(({ id }) => id));
}
