import { z } from 'zod';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { reason } from '../papers/ranking/reasons.ts';

/** Locks the row of a digest until the transaction ends. SQL: Prisma has no row locks. */
export async function lockRow(tx: Queryable, id: number): Promise<void> {
  await tx.run(sql`select from digest where id = ${id} for no key update`);
}

const issuePaper = z.object({ id: z.number(), title: z.string(), reasons: z.array(reason) });
/** A paper of an issue without its abstract. */
export type IssuePaper = z.output<typeof issuePaper>;

const issue = z.object({ digestId: z.number(), papers: z.array(issuePaper) });

/**
 * Ids, titles and reasons of the papers of these issues, best first. SQL: Prisma would read all of
 * `content`, 1 MB for a page of the archive.
 */
export function issuesOf(db: Queryable, digestIds: number[]): Promise<z.output<typeof issue>[]> {
  return db.rows(
    issue,
    sql`select digest_id "digestId", jsonb_agg(jsonb_build_object('id', paper_id, 'title', content -> 'title',
        'reasons', content -> 'reasons') order by rank) as papers
      from digest join digest_paper on digest_id = digest.id and rank <= issue_size
      where digest.id = any(${digestIds}::int[]) group by digest_id`,
  );
}

/**
 * Pauses a digest that is being sent because the circuit breaker opened. SQL: sender processes do
 * not query through Prisma, whose first query costs 48 MB.
 * @returns the digest, or undefined if it was not being sent
 */
export function pauseSending(
  db: Queryable,
  digestId: number,
  { code, reply }: { code: 'refused' | 'unknown-recipients'; reply: string },
): Promise<{ kind: string; date: string } | undefined> {
  return db.row(
    z.object({ kind: z.string(), date: z.string() }),
    sql`update digest set status = 'paused', reason = ${code}, reason_params = jsonb_build_object('reply', ${reply}::text)
      where id = ${digestId} and status = 'sending' returning kind, date`,
  );
}
