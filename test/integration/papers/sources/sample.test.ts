import { expect, test } from 'vitest';
import { addDays } from '../../../../src/lib/dates.ts';
import { papersOfDay } from '../../../../src/papers/reading.ts';
import { addSamplePapers, samplePapers } from '../../../../src/papers/sources/sample.ts';
import { freshContext } from '../../../support/context.ts';

test('adds twelve sample papers a day once; after a round they return as their next parts', async () => {
  const { ctx } = await freshContext();
  const days = Array.from({ length: 5 }, (_, n) => addDays('2026-03-10', n));
  for (const day of days) expect((await addSamplePapers(ctx, day)).added).toBe(12);
  expect(await addSamplePapers(ctx, '2026-03-10')).toMatchObject({ added: 0, unchanged: 12 });
  const titles = [];
  for (const day of days)
    titles.push(...(await papersOfDay(ctx.db, day)).map(({ title }) => title));
  expect(new Set(titles).size).toBe(60);
  expect(titles.filter((title) => title.endsWith(', Part 2'))).toHaveLength(
    60 - samplePapers().length,
  );
});
