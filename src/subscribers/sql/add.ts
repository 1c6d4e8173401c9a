import { sql, type Sql } from '../../db/sql.ts';
import { Prisma } from '../../generated/prisma/client.ts';
import { enqueueTransactional } from '../../outbox/sql/enqueue.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { preferenceColumns } from '../preferences/definitions.ts';
import { mailboxTurns } from './mailbox-turns.ts';
import { mayBeAsked } from './subscribe.ts';

// SQL: a set of rows is inserted or updated with consents, confirmations and mails in one
// statement, each row by its status.

/** An entry, as `jsonb_to_recordset` reads it. */
export interface EntryRow {
  email: string;
  key: string;
  /** Keyed hashes under which an erasure of the address may be stored. */
  hashes: string[];
  /** The throttle's name of the mailbox. */
  mailbox: string;
  /** The preferences as they were given, for the confirmation. */
  preferences: object;
  /** The same as columns, complete. */
  columns: object;
  consent_source: string | null;
  consent_at: string | Date;
  consent_note: string | null;
}

const columns = Prisma.raw(preferenceColumns.join(', '));

/**
 * Entries with what is known of their addresses, and why a subscriber is not added: the tables
 * `given` and `decided`.
 */
function decided(rows: EntryRow[]): Sql {
  return sql`given as (
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(email text, key text, hashes text[], mailbox text,
      preferences jsonb, columns jsonb, consent_source text, consent_at timestamptz, consent_note text)
  ), decided as (
    select given.*, subscriber.id as known, case
        when ${isSuppressed({ column: 'given.key' })} then 'suppressed'
        when subscriber.status in ('unsubscribed', 'bounced', 'complained') then subscriber.status::text
        when coalesce(subscriber.status, 'pending') = 'pending'
          and exists (select from erasure where email_hash = any(given.hashes)) then 'erased'
      end as refusal,
      subscriber.status = 'pending' and (consent_source is not null or ${mayBeAsked}) as may_change
    from given left join subscriber on subscriber.email_key = given.key
  )`;
}

/**
 * Writes the entries that may be added, with their consents, or with the mails that ask them to
 * confirm.
 */
export function addStatement(rows: EntryRow[], now: Date): Sql {
  return sql`with ${decided(rows)}, written as (
    insert into subscriber (email, email_key, status, created_at, active_since, confirmation_queued_at, ${columns})
    select decided.email, key, (case when consent_source is null then 'pending' else 'active' end)::subscriber_status, ${now},
      case when consent_source is not null then ${now}::timestamptz end, case when consent_source is null then now() end, ${columns}
    from decided cross join lateral (
      select ${columns} from jsonb_populate_record(null::subscriber, decided.columns)
    ) as preference
    where refusal is null order by key
    on conflict (email_key) do update set status = excluded.status, active_since = excluded.active_since,
      confirmation_queued_at = coalesce(excluded.confirmation_queued_at, subscriber.confirmation_queued_at)
      where subscriber.status = 'pending' and (excluded.status = 'active' or ${mayBeAsked})
    returning id, email_key
  ), consents as (
    insert into consent (subscriber_id, source, given_at, note)
    select written.id, consent_source, consent_at, consent_note
    from written join decided on key = email_key where consent_source is not null
  ), ${mailboxTurns(
    sql`select written.id, mailbox from written join decided on key = email_key where consent_source is null`,
  )}, asked as (
    insert into confirmation (subscriber_id, preferences, send_at)
    select written.id, preferences, send_at
    from written join decided on key = email_key join turns on subscriber_id = written.id
    returning id, subscriber_id, send_at
  ), mailed as (${enqueueTransactional(
    sql`select 'confirmation', subscriber_id, null::text, jsonb_build_object('confirmationId', id), send_at from asked`,
  )})
  select key, coalesce(written.id, known) as id,
    coalesce(refusal, case when written.id is null then 'unchanged' when known is null then 'added' else 'updated' end)
      as result
  from decided left join written on email_key = key`;
}

/** The same answers, and nothing written. */
export function previewStatement(rows: EntryRow[]): Sql {
  return sql`with ${decided(rows)}
    select key, known as id,
      coalesce(refusal, case when known is null then 'added' when may_change then 'updated' else 'unchanged' end) as result
    from decided`;
}
