import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readVotes } from '../../../../scripts/trending/history.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers } from '../../../support/readers.ts';

test('exports the history of an installation in the format of the evaluation', async () => {
  const { ctx, clock } = await freshContext();
  for (const [at, upvotes] of [
    ['10T05:00', 3],
    ['10T07:30', 9],
    ['10T23:00', 20],
    ['13T12:00', 31],
  ] as const) {
    clock.set(`2026-03-${at}:00Z`);
    await addPapers(ctx, '2026-03-10', [{ title: 'Seen', arxivId: '2603.00001', upvotes }]);
  }
  await addPapers(ctx, '2026-03-10', [{ title: 'Imported days later', upvotes: 7 }]);
  const { rows } = await ctx.db.pool.query<{ json_build_object: object }>(
    readFileSync('scripts/trending/export.sql', 'utf8'),
  );
  const lines = rows.map((row) => JSON.stringify(row.json_build_object)).join('\n');
  expect(readVotes('history.ndjson', lines)).toEqual({
    rejected: [],
    listings: [
      {
        date: '2026-03-10',
        id: '2603.00001',
        submitted: '2026-03-10T05:00:00Z',
        at8: { hour: 7.5, upvotes: 9, comments: 0 },
        next: 20,
        final: 31,
        finalAfterHours: 84,
        code: false,
      },
    ],
  });
});
