import { z } from 'zod';
import type { Context } from '../../src/context.ts';
import { sql } from '../../src/db/sql.ts';
import { samplePapers } from '../../src/papers/sources/sample.ts';
import { savePapers } from '../../src/papers/import/save.ts';

/** Adds this many papers to the day's page. Returns the id of the first. */
export async function fillDay(ctx: Context, today: string, papers: number): Promise<number> {
  const samples = samplePapers();
  const inputs = Array.from({ length: papers }, (_, place) => {
    const { title, ...paper } = samples[place % samples.length] ?? { title: '' };
    return {
      ...paper,
      title: `${title}, ${place + 1}`,
      authors: ['Ada Lindqvist', 'Kwame Asare', 'Mei Tanaka', 'Noor Haddad'],
      publishedOn: today,
      pdfUrl: `https://arxiv.example/pdf/${place}`,
      codeUrl: `https://code.example/${place}`,
    };
  });
  const { ids } = await savePapers(ctx.db, inputs, {
    source: 'file',
    listedOn: today,
    now: ctx.now,
  });
  return ids[0] ?? 0;
}

/** Adds readers who have been active since yesterday. */
export async function addReaders(ctx: Context, readers: number): Promise<void> {
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'reader' || n || '@d' || n % 500 || '.example', 'reader' || n || '@d' || n % 500 || '.example', 'active', now() - interval '1 day'
    from generate_series(1, ${readers}::int) as n`);
}

/** Counts deliveries that are still queued. */
export async function openDeliveries(ctx: Context): Promise<number> {
  const row = await ctx.db.row(
    z.object({ open: z.number() }),
    sql`select count(*) as open from delivery where state = 'queued'`,
  );
  return row?.open ?? 0;
}
