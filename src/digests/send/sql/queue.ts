import { z } from 'zod';
import type { Queryable } from '../../../db/client.ts';
import { sql, type Sql } from '../../../db/sql.ts';
import { enqueueDeliveries } from '../../../outbox/sql/enqueue.ts';
import type { Digest } from '../../digest.ts';
import { isWanted } from './readers.ts';

/** Another digest that may have shown papers of this digest's pool. */
export interface EarlierDigest {
  id: number;
  /** Whether its issue contains such papers. Otherwise only personal lists may. */
  issue: boolean;
}

/** The input of queueing. */
export interface Queueing {
  digest: Pick<Digest, 'id' | 'kind'>;
  /** In the order of their ids. */
  earlier: EarlierDigest[];
  zone: string;
  expiresSeconds: number;
  /**
   * A manual send has no due time, so nobody is too late for it. Readers who are active now get it
   * on any day of the week.
   */
  manual: boolean;
  /**
   * Whether to read earlier deliveries and lists as ranges instead of one by one. Takes half as
   * long if the readers are most of those in their range of ids.
   */
  byRange: boolean;
}

/**
 * Sets how a chunk of readers is planned. JIT compilation would cost 0.2 s per statement.
 * Statistics lack the rows of the last minutes, so a nested loop seems cheap to the planner but may
 * compare each reader with each list: ranges are joined by hash, and a lookup is a subquery by a
 * whole primary key. SQL: Prisma cannot set planner options.
 */
export async function setPlanner(tx: Queryable, { byRange }: Queueing): Promise<void> {
  await tx.run(sql`select set_config('jit', 'off', true),
    set_config('enable_nestloop', ${byRange ? 'off' : 'on'}, true)`);
}

/**
 * Collects readers in a temporary table. Those who receive the digest get a key of their
 * preferences and earlier deliveries, and the list if it already exists. SQL: one
 * statement stages 20,000 readers.
 */
export async function stageReaders(tx: Queryable, queueing: Queueing, readers: Sql): Promise<void> {
  const { digest, earlier, zone, manual, byRange } = queueing;
  const lists = sql`select reader_key, selection_id, is_empty from selection_key where digest_id = ${digest.id}::int`;
  await tx.run(sql`create temporary table queueing_reader on commit drop as
    with reader as materialized (
      select id, due, topics, topics_only, papers, notify_when_empty, coalesce(list_key, '') as list_key,
        ${isWanted(digest.kind, zone, manual)} as is_wanted
      from (${readers}) as reader
    ), keyed as (
      select *, md5(list_key || ' ' || history)::uuid as key from (
        ${byRange ? historiesByRange(earlier) : historiesByReader(earlier)} offset 0
      ) as reader offset 0
    )
    select keyed.*, known.reader_key is not null or list_key = '' and history = '' as is_listed,
      selection_id, coalesce(is_empty, false) as is_empty
    from keyed left join ${
      byRange
        ? sql`(${lists}) as known on is_wanted and reader_key = key`
        : sql`lateral (${lists} and is_wanted and reader_key = key offset 0) as known on true`
    }`);
}

/** Adds `history` to readers. Reads the earlier deliveries in the range of their ids. */
function historiesByRange(earlier: EarlierDigest[]): Sql {
  return sql`select reader.*, coalesce(parts, '') as history from reader left join (
      select subscriber_id, string_agg(part, ' ' order by digest_id) as parts from (${received(earlier)}
        and subscriber_id between (select min(id) from reader) and (select max(id) from reader)) as delivery
      group by subscriber_id
    ) as earlier on subscriber_id = id`;
}

/** Adds `history` to readers. Looks up each earlier delivery. */
function historiesByReader(earlier: EarlierDigest[]): Sql {
  return sql`select *, array_to_string(array(
      select part from (${received(earlier)} and subscriber_id = reader.id) as delivery order by digest_id
    ), ' ') as history from reader`;
}

/** What readers received of earlier digests: `digest.selection`. Selection 0 is the issue. */
function received(earlier: EarlierDigest[]): Sql {
  const ids = earlier.map(({ id }) => id);
  const issues = earlier.flatMap(({ id, issue }) => (issue ? [id] : []));
  return sql`select digest_id, subscriber_id, digest_id || '.' || coalesce(selection_id, 0) as part from delivery
    where digest_id = any(${ids}::int[]) and state not in ('skipped', 'failed')
      and (selection_id is not null or digest_id = any(${issues}::int[]))`;
}

const missingList = z.object({
  key: z.string(),
  listKey: z.string(),
  history: z.string(),
  topics: z.array(z.string()),
  topicsOnly: z.boolean(),
  papers: z.number().nullable(),
});
/** Preferences and earlier deliveries of readers whose list does not exist yet. */
export type MissingList = z.output<typeof missingList>;

const staged = z.object({
  count: z.number(),
  last: z.number().nullable(),
  missing: z.array(missingList),
});

/**
 * The result of staging: the number of readers, the last id, and the missing lists. SQL: Prisma has
 * no temporary tables.
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
 * Queues the deliveries of the staged readers, each with their own list. A delivery with an empty
 * list is skipped unless the reader chose to get an email in that case. SQL: moves a million
 * readers.
 * @returns the number of queued deliveries
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
