import { z } from 'zod';
import { addDays, type Day } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { sql } from '../../db/sql.ts';
import type { PaperInput } from '../paper.ts';
import { sampleAuthors, samplePapers } from './sample-papers.ts';
import { savePapers, type Saved } from '../import/save.ts';

const perDay = 12;

/**
 * Deals a dozen invented papers for a day; the same day again deals nothing. The deck turns by date; a paper that
 * was dealt before comes back as its next part, for a paper stands in one daily digest only.
 */
export async function dealSamplePapers(ctx: Context, day: Day): Promise<Saved> {
  const dealt = await ctx.db.rows(
    z.object({ title: z.string(), today: z.boolean() }),
    sql`select title, listed_on = ${day}::date as today from paper where source = 'sample'`,
  );
  if (dealt.some((paper) => paper.today)) return { added: 0, updated: 0, unchanged: perDay, ids: [] };
  const first = Math.floor(Date.parse(day) / 86_400_000) * perDay;
  const papers = Array.from({ length: perDay }, (_, place) =>
    deal(
      day,
      first + place,
      dealt.map((paper) => paper.title),
    ),
  );
  return savePapers(ctx.db, papers, { source: 'sample', listedOn: day, now: ctx.now });
}

function deal(day: Day, card: number, dealt: string[]): PaperInput {
  const number = card % samplePapers.length;
  const [title, abstract, category, upvotes, comments, keywords] = samplePapers[number] ??
    samplePapers[0] ?? ['', '', '', 0, 0, []];
  const part = dealt.filter((earlier) => earlier === title || earlier.startsWith(`${title}, Part `)).length + 1;
  return {
    title: part === 1 ? title : `${title}, Part ${part}`,
    abstract,
    publishedOn: addDays(day, -1 - (card % 3)),
    authors: sampleAuthors.filter((_, index) => (index * 7 + number * 3) % 11 < 3),
    categories: [category],
    keywords,
    upvotes,
    comments,
  };
}
