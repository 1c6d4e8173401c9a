import type { Queryable } from '../../../db/client.ts';
import { sql } from '../../../db/sql.ts';

/** Minutes for which a tick of the scheduler counts as recent. */
const recentMinutes = 3;

/** Records a tick of the scheduler. SQL: `alive_until` uses the database's clock. */
export async function recordTick(db: Queryable, now: Date): Promise<void> {
  await db.run(sql`insert into scheduler_heartbeat (started_at, alive_until)
    values (${now}, clock_timestamp() + make_interval(mins => ${recentMinutes}::int))
    on conflict (id) do update set alive_until = excluded.alive_until`);
}
