import { expect, test } from 'vitest';
import { composeDraft } from '../../../../src/digests/compose/compose.ts';
import { rises } from '../../../../src/papers/reading.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers } from '../../../support/readers.ts';

test('what came to a paper: since the point a day old, or (a new paper) since an hour before it was seen', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-09T06:00:00Z');
  const save = (at: string, papers: { title: string; upvotes?: number; comments?: number }[], day = '2026-03-09') => {
    clock.set(at);
    return addPapers(ctx, day, papers);
  };
  const [old = 0, unknown = 0] = await save('2026-03-09T06:00:00Z', [
    { title: 'Old', upvotes: 5 },
    { title: 'Unknown' },
  ]);
  await save('2026-03-09T12:00:00Z', [{ title: 'Old', upvotes: 9, comments: 1 }]);
  const [fresh = 0] = await save('2026-03-10T10:00:00Z', [{ title: 'New', upvotes: 4 }], '2026-03-10');
  const [late = 0] = await save('2026-03-10T11:00:00Z', [{ title: 'Seen late', upvotes: 40 }], '2026-03-07');
  await save('2026-03-10T12:00:00Z', [{ title: 'Old', upvotes: 29, comments: 3 }]);
  await save('2026-03-10T12:00:00Z', [{ title: 'New', upvotes: 6 }], '2026-03-10');
  const rise = await rises(ctx.db, [old, unknown, fresh, late], ctx.now());
  expect(rise.get(old)).toEqual({ upvotes: 20, comments: 2, hours: 24 });
  expect(rise.get(fresh)).toEqual({ upvotes: 6, comments: 0, hours: 3 });
  // Listed on the 7th: not an hour's harvest.
  expect(rise.get(late)).toEqual({ upvotes: 40, comments: 0, hours: 60 });
  expect(rise.has(unknown)).toBe(false);
});

test('why is this third? The API says it of each paper of the page and of a digest', async () => {
  const { ctx } = await freshContext({ ADMIN_API_KEY: 'a key of sixteen characters' });
  await addPapers(ctx, '2026-03-10', [
    { title: 'First', upvotes: 31, comments: 3 },
    { title: 'Second', upvotes: 15, codeUrl: 'https://code.example/x' },
    { title: 'Third' },
  ]);
  const app = await startApp(ctx);
  const headers = { accept: 'application/json', authorization: 'Bearer a key of sixteen characters' };
  const page = (await app.inject({ url: '/papers?date=2026-03-10', headers })).json<{ items: object[] }>();
  expect(page.items).toMatchObject([
    {
      title: 'First',
      score: expect.any(Number),
      reasons: [expect.stringMatching(/^rising by/), '31 upvotes (+5.00)', '3 comments (+0.40)'],
    },
    { title: 'Second', reasons: expect.arrayContaining(['15 upvotes (+4.00)', 'code is there (+0.30)']) },
    { title: 'Third', reasons: ['upvotes unknown, counted as the mean (+4.50)'] },
  ]);
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-10' });
  const digest = (await app.inject({ url: '/api/v1/digests/2026-03-10', headers })).json<{ papers: object[] }>();
  expect(digest.papers[2]).toMatchObject({
    rank: 3,
    title: 'Third',
    score: 4.5,
    reasons: ['upvotes unknown, counted as the mean (+4.50)'],
  });
});
