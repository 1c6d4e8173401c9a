import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';

/** Seconds that a domain rests after it alone refused us. */
const domainRest = 1800;

/**
 * Pauses a digest that is being sent, with the reason for the operator; `resume` goes on where it stopped.
 * @returns the digest, where it was not paused before
 */
export function pauseDigest(
  db: Queryable,
  digestId: number,
  reason: string,
  now: Date,
): Promise<{ kind: string; date: string } | undefined> {
  return db.row(
    z.object({ kind: z.string(), date: z.string() }),
    sql`update digest set status = 'paused', reason = ${reason}, paused_at = ${now}
      where id = ${digestId} and status = 'sending' returning kind, date`,
  );
}

/** Rests a recipient domain: the claim defers its rows until then. */
export async function pauseDomain(db: Queryable, domain: string, reason: string): Promise<void> {
  await db.run(sql`insert into throttle (name, until, reason)
    values (${`domain:${domain}`}, clock_timestamp() + make_interval(secs => ${domainRest}), ${reason})
    on conflict (name) do update set until = excluded.until, reason = excluded.reason`);
}

/** Takes back what a burst of "no such user" did to these readers, until the operator has looked at it. */
export async function holdSuppressions(db: Queryable, subscriberIds: number[]): Promise<void> {
  await db.run(sql`delete from suppression p using subscriber s
    where s.id = any(${subscriberIds}::int[]) and p.email_key = s.email_key and p.reason = 'bounced'`);
  await db.run(sql`update subscriber set status = 'active'
    where id = any(${subscriberIds}::int[]) and status = 'bounced' and active_since is not null`);
}
