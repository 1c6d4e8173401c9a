import type { Context } from '../../context.ts';
import type { Day } from '../../lib/dates.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { digest, digestColumns, type Digest, type DigestKind } from '../digest.ts';
import { lockDigests } from '../compose/compose.ts';
import { noDigest } from '../queries.ts';

/** The digest's row, locked until the transaction ends. @throws Problem 404 */
export async function lockDigest(tx: Queryable, kind: DigestKind, date: Day): Promise<Digest> {
  const found = await tx.row(
    digest,
    sql`select ${digestColumns} from digest where kind = ${kind} and date = ${date}::date for update`,
  );
  if (found === undefined) throw noDigest(kind, date);
  return found;
}

/** Makes a draft `ready`: from now on it is frozen. */
export async function freeze(ctx: Context, tx: Queryable, id: number): Promise<void> {
  await tx.run(sql`update digest set status = 'ready', ready_at = ${ctx.now()} where id = ${id} and status = 'draft'`);
}

/** Takes a ready digest that nobody was queued for back to `draft`. @throws Problem 409 */
export function takeBack(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.sqlTransaction(async (tx) => {
    await lockDigests(tx, kind);
    const { id, status } = await lockDigest(tx, kind, date);
    const changed =
      await tx.run(sql`update digest set status = 'draft', ready_at = null, send_at = null, draft_since = ${ctx.now()}
      where id = ${id} and status = 'ready' and not exists (select from delivery where digest_id = ${id})`);
    if (changed === 0) throw conflict(date, status, 'Only a ready digest that nobody was queued for can be taken back');
    await tx.run(sql`delete from slot where digest_id = ${id}`);
  });
}

/** The reason of a digest that a person paused. */
export const pausedByHand = 'paused by hand';

/** Stops fan-out and claims, within the second that a claim may be old. */
export function pauseDigest(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.sqlTransaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'paused') return;
    if (status !== 'ready' && status !== 'sending')
      throw conflict(date, status, 'Only a ready digest, or one being sent, can be paused');
    await tx.run(
      sql`update digest set status = 'paused', reason = ${pausedByHand}, paused_at = ${ctx.now()} where id = ${id}`,
    );
  });
}

/** Goes on exactly where it stopped; the next tick also queues the slots that were missed. */
export function resumeDigest(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.sqlTransaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'ready' || status === 'sending') return;
    if (status !== 'paused') throw conflict(date, status, 'Only a paused digest can be resumed');
    await tx.run(sql`update digest set reason = null, paused_at = null,
      status = (case when exists (select from delivery where digest_id = ${id}) then 'sending' else 'ready' end)::digest_status where id = ${id}`);
    await wakeSenders(tx);
  });
}

/** Ends it for good: what waits becomes `skipped (cancelled)`, what is on the wire finishes. */
export function cancelDigest(ctx: Context, kind: DigestKind, date: Day): Promise<void> {
  return ctx.db.sqlTransaction(async (tx) => {
    const { id, status } = await lockDigest(tx, kind, date);
    if (status === 'cancelled') return;
    if (status === 'sent' || status === 'skipped') throw conflict(date, status, 'There is nothing left to cancel');
    await tx.run(sql`update digest set status = 'cancelled', reason = 'cancelled by hand' where id = ${id}`);
    await tx.run(sql`update delivery set state = 'skipped', reason = 'cancelled', next_at = null
      where digest_id = ${id} and state in ('queued', 'deferred')`);
  });
}

export function conflict(date: Day, status: string, rule: string): Problem {
  return new Problem(409, 'Not possible now', `The digest of ${date} is ${status}. ${rule}.`);
}
