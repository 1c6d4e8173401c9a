import { operand, sql, type Sql } from '../../db/sql.ts';
import { confirmationDays } from '../signup/confirmation-lifetime.ts';

// SQL: the statement that queues the message also counts and assigns the turns of a mailbox, so
// that concurrent requests agree.

/**
 * The waiting times after the first, second, third and each later unrequested message to a mailbox.
 */
const waits = ['10 minutes', '1 hour', '1 day', '7 days'];

/** The sums of the first 0, 1, 2 and 3 waiting times. */
const sums = waits.map((_, count) => ['0 weeks', ...waits.slice(0, count)].join(' '));

/** The sum of the waiting times after the first `emails` messages, an SQL expression. */
function waitAfter(emails: string): Sql {
  const count = operand({ column: `(${emails})::int` });
  const growing = waits.length - 1;
  return sql`((${sums}::interval[])[least(${count}, ${growing}::int) + 1]
    + greatest(${count} - ${growing}::int, 0) * ${waits.at(-1)}::interval)`;
}

/**
 * When each message may be sent, in the CTE `turns` (`subscriber_id`, `send_at`). Messages to one
 * mailbox are sent one after the other, with growing waiting times. A message that would wait more
 * than seven days gets no turn and uses none. Use it at the top level of `with`.
 * @param asks a select of `subscriber_id, mailbox`
 */
export function mailboxTurns(asks: Sql): Sql {
  return sql`numbered as materialized (
      select subscriber_id, mailbox, row_number() over (partition by mailbox order by subscriber_id) as place
      from (${asks}) as ask(subscriber_id, mailbox)
    ), wanted as (
      select mailbox, count(*)::int as emails from numbered where place <= ${waits.length}::int
      group by mailbox order by mailbox
    ), taken as (
      insert into mailbox_throttle as throttle (mailbox, emails, next_at)
      select mailbox, emails, now() + ${waitAfter('emails')} from wanted
      on conflict (mailbox) do update set emails = throttle.emails + excluded.emails,
        next_at = greatest(throttle.next_at, now())
          + ${waitAfter('throttle.emails + excluded.emails')} - ${waitAfter('throttle.emails')}
        where throttle.next_at <= now() + make_interval(days => ${confirmationDays}::int)
      returning mailbox, emails, next_at
    ), turns as (
      select * from (
        select subscriber_id,
          next_at - (${waitAfter('taken.emails')} - ${waitAfter('taken.emails - wanted.emails + place - 1')}) as send_at
        from taken join wanted using (mailbox) join numbered using (mailbox) where place <= wanted.emails
      ) as turn where send_at <= now() + make_interval(days => ${confirmationDays}::int)
    )`;
}

/** The turn of one message, as `send_at`; no row if no turn is free. */
export function oneTurn(subscriberId: number, mailbox: string): Sql {
  return sql`with ${mailboxTurns(sql`select ${subscriberId}::int, ${mailbox}::text`)} select send_at as "sendAt" from turns`;
}
