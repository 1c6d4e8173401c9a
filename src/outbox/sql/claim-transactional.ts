import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { notHeld } from '../../journal/sql.ts';
import { isSuppressed } from '../../suppressions/sql.ts';
import { claim, type ClaimBatch, type ClaimOptions } from './claim.ts';

// SQL: see claim.ts.

/**
 * Whether an email is about a subscription that has ended. A link to export or erase data is not,
 * because those who unsubscribed may ask for it too.
 */
const isAboutEnded = sql`case
    when l.kind in ('welcome', 'reminder', 'address-notice') then s.status not in ('active', 'paused')
    when l.kind = 'address-confirm' then not exists (select from address_change join subscriber on subscriber.id = subscriber_id
      where address_change.id = (l.data->>'changeId')::int and subscriber.status in ('active', 'paused')) end`;

/**
 * Claims at most `limit` transactional emails: new ones, oldest first, then retries that are due.
 * Emails to suppressed addresses are skipped, and emails about a subscription that ended while they
 * waited, for instance for an SMTP server. A confirmation is skipped if the subscriber has confirmed
 * by another one, or unsubscribed after it was queued.
 */
export function claimTransactional(
  db: Queryable,
  { senderId, limit }: Pick<ClaimOptions, 'senderId' | 'limit'>,
): Promise<ClaimBatch> {
  return claim(
    db,
    sql`with queued as materialized (
      select * from transactional_email where state = 'queued' and ${notHeld}
      order by id limit ${limit} for update skip locked
    ), due as materialized (
      select * from transactional_email
      where (state = 'deferred' or state = 'uncertain') and next_at <= statement_timestamp() and ${notHeld}
      order by next_at limit ${limit} - (select count(*) from queued) for update skip locked
    ), locked as (
      select * from queued union all select * from due
    ), checked as (
      select l.id, coalesce(s.email, l.address) as email, s.language, s.timezone, coalesce(cardinality(s.previous_email_hashes), 0) as moves, case
        when l.expires_at <= clock_timestamp() then 'expired'
        when l.kind = 'confirmation' and s.unsubscribed_at > l.created_at then 'unsubscribed'
        when l.kind = 'confirmation' and s.status in ('active', 'paused') then 'confirmed'
        when ${isAboutEnded} then 'unsubscribed'
        when ${isSuppressed({ column: 'lower(coalesce(s.email, l.address) collate "C") collate "default"' })} then 'suppressed' end as reason
      from locked l left join subscriber s on s.id = l.subscriber_id
    )
    update transactional_email e set
      state = (case when c.reason is null then 'sending' else 'skipped' end)::delivery_state,
      sender_id = case when c.reason is null then ${senderId}::int end, reason = c.reason, detail = null,
      next_at = null, fencing_token = e.fencing_token + 1
    from checked c where e.id = c.id
    returning c.reason, jsonb_build_object('kind', e.kind, 'digestId', null, 'selectionId', null,
      'transactionalEmailId', e.id, 'subscriberId', e.subscriber_id, 'address', c.email, 'moves', c.moves,
      'language', c.language,
      'timezone', c.timezone, 'data', e.data, 'fencingToken', e.fencing_token, 'relayId', e.relay_id,
      'attempts', e.attempts) as row`,
  );
}
