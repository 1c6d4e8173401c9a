import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { addDays, type Day, dayOf } from '../../lib/dates.ts';
import type { Context } from '../../context.ts';
import { paperInput, type PaperInput } from '../paper.ts';
import { savePapers, type Saved } from '../import/save.ts';

const file = fileURLToPath(new URL('../../../templates/sample/papers.json', import.meta.url));
const perDay = 12;

/** Invented papers for trying out the project without a source. None of them exists. */
export function samplePapers(): PaperInput[] {
  return z.array(paperInput).parse(JSON.parse(readFileSync(file, 'utf8')));
}

/**
 * Adds twelve invented papers for a day, unless it already has some. The papers rotate by date. A
 * paper that was listed before returns as its next part, because a digest shows a paper only once.
 */
export async function addSamplePapers(ctx: Context, day: Day): Promise<Saved> {
  const earlier = await ctx.db.prisma.paper.findMany({
    where: { source: 'sample' },
    select: { title: true, listedOn: true },
  });
  if (earlier.some(({ listedOn }) => dayOf(listedOn) === day))
    return { added: 0, updated: 0, unchanged: perDay, ids: [] };
  const titles = earlier.map(({ title }) => title);
  const papers = samplesOf(day).map((paper, place) => ({
    ...paper,
    title: nextPart(paper.title, titles),
    publishedOn: addDays(day, -1 - (place % 3)),
  }));
  return savePapers(ctx.db, papers, { source: 'sample', listedOn: day, now: ctx.now });
}

function samplesOf(day: Day): PaperInput[] {
  const all = samplePapers();
  const first = (Math.floor(Date.parse(day) / 86_400_000) * perDay) % all.length;
  return [...all, ...all].slice(first, first + perDay);
}

function nextPart(title: string, earlier: string[]): string {
  const parts = earlier.filter(
    (other) => other === title || other.startsWith(`${title}, Part `),
  ).length;
  return parts === 0 ? title : `${title}, Part ${parts + 1}`;
}
