import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

// SQL: upserts by the clock of the database, in the sending path.

/** How long a domain is paused, in seconds. */
const pauseSeconds = 1800;

/**
 * Pauses a recipient domain that alone refuses us. The claim defers its rows until the pause ends.
 */
export async function pauseDomain(db: Queryable, domain: string, detail: string): Promise<void> {
  await db.run(sql`insert into recipient_domain (domain, paused_until, pause_detail)
    values (${domain}, clock_timestamp() + make_interval(secs => ${pauseSeconds}), ${detail})
    on conflict (domain) do update set paused_until = excluded.paused_until, pause_detail = excluded.pause_detail`);
}

/**
 * Deletes domains that are neither paused nor have future turns. Turns are irrelevant if the digests
 * that reserved them were cancelled. Rows locked by a claim are skipped: a claim locks several
 * domains, and this statement would lock them in another order.
 */
export function deleteIdleDomains(db: Queryable): Promise<number> {
  return db.run(sql`delete from recipient_domain where domain in (
    select domain from recipient_domain
    where coalesce(paused_until < clock_timestamp(), true) and (coalesce(next_turn_at < clock_timestamp(), true)
      or not exists (select from digest where status in ('sending', 'paused')))
    for update skip locked)`);
}
