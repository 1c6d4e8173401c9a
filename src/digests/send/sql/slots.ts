import type { Queryable } from '../../../db/client.ts';
import { sql, type Sql } from '../../../db/sql.ts';
import type { Digest } from '../../digest.ts';
import { isWanted } from './readers.ts';

/** The settings for readers without an hour or a time zone. */
interface Defaults {
  time: string;
  zone: string;
}

/**
 * Inserts the slots of a digest whose due time has passed. A slot is due at the first occurrence of
 * its hour in its time zone at or after the start, or at once if the digest was ready later. SQL:
 * one statement handles all slots of active readers with time zone rules.
 */
export async function insertDueSlots(
  db: Queryable,
  { id, startsAt, readyAt }: Digest,
  { time, zone }: Defaults,
  now: Date,
): Promise<void> {
  await db.run(sql`insert into slot (digest_id, timezone, hour, due_at)
    select ${id}, timezone, hour, due from (
      select timezone, hour, greatest(${readyAt}::timestamptz, first_occurrence(${startsAt}::timestamptz,
          case when hour < 0 then ${time}::time else make_time(hour, 0, 0) end,
          case when timezone = '' then ${zone} else timezone end)) as due
      from (
        select distinct coalesce(timezone, '') as timezone, coalesce(hour, -1) as hour
        from subscriber where status = 'active'
      ) as choices
    ) as slots
    where due <= ${now} and not exists (select from slot as fired
      where fired.digest_id = ${id} and fired.timezone = slots.timezone and fired.hour = slots.hour)
    on conflict do nothing`);
}

/** A slot that is being queued. */
export interface OpenSlot {
  timezone: string;
  hour: number;
  /** The last subscriber id processed. */
  cursor: number;
  dueAt: Date;
}

/**
 * The next readers of a slot.
 * @param everybody ignores time zone and hour
 */
export function nextReaders(
  { timezone, hour, cursor, dueAt }: OpenSlot,
  everybody: boolean,
  limit: number,
): Sql {
  return sql`select subscriber.*, greatest(${dueAt}::timestamptz, schedule_since) as due
    from subscriber where status = 'active' and id > ${cursor}::int
      and (${everybody}::boolean or coalesce(timezone, '') = ${timezone} and coalesce(hour, -1) = ${hour})
    order by id limit ${limit}`;
}

/**
 * Readers who chose a slot after it was queued. They are due when they chose it. A minute before
 * counts too: clocks may differ, and a choice may be committed after the slot was read. Those who
 * were queued with the slot have a delivery already.
 */
export function lateReaders({ id, startsAt }: Pick<Digest, 'id' | 'startsAt'>): Sql {
  return sql`select subscriber.*, greatest(schedule_since, slot.due_at) as due
    from subscriber join slot on slot.digest_id = ${id} and slot.done_at is not null
      and slot.timezone = coalesce(subscriber.timezone, '') and slot.hour = coalesce(subscriber.hour, -1)
    where status = 'active' and schedule_since >= slot.due_at - interval '1 minute'
      and schedule_since >= ${startsAt}::timestamptz - interval '1 minute'`;
}

/**
 * Whether there are such readers who should receive this digest and have no delivery. In most
 * minutes there are none. SQL: a join without a relation.
 */
export async function hasLateReaders(
  db: Queryable,
  digest: Pick<Digest, 'id' | 'kind' | 'startsAt'>,
  zone: string,
): Promise<boolean> {
  const found = await db.run(sql`select from (${lateReaders(digest)}) as reader
    where ${isWanted(digest.kind, zone)} and not exists (
      select from delivery where digest_id = ${digest.id} and subscriber_id = reader.id) limit 1`);
  return found > 0;
}
