import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import type { DigestKind } from './digest.ts';

/**
 * The first instants that the clocks of a zone show as these local times, `2026-03-10T08:00`. SQL:
 * the rule for hours that a change of clocks doubles or leaves out is a function of the database,
 * because fan-out needs it for sets of readers.
 */
export async function instantsOf(db: Queryable, zone: string, locals: string[]): Promise<Date[]> {
  const rows = await db.rows(
    z.object({ at: z.date() }),
    sql`select first_instant(local, ${zone}) as at from unnest(${locals}::timestamp[]) with ordinality as asked(local, place)
      order by place`,
  );
  return rows.map(({ at }) => at);
}

/**
 * One process at a time composes or freezes digests of a kind. SQL: Prisma has no advisory locks.
 */
export async function lockKind(tx: Queryable, kind: DigestKind): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtext(${`digest:${kind}`}))`);
}

/** Locks the row of a digest until the transaction ends. SQL: Prisma has no row locks. */
export async function lockRow(tx: Queryable, id: number): Promise<void> {
  await tx.run(sql`select from digest where id = ${id} for no key update`);
}

const issue = z.object({
  digestId: z.number(),
  papers: z.array(z.object({ id: z.number(), title: z.string() })),
});

/**
 * Ids and titles of the papers of these issues, best first. SQL: Prisma would read the whole
 * `content`, 1 MB for a page of the archive.
 */
export function issuesOf(db: Queryable, digestIds: number[]): Promise<z.output<typeof issue>[]> {
  return db.rows(
    issue,
    sql`select digest_id "digestId", jsonb_agg(jsonb_build_object('id', paper_id, 'title', content -> 'title') order by rank) as papers
      from digest join digest_paper on digest_id = digest.id and rank <= issue_size
      where digest.id = any(${digestIds}::int[]) group by digest_id`,
  );
}

/**
 * Pauses a digest that is being sent because the circuit breaker opened. SQL: sender processes
 * never query through Prisma, whose first query costs 47 MB.
 * @returns the digest; undefined if it was not being sent
 */
export function pauseSending(
  db: Queryable,
  digestId: number,
  { code, reply }: { code: 'refused' | 'unknown-recipients'; reply: string },
  now: Date,
): Promise<{ kind: string; date: string } | undefined> {
  return db.row(
    z.object({ kind: z.string(), date: z.string() }),
    sql`update digest set status = 'paused', reason = ${code}, reason_params = jsonb_build_object('reply', ${reply}::text),
        paused_at = ${now}
      where id = ${digestId} and status = 'sending' returning kind, date`,
  );
}
