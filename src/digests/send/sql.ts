import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { joined, sql, type Sql } from '../../db/sql.ts';
import { enqueueDeliveries } from '../../outbox/sql/enqueue.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import type { Digest, DigestKind } from '../digest.ts';

/** Minutes for which a tick of the scheduler counts as recent. */
const recentMinutes = 3;

/** Records a tick of the scheduler. SQL: `alive_until` is by the clock of the database. */
export async function recordTick(db: Queryable, now: Date): Promise<void> {
  await db.run(sql`insert into scheduler_heartbeat (started_at, alive_until)
    values (${now}, clock_timestamp() + make_interval(mins => ${recentMinutes}::int))
    on conflict (id) do update set alive_until = excluded.alive_until`);
}

/** The settings that a reader without an hour or a zone has. */
interface Defaults {
  time: string;
  zone: string;
}

/**
 * Inserts the slots of a digest whose due time has come: the first occurrence of their hour in
 * their zone at or after the start, at once if the digest was ready later. SQL: all slots of active
 * readers in one statement, with time zone rules.
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
  /** The last subscriber id that was looked at. */
  cursor: number;
  dueAt: Date;
}

/**
 * The next readers of a slot. SQL: a part of `stageReaders`.
 * @param everybody whatever their zone and hour
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
 * Readers who chose a slot after it was queued: they are due when they chose it. SQL: a part of the
 * statements below.
 */
export function lateReaders({ id, startsAt }: Pick<Digest, 'id' | 'startsAt'>): Sql {
  return sql`select subscriber.*, schedule_since as due
    from subscriber join slot on slot.digest_id = ${id} and slot.done_at is not null
      and slot.timezone = coalesce(subscriber.timezone, '') and slot.hour = coalesce(subscriber.hour, -1)
    where status = 'active' and schedule_since >= slot.due_at and schedule_since >= ${startsAt}::timestamptz`;
}

/** A list of the readers with a key. `selectionKey` null: the issue as it is. */
export interface ListRow {
  readerKey: string;
  /** Of the list: readers with different histories may share it. */
  selectionKey: string | null;
  ranks: number[];
}

/**
 * Writes selections and which readers have them. SQL: thousands of lists refer to each other in one
 * statement. They are one text, a line each: Prisma takes longer for an array than Postgres for
 * all.
 */
export async function insertSelections(
  tx: Queryable,
  digestId: number,
  lists: ListRow[],
): Promise<void> {
  const lines = lists.map(
    ({ readerKey, selectionKey, ranks }) => `${readerKey} ${selectionKey ?? ''} {${ranks.join()}}`,
  );
  await tx.run(sql`with list as materialized (
      select split_part(line, ' ', 1)::uuid as reader_key, nullif(split_part(line, ' ', 2), '') as key,
        split_part(line, ' ', 3)::int[] as ranks
      from string_to_table(${lines.join('\n')}, E'\n') as line
    ), added as (
      insert into selection (digest_id, key, ranks)
      select distinct on (key) ${digestId}::int, key, ranks from list where key is not null
      on conflict do nothing returning id, key
    )
    insert into selection_key (digest_id, reader_key, selection_id, is_empty)
    select ${digestId}, reader_key, coalesce(added.id, (
        select id from selection where digest_id = ${digestId} and key = list.key
      )), key is not null and list.ranks = '{}'
    from list left join added using (key)
    on conflict do nothing`);
}

/**
 * Finds the papers of a pool that match topics (free words, or a category), unless it was done
 * before. SQL: full-text search.
 */
export async function matchTopics(
  tx: Queryable,
  digestId: number,
  topics: string[],
): Promise<void> {
  await tx.run(sql`with asked as materialized (
      select asked.topic, topic_query(asked.topic) as query from unnest(${topics}::text[]) as asked(topic)
      where not exists (select from topic_match as known where known.digest_id = ${digestId} and known.topic = asked.topic)
    ), pool as materialized (
      select rank, search from digest_paper join paper on paper.id = paper_id where digest_id = ${digestId}
    )
    insert into topic_match (digest_id, topic, ranks)
    select ${digestId}, topic, array(select rank from pool
      where search @@ query order by rank)
    from asked on conflict do nothing`);
}

/**
 * Whether there are such readers without this digest: most minutes have none. SQL: a join without a
 * relation.
 */
export async function hasLateReaders(
  db: Queryable,
  digest: Pick<Digest, 'id' | 'startsAt'>,
): Promise<boolean> {
  const found = await db.run(sql`select from (${lateReaders(digest)}) as reader
    where not exists (select from delivery where digest_id = ${digest.id} and subscriber_id = reader.id) limit 1`);
  return found > 0;
}

/** An earlier digest of the same kind that may have shown papers of this one's pool. */
export interface EarlierDigest {
  id: number;
  /** Whether its issue has some; otherwise only personal lists may. */
  issue: boolean;
}

/** What queueing needs to know of a digest. */
export interface Queueing {
  digest: Pick<Digest, 'id' | 'kind'>;
  /** Oldest first. */
  earlier: EarlierDigest[];
  zone: string;
  expiresSeconds: number;
  /**
   * A manual send has no due time to be late for: readers who are active now get it, on every day
   * of the week.
   */
  manual: boolean;
}

