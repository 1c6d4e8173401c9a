import { PreparedSql, sql, type Sql } from '../../db/sql.ts';
import { enqueueTransactional, notifyOutbox } from '../../outbox/sql/enqueue.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { mailboxTurns } from './mailbox-turns.ts';

/**
 * Whether a subscriber may be asked to confirm. Requests within a minute count as one, and at most
 * one confirmation waits for its turn. `max`, because Postgres may read the whole table for
 * `exists`.
 */
export const mayBeAsked = sql`(coalesce(subscriber.confirmation_queued_at < now() - interval '1 minute', true)
  and coalesce((select max(send_at) from confirmation where subscriber_id = subscriber.id) <= now(), true))`;

export interface SubscribeValues {
  email: string;
  emailKey: string;
  /** Keyed hashes under which an erasure of the address may be stored. */
  emailHashes: string[];
  /** The mailbox's key in the throttle. */
  mailbox: string;
  /** Milliseconds that confirmations wait because this installation has sent many. */
  delay: number;
  preferences: object;
  language: string | null;
  page: string | null;
  clientHash: string | null;
  now: Date;
}

/**
 * Decides and queues the message in one statement, so that concurrent requests agree: each waits
 * for the row lock and sees the throttle as the previous request left it. Each address takes one
 * round trip to the database. With a second statement for addresses that receive a message, a busy
 * server responded 6 ms later for those.
 */
export function subscribeStatement(values: SubscribeValues): Sql {
  const { email, emailKey, mailbox, delay, preferences, language, page, clientHash, now } = values;
  const hashes = sql`${values.emailHashes}::text[]`;
  const statement = sql`with asked as (
    insert into subscriber (email, email_key, language, confirmation_queued_at, created_at)
    values (${email}, ${emailKey}, ${language}, now(), ${now})
    on conflict (email_key) do update set email = excluded.email, language = coalesce(excluded.language, subscriber.language),
      confirmation_queued_at = now()
      where subscriber.status in ('pending', 'unsubscribed')
        and (${mayBeAsked} or coalesce(subscriber.confirmation_queued_at < subscriber.unsubscribed_at, false))
    returning id
  ), reminded as (
    update subscriber set reminder_queued_at = now() where email_key = ${emailKey} and status in ('active', 'paused')
      and coalesce(reminder_queued_at < now() - interval '1 day', true)
    returning id
  ), mailable as (
    select where not ${isSuppressed({ value: emailKey }, hashes)}
  ), ${mailboxTurns(sql`select id, ${mailbox}::text from asked, mailable`)}, confirmed as (
    insert into confirmation (subscriber_id, preferences, page, client_hash, send_at)
    select subscriber_id, ${JSON.stringify(preferences)}::jsonb, ${page}, ${clientHash},
      greatest(send_at, now() + make_interval(secs => ${delay / 1000}::float8))
    from turns
    returning id, subscriber_id, send_at
  ), mailed as (${enqueueTransactional(sql`
    select 'confirmation', subscriber_id, null::text, jsonb_build_object('confirmationId', id), send_at from confirmed
    union all select 'reminder', id, null, '{}'::jsonb, now() from reminded, mailable`)})
  ${notifyOutbox}`;
  return new PreparedSql('subscribe', statement);
}
