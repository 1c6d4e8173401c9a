import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { Queryable } from '../../db/client.ts';
import { sql } from '../../db/sql.ts';

export const sourceHealth = z.object({
  /** As PAPER_SOURCES names it. */
  source: z.string(),
  checkedAt: z.date().nullable(),
  succeededAt: z.date().nullable(),
  /** Why the last fetch failed. */
  error: z.string().nullable(),
  /** Papers of the day that the last fetch that worked brought, */
  papers: z.number().nullable(),
  /** and what it brought up to that hour of the same weekday in the last four weeks, on average. */
  usual: z.number().nullable(),
});

/** `healthy`: null before the first fetch. `reason`: why it is not. */
export interface SourceHealth extends z.output<typeof sourceHealth> {
  healthy: boolean | null;
  reason: string | null;
}

/** Less than this share of what is usual is far fewer papers than usual; below so many papers nothing is usual. */
const thinShare = 0.3;
const leastUsual = 5;

/** How the sources in use are: whether they answer, and about as many papers as on the same weekday up to the same hour. */
export async function sourcesHealth(ctx: Context): Promise<SourceHealth[]> {
  const names = ctx.config.sources.filter((name) => name !== 'sample');
  const rows = await ctx.db.rows(
    sourceHealth,
    sql`select name as source, last.at as "checkedAt", last.error, good.at as "succeededAt", good.papers, usual.papers as usual
      from unnest(${names}::text[]) with ordinality as asked(name, place)
        left join lateral (
          select at, error from source_fetch where source = name order by at desc limit 1
        ) as last on true
        left join lateral (
          select at, papers from source_fetch where source = name and error is null order by at desc limit 1
        ) as good on true
        left join lateral (
          select avg(papers)::float8 as papers from generate_series(1, 4) as weeks, lateral (
            select papers from source_fetch where source = name and error is null
              and at <= good.at - make_interval(days => 7 * weeks)
              and at > good.at - make_interval(days => 7 * weeks, hours => 12)
            order by at desc limit 1
          ) as earlier having count(*) >= 2
        ) as usual on true
      order by place`,
  );
  return rows.map((row) => {
    const reason = row.error ?? thin(row);
    return { ...row, healthy: row.checkedAt === null ? null : reason === null, reason };
  });
}

function thin({ papers, usual }: z.output<typeof sourceHealth>): string | null {
  if (papers === null || usual === null || usual < leastUsual || papers >= usual * thinShare) return null;
  return `${papers} papers, usually about ${Math.round(usual)} at this hour`;
}

/** The sources that hold a digest back. */
export async function sickSources(ctx: Context): Promise<SourceHealth[]> {
  return (await sourcesHealth(ctx)).filter(({ healthy }) => healthy === false);
}

const pastFetch = z.object({ at: z.date(), papers: z.number().nullable(), error: z.string().nullable() });
export type PastFetch = z.output<typeof pastFetch>;

/** The last fetches from a source, newest first: the papers of that day that each brought, or why it failed. */
export function fetchesOf(db: Queryable, source: string, limit: number): Promise<PastFetch[]> {
  return db.rows(
    pastFetch,
    sql`select at, papers, error from source_fetch where source = ${source} order by at desc limit ${limit}`,
  );
}
