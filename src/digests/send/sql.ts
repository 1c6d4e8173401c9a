import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql, type Sql } from '../../db/sql.ts';
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
 * The next readers of a slot. SQL: a part of the statements below.
 * @param everybody whatever their zone and hour
 */
export function nextReaders(
  { timezone, hour, cursor, dueAt }: OpenSlot,
  everybody: boolean,
  limit: number,
): Sql {
  return sql`select id, frequency, active_since, timezone, greatest(${dueAt}::timestamptz, schedule_since) as due,
      topics, topics_only, papers, list_key, notify_when_empty
    from subscriber where status = 'active' and id > ${cursor}::int
      and (${everybody}::boolean or coalesce(timezone, '') = ${timezone} and coalesce(hour, -1) = ${hour})
    order by id limit ${limit}`;
}

/**
 * Readers who chose a slot after it was queued: they are due when they chose it. SQL: a part of the
 * statements below.
 */
export function lateReaders({ id, startsAt }: Pick<Digest, 'id' | 'startsAt'>): Sql {
  return sql`select subscriber.id, frequency, active_since, subscriber.timezone, schedule_since as due,
      topics, topics_only, papers, list_key, notify_when_empty
    from subscriber join slot on slot.digest_id = ${id} and slot.done_at is not null
      and slot.timezone = coalesce(subscriber.timezone, '') and slot.hour = coalesce(subscriber.hour, -1)
    where status = 'active' and schedule_since >= slot.due_at and schedule_since >= ${startsAt}::timestamptz`;
}

/** Digests that may have shown papers of a pool before. */
export interface OverlappingDigests {
  /** Those with personal lists or an issue that may have papers of this pool, */
  withLists: number[];
  /** and those whose issue has some. */
  withIssue: number[];
}

const overlap = z.object({ id: z.number(), issue: z.boolean() });

/**
 * Digests of the same kind since a date that showed papers of this pool in their issue or, perhaps,
 * in personal lists. SQL: a join of two pools of 2,000 papers.
 */
export function overlappingDigests(
  db: Queryable,
  { id, kind }: Pick<Digest, 'id' | 'kind'>,
  since: Date,
): Promise<z.output<typeof overlap>[]> {
  return db.rows(
    overlap,
    sql`select digest.id, bool_or(earlier.rank <= digest.issue_size) as issue
      from digest_paper as mine
        join digest_paper as earlier on earlier.paper_id = mine.paper_id and earlier.digest_id <> mine.digest_id
        join digest on digest.id = earlier.digest_id and digest.kind = ${kind}::digest_kind
      where mine.digest_id = ${id} and digest.ready_at is not null and digest.starts_at >= ${since}::timestamptz
      group by digest.id
      having bool_or(earlier.rank <= digest.issue_size) or exists (select from selection where digest_id = digest.id)
      order by digest.id`,
  );
}

/** A list by the preferences and the history of its readers. `key` null: the issue as it is. */
export interface ListRow {
  listKey: string;
  history: string;
  key: string | null;
  ranks: number[];
}

/**
 * Writes selections and which readers have them. SQL: thousands of lists refer to each other in one
 * statement.
 */
export async function insertSelections(
  tx: Queryable,
  digestId: number,
  lists: ListRow[],
): Promise<void> {
  await tx.run(sql`with list as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(lists)}::jsonb)
        as row("listKey" text, history text, key text, ranks int[])
    ), added as (
      insert into selection (digest_id, key, ranks)
      select distinct on (key) ${digestId}::int, key, ranks from list where key is not null
      on conflict do nothing returning id, key
    )
    insert into selection_key (digest_id, list_key, history, selection_id, is_empty)
    select ${digestId}, "listKey", history, coalesce(added.id, known.id), list.key is not null and list.ranks = '{}'
    from list left join added on added.key = list.key
      left join selection as known on known.digest_id = ${digestId} and known.key = list.key
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

/** What queueing needs to know of a digest. */
export interface Queueing {
  digest: Pick<Digest, 'id' | 'kind'>;
  history: OverlappingDigests;
  zone: string;
  expiresSeconds: number;
  /**
   * A manual send has no due time to be late for: readers who are active now get it, on every day
   * of the week.
   */
  manual: boolean;
}

const missingList = z.object({
  listKey: z.string(),
  history: z.string(),
  topics: z.array(z.string()),
  topicsOnly: z.boolean(),
  papers: z.number().nullable(),
});
/** Preferences and earlier deliveries of readers whose list was not made yet. */
export type MissingList = z.output<typeof missingList>;

/**
 * SQL: a setting. The planner takes 5,000 readers for enough work to compile each statement, which
 * takes 0.2 s each time.
 */
export async function withoutJit(tx: Queryable): Promise<void> {
  await tx.run(sql`set local jit = off`);
}

const queued = z.object({
  count: z.number(),
  last: z.number().nullable(),
  missing: z.array(missingList),
});

/**
 * Queues the deliveries of those of these readers who want the digest, each with the own list; with
 * an empty list it is skipped, unless the reader asked for a mail that says so. Readers whose list
 * is missing are left out. SQL: a million readers move, 5,000 in a statement.
 * @returns how many were queued, the last id looked at, and the lists that are missing
 */
export async function queueReaders(
  tx: Queryable,
  { digest: { id, kind }, history, zone, expiresSeconds, manual }: Queueing,
  readers: Sql,
): Promise<z.output<typeof queued>> {
  const deliveries = enqueueDeliveries(sql`
    select ${id}::int, listed.id, due, due + make_interval(secs => ${expiresSeconds}::float8), selection_id,
      (case when is_skipped then 'skipped' else 'queued' end)::delivery_state,
      case when is_skipped then 'no-match' end
    from listed where is_listed`);
  const counted = await tx.row(
    queued,
    sql`with reader as materialized (${readers}), listed as materialized (
        select reader.*, earlier.history, selection_id, coalesce(is_empty, false) and not notify_when_empty as is_skipped,
          known.digest_id is not null or reader.list_key is null and earlier.history = '' as is_listed
        from reader cross join lateral (
          select coalesce(string_agg(digest_id || '.' || coalesce(selection_id, 0), ' ' order by digest_id), '') as history
          from delivery where digest_id = any(${history.withLists}::int[]) and subscriber_id = reader.id
            and state not in ('skipped', 'failed')
            and (selection_id is not null or digest_id = any(${history.withIssue}::int[]))
        ) as earlier left join selection_key as known on known.digest_id = ${id}::int
          and known.list_key = coalesce(reader.list_key, '') and known.history = earlier.history
        where frequency = any(${frequenciesOf(kind)}::frequency[]) and (${manual}::boolean or active_since < due
          and (frequency <> 'weekdays' or extract(isodow from due at time zone coalesce(timezone, ${zone})) < 6))
      ), queued as (${deliveries} returning 1)
      select (select count(*) from queued) as count, (select max(id) from reader) as last, coalesce((
        select jsonb_agg(missing) from (
          select distinct on (1, 2) coalesce(list_key, '') as "listKey", history, topics, topics_only "topicsOnly", papers
          from listed where not is_listed
        ) as missing), '[]') as missing`,
  );
  return counted ?? { count: 0, last: null, missing: [] };
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
