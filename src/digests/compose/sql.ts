import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';
import { shownStatuses } from '../digest.ts';

/**
 * Papers with at least ten upvotes that have doubled since a daily issue showed the paper. SQL:
 * compares columns with each other and with a field of JSON.
 */
export async function doubledSince(tx: Queryable, ids: number[]): Promise<Set<number>> {
  const rows = await tx.rows(
    z.object({ id: z.number() }),
    sql`select paper.id from digest_paper join paper on paper.id = paper_id
        join digest on digest.id = digest_id and rank <= issue_size
      where kind = 'daily' and status = any(${[...shownStatuses]}::digest_status[]) and paper.id = any(${ids}::int[])
        and paper.upvotes >= 10 and paper.upvotes >= 2 * (content ->> 'upvotes')::int`,
  );
  return new Set(rows.map(({ id }) => id));
}
