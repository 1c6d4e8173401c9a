import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

// SQL: an upsert that decides, by the clock of the database.

/** Hours after an alert in which the same event is not reported again. */
const quietHours = 6;

/**
 * @returns whether the caller must send this alert, because no process sent it within the last
 *   hours
 */
export async function takeAlertTurn(db: Queryable, event: string): Promise<boolean> {
  const taken = await db.run(sql`insert into sent_alert as sent (event, quiet_until)
    values (${event}, clock_timestamp() + make_interval(hours => ${quietHours}::int))
    on conflict (event) do update set quiet_until = excluded.quiet_until
      where sent.quiet_until <= clock_timestamp()`);
  return taken === 1;
}
