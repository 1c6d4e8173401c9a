import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';
import { wakeSenders } from '../../outbox/enqueue.ts';
import type { Digest, DigestKind } from '../digest.ts';
import { writeSelections } from '../compose/selections.ts';

/**
 * Readers queued in one statement: an unsubscribe never waits longer than such a statement takes, nor this process's web
 * pages longer than it takes to make the lists of so many (45 ms where each reader has one of their own).
 */
const chunk = 5_000;

/** The slot of a manual send: every reader, whatever their zone and hour. */
const everybody = { timezone: '*', hour: -2 };

/** The due time of a slot: the first occurrence of the hour in the zone at or after the start; at once when it is ready later. */
function slotDue(ctx: Context, { startsAt, readyAt }: Digest, timezone: Sql, hour: Sql): Sql {
  const { DIGEST_TIME: time, DIGEST_TIMEZONE: zone } = ctx.config;
  return sql`greatest(${readyAt}::timestamptz, first_occurrence(${startsAt}::timestamptz,
    case when ${hour} < 0 then ${time}::time else make_time(${hour}, 0, 0) end,
    case when ${timezone} = '' then ${zone} else ${timezone} end))`;
}

/** Fires the slots whose due time has come: from now on their readers are being queued. */
export async function fireSlots(ctx: Context, digest: Digest): Promise<void> {
  if (digest.sendAt !== null) {
    if (digest.sendAt <= ctx.now()) await fireEverybody(ctx.db, digest, ctx.now());
    return;
  }
  await ctx.db.run(sql`insert into slot (digest_id, timezone, hour, due_at)
    select ${digest.id}, timezone, hour, due from (
      select timezone, hour, ${slotDue(ctx, digest, sql`timezone`, sql`hour`)} as due from (
        select distinct coalesce(timezone, '') as timezone, coalesce(hour, -1) as hour
        from subscriber where status = 'active'
      ) as choices
    ) as slots
    where due <= ${ctx.now()} and not exists (select from slot as fired
      where fired.digest_id = ${digest.id} and fired.timezone = slots.timezone and fired.hour = slots.hour)
    on conflict do nothing`);
}

/** Queues every reader whatever their hour; asked again, it looks for readers who are new since. */
export async function fireEverybody(db: Queryable, { id }: Pick<Digest, 'id'>, now: Date): Promise<void> {
  await db.run(sql`insert into slot (digest_id, timezone, hour, due_at)
    values (${id}, ${everybody.timezone}, ${everybody.hour}, ${now})
    on conflict (digest_id, timezone, hour) do update set cursor = 0, done_at = null where slot.done_at is not null`);
}

/** Whether everybody was queued, or is being so. */
export async function isFired(db: Queryable, digestId: number): Promise<boolean> {
  const slot = await db.row(
    z.object({}),
    sql`select from slot where digest_id = ${digestId} and timezone = ${everybody.timezone} and hour = ${everybody.hour}`,
  );
  return slot !== undefined;
}

/**
 * Queues the readers of a digest's fired slots, chunk by chunk; senders start after the first.
 * Any number of processes may do it at once: the digest's row is locked while a chunk is queued.
 * @param patience milliseconds after which the rest is left for the next tick
 */
export async function queueSlots(
  ctx: Context,
  digest: Pick<Digest, 'id' | 'kind'>,
  patience = Number.POSITIVE_INFINITY,
): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < patience) {
    if (!(await ctx.db.sqlTransaction((tx) => queueChunk(ctx, tx, digest)))) return;
  }
}

const lockedSlot = z.object({
  timezone: z.string(),
  hour: z.number(),
  cursor: z.number(),
  dueAt: z.date(),
});
type LockedSlot = z.output<typeof lockedSlot>;

/** @returns whether there may be more to queue */
async function queueChunk(ctx: Context, tx: Queryable, digest: Pick<Digest, 'id' | 'kind'>): Promise<boolean> {
  const { id: digestId } = digest;
  // A pause or a cancel waits for this chunk, or this chunk sees it. Always the digest first, then its slots.
  if (!(await lockOpen(tx, digestId))) return false;
  const slot = await tx.row(
    lockedSlot,
    sql`select timezone, hour, cursor, due_at "dueAt" from slot where digest_id = ${digestId} and done_at is null
      order by due_at, timezone, hour limit 1 for update`,
  );
  if (slot === undefined) return false;
  const { count, last } = await insertChunk(ctx, tx, digest, slot);
  await tx.run(sql`update slot set cursor = ${last ?? slot.cursor}, done_at = ${last === null ? ctx.now() : null}
    where digest_id = ${digestId} and timezone = ${slot.timezone} and hour = ${slot.hour}`);
  if (count > 0) {
    await tx.run(sql`update digest set status = 'sending' where id = ${digestId} and status = 'ready'`);
    await wakeSenders(tx);
  }
  return true;
}

