import type { Day } from '../lib/dates.ts';
import type { Queryable } from '../db/client.ts';
import { sql } from '../db/sql.ts';
import { paper, type Paper } from './paper.ts';
import { paperColumns } from './queries.ts';

/** Papers by id, newest first; of one day, or those that match `q`. */
export function listPapers(
  db: Queryable,
  { date, q, after, limit }: { date?: Day | undefined; q?: string | undefined; after: number | null; limit: number },
): Promise<Paper[]> {
  return db.rows(
    paper,
    sql`select ${paperColumns} from paper
      where (${after}::int is null or id < ${after}::int)
        and (${date ?? null}::date is null or listed_on = ${date ?? null}::date)
        and (${q ?? null}::text is null or search @@ search_query(${q ?? ''}))
      order by id desc limit ${limit}`,
  );
}
