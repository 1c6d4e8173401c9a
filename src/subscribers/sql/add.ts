import { sql, type Sql } from '../../db/sql.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { enqueueTransactional } from '../../outbox/sql/enqueue.ts';
import { addSuppressions, isSuppressed, strength } from '../../suppressions/sql.ts';
import { initialColumns, preferenceColumns } from '../preferences/definitions.ts';
import { mailboxTurns } from './mailbox-turns.ts';
import { mayBeAsked } from './subscribe.ts';

// SQL: one statement inserts or updates a set of rows with consents, confirmations, suppressions
// and messages, each row according to its status.

/** A row of `subscriber_import_row`, or a single entry in the same form. */
export interface ImportRow {
  line: number;
  email: string;
  email_key: string;
  /** Keyed hashes under which an erasure of the address may be stored. */
  email_hashes: string[];
  /** The mailbox's key in the throttle; null for rows that are not asked to confirm. */
  mailbox: string | null;
  /** The status that the address gets. */
  target: string;
  /** Whether to send a confirmation message. */
  confirm: boolean;
  /** Columns of the subscriber. */
  columns: Readonly<Record<string, unknown>>;
  /** The preferences as given, for the confirmation. */
  preferences: object;
  consents: object[];
  suppression: object | null;
  merged_into: number | null;
}

/** The origin of the rows: a part of an uploaded list, or single entries. */
export type AddSource = { importId: number; after: number; until: number } | { rows: ImportRow[] };

const preferences = Prisma.raw(preferenceColumns.join(', '));
const history = Prisma.raw(
  'created_at, active_since, paused_until, status_before, unsubscribed_at, unsubscribe_reason, unsubscribe_comment',
);
const initial = JSON.stringify(initialColumns({}));

/**
 * The rows with the stored state of their addresses and the result of each: the CTEs `given` and
 * `decided`.
 * @param changeActive whether the list may unsubscribe active subscribers
 */
function decided(source: AddSource, changeActive: boolean): Sql {
  const { importId, after, until } =
    'rows' in source ? { importId: null, after: 0, until: 0 } : source;
  const rows = 'rows' in source ? JSON.stringify(source.rows) : '[]';
  return sql`given as (
    select * from subscriber_import_row
      where import_id = ${importId}::int and line > ${after} and line <= ${until} and merged_into is null and target <> 'rejected'
    union all
    select * from jsonb_populate_recordset(null::subscriber_import_row, ${rows}::jsonb)
  ), moved as materialized (
    select unnest(previous_email_hashes) as hash from subscriber where previous_email_hashes <> '{}'
  ), found as (
    select given.*, subscriber.id as known, coalesce(subscriber.status, 'pending') as status,
      target in ('unsubscribed', 'bounced', 'complained', 'suppressed') as departs,
      ${isSuppressed({ column: 'given.email_key' }, Prisma.raw('given.email_hashes'))} as is_suppressed,
      exists (select from erasure where email_hash = any(given.email_hashes)) as is_erased,
      given.line in (select line from given, unnest(email_hashes) as hash join moved using (hash)) as has_moved,
      subscriber.status = 'pending' and (target = 'active' or (confirm and ${mayBeAsked})) as may_change
    -- A look-up per row: a hash join would read the whole table for each part of a list.
    from given left join lateral (select * from subscriber where email_key = given.email_key offset 0) as subscriber on true
  ), decided as (
    select *, case
        when is_erased and status = 'pending' then 'erased'
        when departs and known is not null and status in ('pending', 'active', 'paused') then
          case when ${changeActive} then 'departed' else 'here' end
        when ${changeActive} and target = 'unsubscribed' and status = 'bounced' then 'departed'
        when departs and (case when target = 'unsubscribed' and (suppression is null or known is null) then known is not null
          else is_suppressed and not exists (select from suppression as weaker where weaker.email_key = found.email_key
            and ${strength('weaker.reason')} < ${strength("found.suppression->>'reason'")}) end) then 'unchanged'
        when departs then 'stored'
        when is_suppressed then 'suppressed'
        when status in ('unsubscribed', 'bounced', 'complained') then status::text
        when status = 'pending' and has_moved then 'moved'
        when known is null then 'added'
        when may_change then 'updated'
        else 'unchanged'
      end as result
    from found
  )`;
}

/** Maximum lines listed per result. */
const linesPerResult = 1000;

/**
 * Sets how `addStatement` is planned. Statistics lack the rows of an import that is running: without
 * the setting, Postgres reads all subscribers for each part to find earlier addresses. JIT is also
 * off for connections through a pooler. SQL: settings.
 */
export const planByIndexes = sql`select set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true)`;

/**
 * Writes the rows that may be added, with their consents or their confirmation messages, and the
 * subscribers who unsubscribed in that list, so that no later list adds them. Returns the number of
 * rows of each result.
 */