/**
 * SQL: a setting. The planner takes a chunk of readers for enough work to compile each statement,
 * which takes 0.2 s each time.
 */
export async function withoutJit(tx: Queryable): Promise<void> {
  await tx.run(sql`set local jit = off`);
}

/**
 * Collects readers in a temporary table, those who want the digest with a key of their preferences
 * and earlier deliveries, and with the list if it was made before. SQL: 20,000 readers in a
 * statement. Each look-up is a subquery by a whole primary key: a join would depend on statistics,
 * which lack the rows of the last minutes, and might compare each reader with each list.
 */
export async function stageReaders(
  tx: Queryable,
  { digest: { id, kind }, earlier, zone, manual }: Queueing,
  readers: Sql,
): Promise<void> {
  await tx.run(sql`create temporary table queueing_reader on commit drop as
    select reader.*, known.reader_key is not null or list_key = '' and history = '' as is_listed,
      selection_id, coalesce(is_empty, false) as is_empty
    from (
      select *, md5(list_key || ' ' || history)::uuid as key from (
        select id, due, topics, topics_only, papers, notify_when_empty, coalesce(list_key, '') as list_key,
          array_to_string(array[${joined(earlier.map(receivedIn))}]::text[], ' ') as history,
          frequency = any(${frequenciesOf(kind)}::frequency[]) and (${manual}::boolean or active_since < due
            and (frequency <> 'weekdays' or extract(isodow from due at time zone coalesce(timezone, ${zone})) < 6)) as is_wanted
        from (${readers}) as reader offset 0
      ) as reader
    ) as reader left join lateral (
      select reader_key, selection_id, is_empty from selection_key
      where reader.is_wanted and digest_id = ${id}::int and reader_key = reader.key offset 0
    ) as known on true`);
}

/** What a reader received of an earlier digest: `digest.selection`, selection 0 for the issue. */
function receivedIn({ id, issue }: EarlierDigest): Sql {
  return sql`(select ${`${id}.`} || coalesce(selection_id, 0) from delivery
    where digest_id = ${id}::int and subscriber_id = reader.id and state not in ('skipped', 'failed')
      and (${issue}::boolean or selection_id is not null))`;
}

const missingList = z.object({
  key: z.string(),
  listKey: z.string(),
  history: z.string(),
  topics: z.array(z.string()),
  topicsOnly: z.boolean(),
  papers: z.number().nullable(),
});
/** Preferences and earlier deliveries of readers whose list was not made yet. */
export type MissingList = z.output<typeof missingList>;

const staged = z.object({
  count: z.number(),
  last: z.number().nullable(),
  missing: z.array(missingList),
});

/**
 * What was staged: the number of readers, the last id, and the lists that are missing. SQL: Prisma
 * has no temporary tables.
 */
export async function readStaged(tx: Queryable): Promise<z.output<typeof staged>> {
  const row = await tx.row(
    staged,
    sql`select count(*) as count, max(id) as last, (
        select coalesce(jsonb_agg(missing), '[]') from (
          select distinct on (key) key, list_key "listKey", history, topics, topics_only "topicsOnly", papers
          from queueing_reader where is_wanted and not is_listed
        ) as missing
      ) as missing from queueing_reader`,
  );
  return row ?? { count: 0, last: null, missing: [] };
}

/**
 * Queues the deliveries of the staged readers, each with the own list; with an empty list it is
 * skipped, unless the reader asked for a mail that says so. SQL: a million readers move.
 * @returns how many were queued
 */
export function queueStaged(
  tx: Queryable,
  { digest: { id }, expiresSeconds }: Queueing,
): Promise<number> {
  return tx.run(
    enqueueDeliveries(sql`
    select ${id}::int, reader.id, due, due + make_interval(secs => ${expiresSeconds}::float8),
      coalesce(reader.selection_id, added.selection_id),
      (case when skips then 'skipped' else 'queued' end)::delivery_state, case when skips then 'no-match' end
    from queueing_reader as reader left join lateral (
      select selection_id, is_empty from selection_key
      where not reader.is_listed and digest_id = ${id}::int and reader_key = reader.key offset 0
    ) as added on true,
      lateral (select (reader.is_empty or coalesce(added.is_empty, false)) and not notify_when_empty as skips) as empty
    where is_wanted`),
  );
}

/** The frequencies of readers who get this kind. */
function frequenciesOf(kind: DigestKind): string[] {
  return kind === 'weekly' ? ['weekly'] : ['daily', 'weekdays'];
}

/**
 * How many readers a manual send would mail: active, not suppressed, and without this digest so
 * far. SQL: it looks for rows that three tables lack.
 */
export async function countReaders(
  db: Queryable,
  { id, kind }: Pick<Digest, 'id' | 'kind'>,
): Promise<number> {
  const row = await db.row(
    z.object({ count: z.number() }),
    sql`select count(*) from subscriber where status = 'active' and frequency = any(${frequenciesOf(kind)}::frequency[])
      and not exists (select from delivery where digest_id = ${id} and subscriber_id = subscriber.id)
      and not ${isSuppressed({ column: 'subscriber.email_key' })}`,
  );
  return row?.count ?? 0;
}
