import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql, sqlDate } from '../../db/sql.ts';
import { type Digest, digestKind, frozenPaper, type Pooled } from '../digest.ts';

/** The columns of a digest that its emails need. */
export type MailedDigest = Pick<
  Digest,
  'id' | 'kind' | 'date' | 'subject' | 'isSubjectEdited' | 'issueSize'
>;

const mailedDigest: z.ZodType<MailedDigest> = z.object({
  id: z.number(),
  kind: digestKind,
  date: sqlDate,
  subject: z.string(),
  isSubjectEdited: z.boolean(),
  issueSize: z.number(),
});

/** SQL: sender processes do not query through Prisma, whose first query costs 48 MB. */
export function mailedDigestById(db: Queryable, id: number): Promise<MailedDigest | undefined> {
  return db.row(
    mailedDigest,
    sql`select id, kind, date, subject, is_subject_edited "isSubjectEdited", issue_size "issueSize" from digest where id = ${id}`,
  );
}

const pooled: z.ZodType<Pooled> = z.object({
  rank: z.number(),
  score: z.number(),
  content: frozenPaper,
});

/** The ranks of a digest's issue. */
export function issueRanks({ issueSize }: Pick<MailedDigest, 'issueSize'>): number[] {
  return Array.from({ length: issueSize }, (_, place) => place + 1);
}

/**
 * The papers with these ranks in a digest's pool, in the order of `ranks`. SQL: see
 * `mailedDigestById`.
 */
export function papersByRanks(db: Queryable, digestId: number, ranks: number[]): Promise<Pooled[]> {
  return db.rows(
    pooled,
    sql`select rank, score, content from digest_paper
      where digest_id = ${digestId} and rank = any(${ranks}::int[])
      order by array_position(${ranks}::int[], rank)`,
  );
}

/**
 * Reads the ranks of the selections with these ids. SQL: see `mailedDigestById`. The ids are passed
 * as one text because Prisma needs more time for an array of thousands than Postgres needs for the
 * whole query.
 */
export function selectionsByIds(
  db: Queryable,
  ids: number[],
): Promise<{ id: number; ranks: number[] }[]> {
  return db.rows(
    z.object({ id: z.number(), ranks: z.array(z.number()) }),
    sql`select id, ranks from selection where id = any(${`{${ids.join()}}`}::int[])`,
  );
}
