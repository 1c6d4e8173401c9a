import { sql, type Sql } from '../../db/sql.ts';
import { deleteBounceSuppressions } from '../../suppressions/sql.ts';

// SQL: each statement sets columns from other columns or tables. Prisma can only assign values.

/**
 * Ends subscriptions. `unsubscribed_at` uses the database clock, because it is compared with the
 * times of confirmations. Whether the unsubscribe can be undone depends on the current status. A
 * second unsubscribe changes nothing. A bounced subscriber becomes unsubscribed too: otherwise they
 * would be active again once the suppression is lifted.
 */
export function endSubscriptions(ids: number[], undoMinutes: number): Sql {
  return sql`update subscriber set status = 'unsubscribed', unsubscribed_at = clock_timestamp(), paused_until = null,
      unsubscribe_reason = null, unsubscribe_comment = null, status_before = null,
      undo_expires_at = case when status in ('active', 'paused') and ${undoMinutes}::int > 0
        then clock_timestamp() + make_interval(mins => ${undoMinutes}::int) end
    where id = any(${ids}::int[]) and status in ('pending', 'active', 'paused', 'bounced')`;
}

/** Ends the pauses that are over, each at its own end time. */
export function endPauses(now: Date): Sql {
  return sql`update subscriber set status = 'active', active_since = paused_until, paused_until = null
    where status = 'paused' and paused_until <= ${now}`;
}

/**
 * Sets the status that the reason of the suppression implies and stores the previous status of each
 * row. A blocked subscriber becomes `unsubscribed`, so that they can confirm again once the
 * suppression is lifted.
 */
export function markSuppressed(emailKeys: string[]): Sql {
  return sql`update subscriber set undo_expires_at = null,
      status = (case when suppression.reason = 'blocked' then 'unsubscribed' else suppression.reason end)::subscriber_status,
      unsubscribed_at = case when suppression.reason = 'blocked' then clock_timestamp() else unsubscribed_at end,
      status_before = case when suppression.reason = 'blocked' then null
        when subscriber.status in ('active', 'paused', 'pending') then subscriber.status else status_before end
    from suppression
    where suppression.email_key = subscriber.email_key and subscriber.email_key = any(${emailKeys}::text[])
      and (subscriber.status in ('active', 'paused', 'pending')
        or (suppression.reason = 'complained' and subscriber.status in ('bounced', 'unsubscribed'))
        or (suppression.reason = 'blocked' and subscriber.status = 'bounced'))`;
}

/** Deletes suppressions and restores the subscribers' stored previous status in one statement. */
export function restoreStatus(implausible: Sql): Sql {
  return sql`with deleted as (${deleteBounceSuppressions(implausible)})
    update subscriber set status = status_before, status_before = null from deleted
    where subscriber.email_key = deleted.email_key and status = 'bounced' and status_before is not null`;
}
