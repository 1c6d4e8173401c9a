import { z } from 'zod';
import type { Day } from '../lib/dates.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { Problem } from '../lib/errors/problem.ts';
import {
  type Counts,
  counts,
  digest,
  digestColumns,
  type Digest,
  type DigestKind,
  pooled,
  type Pooled,
} from './digest.ts';

/** There is none of this day. */
export function noDigest(kind: DigestKind, date: Day): Problem {
  return new Problem(404, 'No such digest', `There is no ${kind} digest of ${date} yet: compose it first.`);
}

export function digestOf(db: Queryable, kind: DigestKind, date: Day): Promise<Digest | undefined> {
  return db.row(digest, sql`select ${digestColumns} from digest where kind = ${kind} and date = ${date}::date`);
}

export function digestById(db: Queryable, id: number): Promise<Digest | undefined> {
  return db.row(digest, sql`select ${digestColumns} from digest where id = ${id}`);
}

/** The ranked pool; `issueSize` of its first papers are the issue. */
export function poolOf(db: Queryable, digestId: number, most = 200): Promise<Pooled[]> {
  return db.rows(
    pooled,
    sql`select rank, score, content from digest_paper where digest_id = ${digestId} and rank <= ${most} order by rank`,
  );
}

/** Digests that anybody may read: those that were frozen, newest first. */
export function publicDigests(db: Queryable, kind: DigestKind, before: Day | null, limit: number): Promise<Digest[]> {
  return db.rows(
    digest,
    sql`select ${digestColumns} from digest where kind = ${kind} and ready_at is not null and status not in ('draft', 'skipped')
      and (${before}::date is null or date < ${before}::date) order by date desc limit ${limit}`,
  );
}

const titled = z.object({ digestId: z.number(), titles: z.array(z.string()) });

/** The titles of the issues of these digests, best first, by the digest's id. */
export async function issueTitles(db: Queryable, digestIds: number[]): Promise<Map<number, string[]>> {
  const rows = await db.rows(
    titled,
    sql`select digest_id "digestId", array_agg(content ->> 'title' order by rank) titles
      from digest_paper join digest on digest.id = digest_id
      where digest_id = any(${digestIds}::int[]) and rank <= issue_size group by digest_id`,
  );
  return new Map(rows.map(({ digestId, titles }) => [digestId, titles]));
}

const frontPage = digest.pick({ kind: true, date: true, subject: true }).extend({
  readyAt: z.date(),
  papers: z.array(z.object({ id: z.number(), title: z.string() })),
});

/** The newest digests of both kinds that anybody may read, with the ids and titles of the issue's papers. */
export function frontPages(db: Queryable, limit: number): Promise<z.output<typeof frontPage>[]> {
  return db.rows(
    frontPage,
    sql`select kind, date, subject, ready_at "readyAt", (
        select jsonb_agg(jsonb_build_object('id', content -> 'id', 'title', content -> 'title') order by rank)
        from digest_paper where digest_id = digest.id and rank <= digest.issue_size
      ) as papers
      from digest where ready_at is not null and status not in ('draft', 'skipped') and exists (
        select from digest_paper where digest_id = digest.id
      ) order by date desc, kind limit ${limit}`,
  );
}

export function isPublic({ status, readyAt }: Digest): boolean {
  return readyAt !== null && status !== 'draft' && status !== 'skipped';
}

/** Deliveries by state: the final ones once the digest is through, else counted now. */
export async function countsOf(
  db: Queryable,
  { id, finalCounts }: Pick<Digest, 'id' | 'finalCounts'>,
): Promise<Counts> {
  if (finalCounts !== null) return finalCounts;
  const rows = await db.rows(
    z.object({ state: z.string(), count: z.number() }),
    sql`select state, count(*) from delivery where digest_id = ${id} group by state`,
  );
  const none = { queued: 0, sending: 0, sent: 0, deferred: 0, failed: 0, skipped: 0, uncertain: 0 };
  return counts.parse({ ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) });
}