export function addStatement(source: AddSource, changeActive: boolean, now: Date): Sql {
  return sql`with ${decided(source, changeActive)}, initial as (
    select jsonb_populate_record(null::subscriber, ${initial}::jsonb) as columns
  ), parsed as materialized (
    -- Many rows have the same columns: to parse them takes as long as to insert a row.
    select given.columns as json, history.*
    from (select distinct columns from decided where result in ('added', 'stored')) as given cross join initial
      cross join lateral jsonb_populate_record(initial.columns, given.columns) as history
  ), inserted as (
    insert into subscriber (email, email_key, status, confirmation_queued_at, ${history}, ${preferences})
    select decided.email, decided.email_key, target::subscriber_status, case when confirm then now() end,
      coalesce(created_at, ${now}),
      case when target in ('active', 'paused') then coalesce(active_since, ${now}) else active_since end,
      paused_until, status_before, case when target = 'unsubscribed' then coalesce(unsubscribed_at, now()) else unsubscribed_at end,
      unsubscribe_reason, unsubscribe_comment, ${preferences}
    from decided join (select json, ${history}, ${preferences} from parsed) as given on json = decided.columns
    where result in ('added', 'stored') and target <> 'suppressed' order by decided.email_key
    on conflict (email_key) do nothing
    returning id, email_key
  ), locked as materialized (
    select id from subscriber where id in (select known from decided
      where result in ('updated', 'departed') or (result = 'stored' and status = 'bounced')) order by id for update
  ), updated as (
    update subscriber set status = (case when target = 'suppressed' then 'unsubscribed' else target end)::subscriber_status,
      active_since = case when target = 'active' then ${now} else active_since end,
      confirmation_queued_at = case when confirm then now() else confirmation_queued_at end,
      status_before = case when target in ('bounced', 'complained')
        then coalesce(status_before, nullif(subscriber.status, 'bounced')) end,
      unsubscribed_at = case when departs then clock_timestamp() else unsubscribed_at end,
      paused_until = case when departs then null else subscriber.paused_until end, undo_expires_at = null,
      (${preferences}) = (select ${preferences}
        from jsonb_populate_record(subscriber, case when target = 'active' then decided.columns else '{}' end))
    from decided join locked on locked.id = known
    where subscriber.id = locked.id and (subscriber.status in ('pending', 'active', 'paused')
        or (subscriber.status = 'bounced' and target <> 'bounced'))
      and (departs or (subscriber.status = 'pending' and (target = 'active' or ${mayBeAsked})))
    returning subscriber.id, subscriber.email_key
  ), written as (
    select * from inserted union all select * from updated
  ), suppressed as (${addSuppressions(sql`select email_key, suppression->>'reason', suppression->>'evidence',
      coalesce((suppression->>'created_at')::timestamptz, ${now})
    from decided where suppression is not null and result in ('added', 'stored', 'departed')`)}
  ), consented as (
    insert into consent (subscriber_id, source, event, given_at, page, note)
    select id, source, event, at, page, note from written join decided using (email_key)
      cross join lateral jsonb_to_recordset(consents) as given(source text, event text, at timestamptz, page text, note text)
  ), ${mailboxTurns(sql`select id, mailbox from written join decided using (email_key) where confirm`)}, asked as (
    insert into confirmation (subscriber_id, preferences, send_at)
    select id, preferences, send_at from written join decided using (email_key) join turns on subscriber_id = id
    returning id, subscriber_id, send_at
  ), mailed as (${enqueueTransactional(
    sql`select 'confirmation', subscriber_id, null::text, jsonb_build_object('confirmationId', id), send_at from asked`,
  )}), final as (
    select line, target, confirm, coalesce(written.id, known) as id,
      case when result in ('added', 'updated') and written.id is null then 'unchanged' else result end as result
    from decided left join written using (email_key)
  )
  ${counts}`;
}

/** Returns the same result without writing. */
export function previewStatement(source: AddSource, changeActive: boolean): Sql {
  return sql`with ${decided(source, changeActive)}, final as (select line, target, confirm, known as id, result from decided)
  ${counts}`;
}

const counts = Prisma.raw(`select result, target, confirm, count(*) as count, min(id) as id,
    case when result in ('added', 'updated', 'unchanged', 'stored') then '{}' else (array_agg(line order by line))[:${linesPerResult}] end
      as lines
  from final group by result, target, confirm`);

/**
 * Merges rows with the same address: the strictest status wins, also that of a rejected row, and a later cell replaces an
 * earlier one unless it is empty. Returns the first merged rows and the number of all.
 */
export function mergeRepeated(importId: number): Sql {
  return sql`with repeated as (
    select email_key from subscriber_import_row where import_id = ${importId} group by email_key having count(*) > 1
  ), ranked as (
    select line, first_value(line) over same as target_line
    from subscriber_import_row join repeated using (email_key) where import_id = ${importId}
    window same as (partition by email_key order by
      array_position('{suppressed,complained,bounced,unsubscribed,rejected,pending,paused,active}', target), line)
  ), merged as (
    select target_line, jsonb_merge(columns order by row.line) as columns, jsonb_merge(preferences order by row.line) as preferences
    from ranked join subscriber_import_row as row on row.import_id = ${importId} and row.line = ranked.line group by target_line
  ), changed as (
    update subscriber_import_row as row set merged_into = nullif(ranked.target_line, row.line),
      columns = merged.columns, preferences = merged.preferences
    from ranked join merged using (target_line)
    where row.import_id = ${importId} and row.line = ranked.line
    returning row.line, row.merged_into, row.target
  )
  select count(*) over () as count, line, merged_into as other from changed where merged_into is not null and target <> 'rejected' order by line
  limit ${linesPerResult}`;
}
