import { type Day, dateOf } from '../lib/dates.ts';
import type { DbClient } from '../db/client.ts';
import type { Prisma } from '../generated/prisma/client.ts';
import type { Paper } from './paper.ts';
import { papersByIds } from './reading.ts';
import { paperColumns, toPaper } from './row.ts';
import { newestMatchingIds } from './search/sql.ts';

interface ListRequest {
  date?: Day | undefined;
  q?: string | undefined;
  /** The last day that may be shown; all days if not given. */
  through?: Day | undefined;
  /** The last id of the previous page. */
  after: number | null;
  limit: number;
}

/** Lists papers by id, newest first: all of them, those of one day, or those that match `q`. */
export async function listPapers(
  db: DbClient,
  { date, q, through, after, limit }: ListRequest,
): Promise<Paper[]> {
  if (q !== undefined)
    return papersByIds(db, await newestMatchingIds(db, { date, q, through, after, limit }));
  const where: Prisma.PaperWhereInput = {
    ...(after === null ? {} : { id: { lt: after } }),
    listedOn: {
      ...(date !== undefined && { equals: dateOf(date) }),
      ...(through !== undefined && { lte: dateOf(through) }),
    },
  };
  const rows = await db.prisma.paper.findMany({
    where,
    orderBy: { id: 'desc' },
    take: limit,
    select: paperColumns,
  });
  return rows.map(toPaper);
}
