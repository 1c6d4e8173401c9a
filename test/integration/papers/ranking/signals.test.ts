import { expect, test } from 'vitest';
import { composeDraft } from '../../../../src/digests/compose/compose.ts';
import { papersByIds } from '../../../../src/papers/reading.ts';
import { signalsOf } from '../../../../src/papers/ranking/signals.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers } from '../../../support/readers.ts';

test('measures growth between two observations at least one hour apart', async () => {
  const { ctx, clock } = await freshContext();
  const save = async (at: string, upvotes: Record<string, number>, day = '2026-03-09') => {
    clock.set(`2026-03-${at}:00Z`);
    const papers = Object.entries(upvotes).map(([title, count]) => ({ title, upvotes: count }));
    return addPapers(ctx, day, papers);
  };
  const [day = 0, stale = 0] = await save('09T06:00', { Day: 5, Stale: 1 });
  await save('09T12:00', { Day: 9 });
  const [hours = 0] = await save('10T05:00', { Hours: 4 });
  const [once = 0, hasty = 0, unknown = 0] = [
    ...(await save('10T11:30', { Once: 3377, Hasty: 1 })),
    ...(await addPapers(ctx, '2026-03-10', ['Unknown'])),
  ];
  await save('10T12:00', { Day: 29, Hours: 50, Hasty: 90 });
  const ids = [day, stale, hours, once, hasty, unknown];
  const growth = async () => {
    const signals = await signalsOf(ctx.db, await papersByIds(ctx.db, ids), ctx.now());
    return ids.map((id) => signals.get(id)?.growth);
  };
  const none = undefined;
  expect(await growth()).toEqual([
    { upvotes: 20, hours: 24 },
    none,
    { upvotes: 46, hours: 7 },
    none,
    none,
    none,
  ]);
  // Nothing was observed for three days, so earlier growth is ignored.
  clock.set('2026-03-13T12:00:00Z');
  expect(await growth()).toEqual(ids.map(() => none));
});

test('reads earlier papers of the same authors and organization if upvotes are unknown', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-02', [
    { title: 'Earlier', authors: ['Ada'], organization: 'Lab', upvotes: 31 },
    { title: 'Other', authors: ['Bob'], upvotes: 3 },
    { title: 'Not voted for', authors: ['Ada'] },
  ]);
  const ids = await addPapers(ctx, '2026-03-10', [
    { title: 'New', authors: ['Eve', 'Ada'], organization: 'Lab' },
    { title: 'Known', upvotes: 1 },
  ]);
  const signals = await signalsOf(ctx.db, await papersByIds(ctx.db, ids), ctx.now());
  const [unknown, known] = ids.map((id) => signals.get(id)?.trackRecord);
  const earlier = { papers: 1, upvotes: 31 };
  const points = 1.5 / 9 + (1.5 - 1.5 / 9) / 9;
  expect(unknown).toEqual({
    points: expect.closeTo(points, 5),
    authors: earlier,
    organization: earlier,
  });
  expect(known).toBeUndefined();
});

test('shows the reasons for a rank on the pages, in a digest and in the API', async () => {
  const { ctx, clock } = await freshContext({ ADMIN_API_KEY: 'a key of sixteen characters' });
  const papers = (upvotes: number) => [
    { title: 'First', upvotes, comments: 3 },
    { title: 'Second', upvotes: 29, codeUrl: 'https://code.example/x' },
    { title: 'Third' },
  ];
  clock.set('2026-03-10T01:00:00Z');
  await addPapers(ctx, '2026-03-10', papers(1));
  clock.set('2026-03-10T08:00:00Z');
  const [id] = await addPapers(ctx, '2026-03-10', papers(31));
  const app = await startApp(ctx);
  const headers = {
    accept: 'application/json',
    authorization: 'Bearer a key of sixteen characters',
  };
  const get = async (url: string) =>
    (await app.inject({ url, headers })).json<Record<string, object[]>>();
  const reasons = [
    { code: 'upvotes', count: 31 },
    { code: 'rising', count: 30, hours: 7 },
  ];
  const first = { title: 'First', reasons, reason: '31 upvotes · +30 in 7 hours' };
  const second = { title: 'Second', reason: '29 upvotes · code' };
  const third = { title: 'Third', reasons: [], reason: '' };
  for (const sort of ['trending', 'upvotes'])
    expect(await get(`/papers?date=2026-03-10&sort=${sort}`)).toMatchObject({
      items: [first, second, third],
    });
  expect(await get(`/papers/${id}`)).toMatchObject(first);
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-10' });
  expect(await get('/api/v1/digests/2026-03-10')).toMatchObject({ papers: [first, second, third] });
  const page = (await app.inject({ url: `/papers/${id}` })).body;
  expect(page.replaceAll('\u00a0', ' ')).toContain('31 upvotes · +30 in 7 hours · 3 comments');
});
