import { z } from 'zod';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

/**
 * Papers whose upvotes have doubled since their daily digest. SQL: compares a column with a field
 * of JSON.
 */
export async function doubledSince(tx: Queryable, ids: number[]): Promise<Set<number>> {
  const rows = await tx.rows(
    z.object({ id: z.number() }),
    sql`select paper.id from digest_paper join digest on digest.id = digest_id join paper on paper.id = paper_id
      where kind = 'daily' and paper.id = any(${ids}::int[])
        and paper.upvotes >= 2 * greatest((content ->> 'upvotes')::int, 5)`,
  );
  return new Set(rows.map(({ id }) => id));
}