/** Locks a digest that may still be queued, until the transaction ends. */
async function lockOpen(tx: Queryable, digestId: number): Promise<boolean> {
  const locked = await tx.run(
    sql`select from digest where id = ${digestId} and status in ('ready', 'sending') for no key update`,
  );
  return locked === 1;
}

async function insertChunk(ctx: Context, tx: Queryable, digest: Pick<Digest, 'id' | 'kind'>, slot: LockedSlot) {
  const { DIGEST_TIMEZONE: zone } = ctx.config;
  const manual = slot.timezone === everybody.timezone;
  const readers = manual
    ? sql`true`
    : sql`coalesce(timezone, '') = ${slot.timezone} and coalesce(hour, -1) = ${slot.hour}`;
  const part = sql`select id, frequency, active_since, timezone, greatest(${slot.dueAt}::timestamptz, schedule_since) as due,
      topics, topics_only, papers, list_key, tell_empty
    from subscriber where status = 'active' and id > ${slot.cursor}::int and ${readers} order by id limit ${chunk}`;
  await writeSelections(tx, digest.id, part);
  // A manual send has no due time to be late for: who is active now gets it.
  const confirmed = manual ? sql`true` : sql`active_since < due`;
  const wanted = manual ? wantsKind(digest.kind) : wantsAt(digest.kind, zone);
  const counted = await tx.row(
    z.object({ count: z.number(), last: z.number().nullable() }),
    sql`with part as materialized (${part}), queued as (
        ${insertDeliveries(ctx, digest.id, sql`select * from part where ${confirmed} and ${wanted}`)} returning 1
      )
      select (select count(*) from queued) as count, (select max(id) from part having count(*) > 0) as last`,
  );
  return counted ?? { count: 0, last: null };
}

/** The deliveries of these readers, each with its own list; where nothing matches, none goes out unless they asked to be told. */
function insertDeliveries(ctx: Context, digestId: number, readers: Sql): Sql {
  return sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at, selection_id, state, reason)
    select ${digestId}, reader.id, due, due + make_interval(secs => ${ctx.config.DIGEST_EXPIRES / 1000}), selection.id,
      (case when empty then 'skipped' else 'queued' end)::delivery_state, case when empty then 'nothing matches' end
    from (${readers}) as reader
      left join selection on selection.digest_id = ${digestId} and selection.key = reader.list_key
      cross join lateral (select coalesce(selection.ranks = '{}' and not tell_empty, false)) as list(empty)
    on conflict do nothing`;
}

/** Who reads this kind at all. */
export function wantsKind(kind: DigestKind): Sql {
  return kind === 'weekly' ? sql`frequency = 'weekly'` : sql`frequency in ('daily', 'weekdays')`;
}

/** Whether a digest is wanted on the local date of its due time: `weekdays` leaves out the weekend. */
function wantsAt(kind: DigestKind, zone: string): Sql {
  if (kind === 'weekly') return wantsKind(kind);
  return sql`(frequency = 'daily' or frequency = 'weekdays'
    and extract(isodow from due at time zone coalesce(timezone, ${zone})) < 6)`;
}

/**
 * Queues readers whose slot went by before they chose it: a change of hour or zone makes due anew, never before now.
 * @returns how many
 */
export async function queueStragglers(ctx: Context, digest: Digest): Promise<number> {
  if (digest.sendAt !== null) return 0;
  const { DIGEST_TIMEZONE: zone } = ctx.config;
  return ctx.db.sqlTransaction(async (tx) => {
    if (!(await lockOpen(tx, digest.id))) return 0;
    const readers = sql`select * from (
        select subscriber.*, schedule_since as due from subscriber
        join slot on slot.digest_id = ${digest.id} and slot.done_at is not null
          and slot.timezone = coalesce(subscriber.timezone, '') and slot.hour = coalesce(subscriber.hour, -1)
        where status = 'active' and schedule_since >= slot.due_at and schedule_since >= ${digest.startsAt}
      ) as late
      where active_since < due and ${wantsAt(digest.kind, zone)}`;
    await writeSelections(tx, digest.id, readers);
    const queued = await tx.run(insertDeliveries(ctx, digest.id, readers));
    if (queued === 0) return 0;
    await tx.run(sql`update digest set status = 'sending' where id = ${digest.id} and status = 'ready'`);
    await wakeSenders(tx);
    return queued;
  });
}
