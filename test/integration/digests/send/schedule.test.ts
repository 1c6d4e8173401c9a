import { expect, test, vi } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import type { Queryable } from '../../../../src/db/client.ts';
import { lockDigest } from '../../../../src/digests/lock.ts';
import { digestOf, poolOf } from '../../../../src/digests/queries.ts';
import { sendNow } from '../../../../src/digests/send/manual-send.ts';
import { digestTick, queueDue } from '../../../../src/digests/send/schedule.ts';
import {
  cancelDigest,
  pauseDigest,
  resumeDigest,
  returnToDraft,
} from '../../../../src/digests/send/states.ts';
import { queueSlots } from '../../../../src/digests/send/fan-out.ts';
import { hasLateReaders } from '../../../../src/digests/send/sql/slots.ts';
import { composeDraft, composeReady } from '../../../../src/digests/compose/compose.ts';
import type { PaperInput } from '../../../../src/papers/paper.ts';
import { savePapers } from '../../../../src/papers/import/save.ts';
import { lockPapers } from '../../../../src/papers/import/sql.ts';
import { confirm } from '../../../../src/subscribers/signup/confirm.ts';
import { makeToken } from '../../../../src/subscribers/tokens.ts';
import { changePreferences } from '../../../../src/subscribers/preferences/preferences.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers, addReader, deliveries } from '../../../support/readers.ts';

const at = (iso: string) => new Date(iso);

async function statusOf(ctx: Awaited<ReturnType<typeof freshContext>>['ctx'], date: string) {
  const found = await digestOf(ctx.db, 'daily', date);
  return found === undefined ? undefined : { status: found.status, reason: found.reason };
}

async function arxivIdsOf(ctx: Awaited<ReturnType<typeof freshContext>>['ctx'], date: string) {
  const found = await digestOf(ctx.db, 'daily', date);
  return (await poolOf(ctx.db, found?.id ?? 0)).map(({ content }) => content.arxivId);
}

test('composes the digest at its time, not earlier, and once for any number of processes', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T07:59:59Z');
  await addPapers(ctx, '2026-03-10', ['One', 'Two']);
  await digestTick(ctx);
  expect(await statusOf(ctx, '2026-03-10')).toBeUndefined();
  clock.set('2026-03-10T08:00:00Z');
  await Promise.all(Array.from({ length: 8 }, () => digestTick(ctx)));
  expect(await statusOf(ctx, '2026-03-10')).toEqual({ status: 'ready', reason: null });
  expect(await ctx.db.prisma.digest.count()).toBe(1);
});

test('treats the first start as on time and creates no rows for earlier days', async () => {
  const { ctx } = await freshContext({}, '2026-03-10T23:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await digestTick(ctx);
  expect(await ctx.db.prisma.digest.count()).toBe(1);
  expect(await statusOf(ctx, '2026-03-10')).toEqual({ status: 'ready', reason: null });
});

test('composes up to DIGEST_CATCH_UP late, and otherwise skips with the reason', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-09T07:00:00Z');
  await digestTick(ctx);
  for (const day of ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'])
    await addPapers(ctx, day, [`Of ${day}`]);
  clock.set('2026-03-11T14:00:00Z');
  await digestTick(ctx);
  const late = { status: 'skipped', reason: { code: 'too-late' } };
  expect(await statusOf(ctx, '2026-03-09')).toEqual(late);
  expect(await statusOf(ctx, '2026-03-10')).toEqual(late);
  expect(await statusOf(ctx, '2026-03-11')).toEqual({ status: 'ready', reason: null });
  // A skipped day is not a digest, so its papers are in the next one.
  const caughtUp = await digestOf(ctx.db, 'daily', '2026-03-11');
  expect(await poolOf(ctx.db, caughtUp?.id ?? 0)).toHaveLength(3);
  clock.set('2026-03-12T14:00:01Z');
  await digestTick(ctx);
  expect(await statusOf(ctx, '2026-03-12')).toEqual(late);
});

test('skips a day without papers, with the reason, and sends nothing', async () => {
  const { ctx } = await freshContext();
  await addReader(ctx);
  await digestTick(ctx);
  expect(await statusOf(ctx, '2026-03-10')).toEqual({
    status: 'skipped',
    reason: { code: 'no-papers', sources: [] },
  });
  expect(await deliveries(ctx)).toEqual([]);
});

test('pools the papers of three days, without papers of earlier issues', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T09:00:00Z');
  await addPapers(ctx, '2026-03-07', ['Too old']);
  await addPapers(ctx, '2026-03-08', ['Young enough']);
  await addPapers(ctx, '2026-03-10', ['New']);
  await digestTick(ctx);
  const titles = async (date: string) => {
    const found = await digestOf(ctx.db, 'daily', date);
    return (await poolOf(ctx.db, found?.id ?? 0)).map(({ content }) => content.title).sort();
  };
  expect(await titles('2026-03-10')).toEqual(['New', 'Young enough']);
  // The listing of the tenth continues after its digest. Later papers are in the next one.
  clock.set('2026-03-10T15:00:00Z');
  await addPapers(ctx, '2026-03-10', ['Came late on the tenth', 'New']);
  await addPapers(ctx, '2026-03-11', ['Of the eleventh']);
  clock.set('2026-03-11T08:00:00Z');
  await digestTick(ctx);
  expect(await titles('2026-03-11')).toEqual(['Came late on the tenth', 'Of the eleventh']);
  clock.set('2026-03-12T08:00:00Z');
  await addPapers(ctx, '2026-03-12', ['Of the twelfth']);
  await digestTick(ctx);
  expect(await titles('2026-03-12')).toEqual(['Of the twelfth']);
});

test('includes an old arXiv paper that Hugging Face lists later in the next digest, once', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T07:00:00Z');
  const save = (source: string, listedOn: string, papers: PaperInput[]) =>
    savePapers(ctx.db, papers, { source, listedOn, now: ctx.now });
  const listed = (arxivId: string, listedOn: string): PaperInput => ({
    title: `Paper ${arxivId}`,
    arxivId,
    listedOn,
  });
  await save('arxiv', '2026-03-10', [
    listed('2603.00001', '2026-03-02'),
    listed('2603.00002', '2026-03-02'),
    listed('2603.00003', '2026-03-10'),
  ]);
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  expect(await arxivIdsOf(ctx, '2026-03-10')).toEqual(['2603.00003']);
  clock.set('2026-03-10T14:00:00Z');
  const late = [listed('2603.00001', '2026-03-10'), listed('2603.00003', '2026-03-10')];
  await save('huggingface', '2026-03-10', [...late, listed('2603.00002', '2026-03-09')]);
  // Hourly refreshes do not change when it was listed.
  clock.set('2026-03-11T07:00:00Z');
  await save('huggingface', '2026-03-11', [{ ...listed('2603.00002', '2026-03-09'), upvotes: 3 }]);
  await save('arxiv', '2026-03-11', [listed('2603.00004', '2026-03-11')]);
  clock.set('2026-03-11T08:00:00Z');
  await digestTick(ctx);
  expect(await arxivIdsOf(ctx, '2026-03-11')).toEqual(['2603.00002', '2603.00004', '2603.00001']);
  clock.set('2026-03-11T09:00:00Z');
  await save('huggingface', '2026-03-11', [{ ...late[0], title: 'Paper 2603.00001', upvotes: 30 }]);
  clock.set('2026-03-12T08:00:00Z');
  await digestTick(ctx);
  expect(await statusOf(ctx, '2026-03-12')).toEqual({
    status: 'skipped',
    reason: { code: 'no-papers', sources: [] },
  });
});

test.for(['sent', 'skipped'])(
  'includes a paper of the Sunday after a weekly was %s in the next weekly only',
  async (became) => {
    const { ctx, clock } = await freshContext({}, '2026-03-08T20:00:00Z');
    await digestTick(ctx);
    if (became === 'sent') await addPapers(ctx, '2026-03-08', ['In time']);
    const weekly = async (date: string) => {
      const found = await digestOf(ctx.db, 'weekly', date);
      return [
        found?.status,
        (await poolOf(ctx.db, found?.id ?? 0)).map(({ content }) => content.title).toSorted(),
      ];
    };
    clock.set('2026-03-09T08:00:00Z');
    await digestTick(ctx);
    expect(await weekly('2026-03-09')).toEqual(
      became === 'sent' ? ['ready', ['In time']] : ['skipped', []],
    );
    clock.set('2026-03-09T12:00:00Z');
    await addPapers(ctx, '2026-03-08', ['In time', 'Late for Sunday']);
    await addPapers(ctx, '2026-03-07', ['Late for Saturday: history']);
    await addPapers(ctx, '2026-03-10', ['Of Tuesday']);
    clock.set('2026-03-16T08:00:00Z');
    await digestTick(ctx);
    const late = became === 'sent' ? ['Late for Sunday'] : ['In time', 'Late for Sunday'];
    expect(await weekly('2026-03-16')).toEqual(['ready', [...late, 'Of Tuesday']]);
    clock.set('2026-03-23T08:00:00Z');
    await digestTick(ctx);
    expect(await weekly('2026-03-23')).toEqual(['skipped', []]);
  },
);

/** The queries in this database that wait for a lock. */
const waiting = sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

/**
 * Waits until this number of queries wait for a lock. A transaction would see only one snapshot of
 * the view.
 */
const waitUntilLocked = (db: Queryable, count: number) =>
  vi.waitFor(async () => expect(await db.run(waiting)).toBe(count), {
    timeout: 60_000,
    interval: 5,
  });

test('waits for papers that are being saved', async () => {
  const { ctx } = await freshContext({}, '2026-03-10T08:00:00Z');
  let composed: Promise<unknown> = Promise.resolve();
  await ctx.db.sqlTransaction(async (tx) => {
    await lockPapers(tx);
    composed = digestTick(ctx);
    await waitUntilLocked(ctx.db, 1);
    await tx.run(
      sql`insert into paper (source, title, title_key, listed_on) values ('file', 'Saved', 'saved', '2026-03-10')`,
    );
  });
  await composed;
  expect(await statusOf(ctx, '2026-03-10')).toEqual({ status: 'ready', reason: null });
});

test('a digest that is sent while it is composed again is not composed', async () => {
  const { ctx } = await freshContext({}, '2026-03-10T07:00:00Z');
  const daily = { kind: 'daily', date: '2026-03-10' } as const;
  const reader = await addReader(ctx);
  await addPapers(ctx, '2026-03-10', ['One']);
  await composeDraft(ctx, daily);
  const composed = await ctx.db.sqlTransaction(async (tx) => {
    await lockPapers(tx);
    const composed = Promise.allSettled([composeDraft(ctx, daily)]);
    await waitUntilLocked(ctx.db, 1);
    await sendNow(ctx, daily);
    return { composed };
  });
  expect(await composed.composed).toMatchObject([{ status: 'rejected', reason: { status: 409 } }]);
  expect((await statusOf(ctx, '2026-03-10'))?.status).toBe('sending');
  expect(await deliveries(ctx)).toMatchObject([{ subscriberId: reader, state: 'queued' }]);
});

test('does not freeze a draft that an operator composes while the tick is about to compose', async () => {
  const { ctx } = await freshContext({}, '2026-03-10T08:02:00Z');
  await addReader(ctx);
  await addPapers(ctx, '2026-03-10', ['One']);
  const { both } = await ctx.db.sqlTransaction(async (tx) => {
    await lockPapers(tx);
    const draft = composeDraft(ctx, { kind: 'daily', date: '2026-03-10' });
    await waitUntilLocked(ctx.db, 1);
    const tick = digestTick(ctx);
    await waitUntilLocked(ctx.db, 2);
    return { both: Promise.all([draft, tick]) };
  });
  await both;
  expect((await statusOf(ctx, '2026-03-10'))?.status).toBe('draft');
  expect(await deliveries(ctx)).toEqual([]);
});

test('queues nobody for a digest that is rescheduled while an earlier one is queued', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T07:00:00Z');
  await addReader(ctx);
  for (const date of ['2026-03-09', '2026-03-10']) {
    await addPapers(ctx, date, [`Of ${date}`]);
    await composeDraft(ctx, { kind: 'daily', date });
    await sendNow(ctx, { kind: 'daily', date, at: at('2026-03-10T10:00:00Z') });
  }
  clock.set('2026-03-10T10:00:00Z');
  const { queued } = await ctx.db.transaction(async (tx) => {
    await lockDigest(tx, 'daily', '2026-03-09');
    const queued = queueDue(ctx);
    await waitUntilLocked(ctx.db, 1);
    await returnToDraft(ctx, 'daily', '2026-03-10');
    await sendNow(ctx, { kind: 'daily', date: '2026-03-10', at: at('2026-03-11T10:00:00Z') });
    return { queued };
  }, 60_000);
  await queued;
  expect((await deliveries(ctx)).map(({ date }) => date)).toEqual(['2026-03-09']);
  expect((await statusOf(ctx, '2026-03-10'))?.status).toBe('ready');
});

test('includes papers saved during composing in this digest or the next', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['There']);
  let saved: Promise<unknown> = Promise.resolve();
  await ctx.db.transaction(async (tx) => {
    await lockPapers(tx);
    saved = addPapers(ctx, '2026-03-10', ['Not quite there']);
    await waitUntilLocked(ctx.db, 1);
    clock.set('2026-03-10T08:00:01Z');
    await composeReady(ctx, tx, { kind: 'daily', date: '2026-03-10' }, []);
    clock.set('2026-03-10T08:00:02Z');
  }, 60_000);
  await saved;
  await addPapers(ctx, '2026-03-11', ['Of the eleventh']);
  clock.set('2026-03-11T08:00:00Z');
  await digestTick(ctx);
  const titles = async (date: string) =>
    (await poolOf(ctx.db, (await digestOf(ctx.db, 'daily', date))?.id ?? 0)).map(
      ({ content }) => content.title,
    );
  expect(await titles('2026-03-10')).toEqual(['There']);
  expect(await titles('2026-03-11')).toEqual(['Of the eleventh', 'Not quite there']);
});

test('never mixes sample papers and real ones', async () => {
  const { ctx } = await freshContext({ PAPER_SOURCES: 'sample' });
  await addPapers(ctx, '2026-03-10', ['Real']);
  await digestTick(ctx);
  const found = await digestOf(ctx.db, 'daily', '2026-03-10');
  expect((await poolOf(ctx.db, found?.id ?? 0)).map(({ content }) => content.title)).toEqual([
    'Real',
  ]);
  const day = { kind: 'daily', date: '2026-03-11' } as const;
  const [real = 0] = await addPapers(ctx, day.date, ['Another']);
  const { ids } = await savePapers(ctx.db, [{ title: 'Sample' }], {
    source: 'sample',
    listedOn: day.date,
    now: ctx.now,
  });
  await expect(composeDraft(ctx, { ...day, paperIds: [real, ...ids] })).rejects.toMatchObject({
    status: 422,
    title: 'Sample papers',
  });
});

test('keeps a frozen digest unchanged if its papers change', async () => {
  const { ctx } = await freshContext();
  const [id] = await addPapers(ctx, '2026-03-10', ['As it was']);
  await digestTick(ctx);
  await ctx.db.run(sql`update paper set title = 'Changed', upvotes = 9 where id = ${id}`);
  await digestTick(ctx);
  const found = await digestOf(ctx.db, 'daily', '2026-03-10');
  expect((await poolOf(ctx.db, found?.id ?? 0))[0]?.content).toMatchObject({
    title: 'As it was',
    upvotes: null,
  });
});

test('makes each reader due at the first occurrence of their hour in their time zone', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  const plain = await addReader(ctx);
  const berlin = await addReader(ctx, { timezone: 'Europe/Berlin', hour: 18 });
  const tokyo = await addReader(ctx, { timezone: 'Asia/Tokyo', hour: 7 });
  const utc = await addReader(ctx, { hour: 7 });
  await digestTick(ctx);
  expect((await deliveries(ctx)).map(({ subscriberId }) => subscriberId)).toEqual([plain]);
  clock.set('2026-03-10T16:59:59Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(1);
  clock.set('2026-03-10T17:00:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(2);
  clock.set('2026-03-11T07:00:00Z');
  await digestTick(ctx);
  const due = new Map(
    (await deliveries(ctx)).map((row) => [row.subscriberId, row.dueAt.toISOString()]),
  );
  expect(due.get(plain)).toBe('2026-03-10T08:00:00.000Z');
  expect(due.get(berlin)).toBe('2026-03-10T17:00:00.000Z');
  expect(due.get(tokyo)).toBe('2026-03-10T22:00:00.000Z');
  expect(due.get(utc)).toBe('2026-03-11T07:00:00.000Z');
});

test('sends a late digest at once to readers who confirmed before', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-09T07:00:00Z');
  await digestTick(ctx);
  await addPapers(ctx, '2026-03-10', ['One']);
  const early = await addReader(ctx, { hour: 8, activeSince: '2026-03-10T07:00:00Z' });
  await addReader(ctx, { hour: 8, activeSince: '2026-03-10T10:00:01Z' });
  clock.set('2026-03-10T10:00:00Z');
  await digestTick(ctx);
  clock.set('2026-03-10T10:01:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toMatchObject([
    {
      subscriberId: early,
      dueAt: at('2026-03-10T10:00:00Z'),
      expiresAt: at('2026-03-11T06:00:00Z'),
    },
  ]);
});

test('starts tomorrow for a reader who confirms after their due time', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await addPapers(ctx, '2026-03-11', ['Two']);
  await digestTick(ctx);
  const id = await addReader(ctx, { hour: 8, activeSince: '2026-03-10T09:05:00Z' });
  const chooses = await addReader(ctx, { status: 'pending' });
  const { id: confirmation } = await ctx.db.prisma.confirmation.create({
    data: { subscriberId: chooses, preferences: { hour: 8 } },
  });
  // The time moves on between two reads of the clock.
  let time = Date.parse('2026-03-10T09:05:00Z');
  const confirming = { ...ctx, now: () => new Date((time += 1)) };
  const confirmed = await confirm(
    confirming,
    makeToken(ctx.keys, 'confirm', confirmation),
    undefined,
  );
  expect(confirmed.state).toBe('confirmed');
  clock.set('2026-03-10T09:06:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toEqual([]);
  clock.set('2026-03-11T08:00:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toMatchObject([
    { subscriberId: id, date: '2026-03-11' },
    { subscriberId: chooses, date: '2026-03-11' },
  ]);
});

test('applies weekdays to the local date of the due time', async () => {
  // Friday evening in UTC is Saturday morning in Auckland.
  const { ctx, clock } = await freshContext({}, '2026-03-13T08:00:00Z');
  await addPapers(ctx, '2026-03-13', ['One']);
  const berlin = await addReader(ctx, {
    frequency: 'weekdays',
    timezone: 'Europe/Berlin',
    hour: 20,
  });
  await addReader(ctx, { frequency: 'weekdays', timezone: 'Pacific/Auckland', hour: 8 });
  await digestTick(ctx);
  clock.set('2026-03-13T23:00:00Z');
  await digestTick(ctx);
  expect((await deliveries(ctx)).map(({ subscriberId }) => subscriberId)).toEqual([berlin]);
});

test('recomputes the due time after a change of hour, never in the past, and sends no digest twice', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  const late = await addReader(ctx, { hour: 20 });
  const early = await addReader(ctx, { hour: 10 });
  await addReader(ctx, { hour: 10 });
  const weekly = await addReader(ctx, { hour: 20, frequency: 'weekly' });
  await digestTick(ctx);
  clock.set('2026-03-10T15:00:00Z');
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  await changePreferences(ctx, weekly, { hour: 10 });
  expect(await hasLateReaders(ctx.db, digest, 'UTC')).toBe(false);
  await changePreferences(ctx, late, { hour: 10 });
  await changePreferences(ctx, early, { hour: 20 });
  expect(await hasLateReaders(ctx.db, digest, 'UTC')).toBe(true);
  clock.set('2026-03-10T15:01:00Z');
  await digestTick(ctx);
  clock.set('2026-03-10T21:00:00Z');
  await digestTick(ctx);
  const rows = await deliveries(ctx);
  expect(rows).toHaveLength(3);
  expect(rows.find(({ subscriberId }) => subscriberId === late)?.dueAt).toEqual(
    at('2026-03-10T15:00:00Z'),
  );
  expect(rows.find(({ subscriberId }) => subscriberId === early)?.dueAt).toEqual(
    at('2026-03-10T10:00:00Z'),
  );
});

test('queues a reader who chose an hour just before it, by another clock, after its slot was queued', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await addReader(ctx, { hour: 10 });
  const id = await addReader(ctx, { hour: 20 });
  await digestTick(ctx);
  clock.set('2026-03-10T10:00:00Z');
  await digestTick(ctx);
  clock.set('2026-03-10T09:59:59.500Z');
  await changePreferences(ctx, id, { hour: 10 });
  clock.set('2026-03-10T10:01:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toMatchObject([
    { dueAt: at('2026-03-10T10:00:00Z') },
    { subscriberId: id, dueAt: at('2026-03-10T10:00:00Z') },
  ]);
});

test('sends different papers if two digests with the same papers are queued at the same time', async () => {
  const { ctx } = await freshContext({ DIGEST_PAPERS: '2' }, '2026-03-10T07:00:00Z');
  const dates = ['2026-03-09', '2026-03-10'] as const;
  await addReader(ctx);
  await addPapers(ctx, '2026-03-09', ['One', 'Two', 'Three', 'Four']);
  for (const date of dates) await composeDraft(ctx, { kind: 'daily', date });
  await sendNow(ctx, { kind: 'daily', date: dates[0], budget: 0 });
  const { both } = await ctx.db.transaction(async (tx) => {
    const first = queueSlots(ctx, await lockDigest(tx, 'daily', dates[0]));
    await waitUntilLocked(ctx.db, 1);
    const second = sendNow(ctx, { kind: 'daily', date: dates[1] });
    await Promise.race([second, waitUntilLocked(ctx.db, 2)]);
    return { both: Promise.all([first, second]) };
  }, 60_000);
  await both;
  expect(await deliveries(ctx)).toHaveLength(2);
  expect(await ctx.db.prisma.selection.findMany()).toMatchObject([{ ranks: [3, 4] }]);
});

test('pauses the fan-out, and queues missed slots on resume', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await addReader(ctx, { hour: 8 });
  await addReader(ctx, { hour: 12 });
  await digestTick(ctx);
  await pauseDigest(ctx, 'daily', '2026-03-10');
  clock.set('2026-03-10T13:00:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(1);
  await resumeDigest(ctx, 'daily', '2026-03-10');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(2);
});

test('cancels finally: open deliveries are skipped and nothing more is queued', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await addReader(ctx);
  await addReader(ctx, { hour: 12 });
  await digestTick(ctx);
  await cancelDigest(ctx, 'daily', '2026-03-10');
  clock.set('2026-03-10T13:00:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toMatchObject([{ state: 'skipped' }]);
  await expect(resumeDigest(ctx, 'daily', '2026-03-10')).rejects.toMatchObject({ status: 409 });
});

test('freezes an existing draft unchanged, and returns a ready digest without deliveries to draft', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T07:00:00Z');
  const [first, second] = await addPapers(ctx, '2026-03-10', ['One', 'Two', 'Three']);
  await composeDraft(ctx, {
    kind: 'daily',
    date: '2026-03-10',
    paperIds: [second ?? 0, first ?? 0],
  });
  await addReader(ctx, { hour: 20 });
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  const found = await digestOf(ctx.db, 'daily', '2026-03-10');
  expect(found?.status).toBe('ready');
  expect((await poolOf(ctx.db, found?.id ?? 0)).map(({ content }) => content.title)).toEqual([
    'Two',
    'One',
  ]);
  await returnToDraft(ctx, 'daily', '2026-03-10');
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('draft');
  clock.set('2026-03-10T08:01:00Z');
  await digestTick(ctx);
  clock.set('2026-03-10T20:00:00Z');
  await digestTick(ctx);
  await expect(returnToDraft(ctx, 'daily', '2026-03-10')).rejects.toMatchObject({ status: 409 });
});

test('finishes a digest after the last due time without open rows, and keeps its counts', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await addReader(ctx);
  await digestTick(ctx);
  clock.set('2026-03-11T09:00:00Z');
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', '2026-03-10'))?.status).toBe('sending');
  await ctx.db.run(sql`update delivery set state = 'sent'`);
  await digestTick(ctx);
  expect(await digestOf(ctx.db, 'daily', '2026-03-10')).toMatchObject({
    status: 'sent',
    finalCounts: { sent: 1, queued: 0 },
  });
});

test.for([
  ['Europe/Berlin', 2, '2026-03-27', '2026-03-31'],
  ['Europe/Berlin', 2, '2026-10-23', '2026-10-27'],
  ['America/New_York', 2, '2026-03-06', '2026-03-10'],
  ['America/New_York', 1, '2026-10-30', '2026-11-03'],
  ['Australia/Lord_Howe', 2, '2026-04-03', '2026-04-07'],
  ['Australia/Lord_Howe', 2, '2026-10-02', '2026-10-06'],
] as const)(
  'sends one digest a day across clock changes: %s at %i from %s',
  async ([zone, hour, from, through]) => {
    const { ctx, clock } = await freshContext(
      { DIGEST_TIME: '00:00', DIGEST_TIMEZONE: zone },
      `${from}T00:00:00Z`,
    );
    await addReader(ctx, { timezone: zone, hour });
    const start = Date.parse(`${from}T00:00:00Z`) - 86_400_000;
    const days = (Date.parse(through) - Date.parse(from)) / 86_400_000;
    for (let day = 0; day <= days + 1; day += 1) {
      const date = new Date(start + day * 86_400_000).toISOString().slice(0, 10);
      await addPapers(ctx, date, [`Of ${date} in ${zone}`]);
    }
    const hourIn = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit' });
    for (let time = start; time < Date.parse(`${through}T23:00:00Z`); time += 30 * 60_000) {
      // Every half hour in the early morning, less often otherwise.
      if (Number(hourIn.format(time)) > 4 && time % (6 * 3_600_000) !== 0) continue;
      clock.set(new Date(time).toISOString());
      await digestTick(ctx);
    }
    const rows = await deliveries(ctx);
    const perDay = new Map<string, number>();
    for (const { dueAt } of rows) {
      const local = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(dueAt);
      perDay.set(local, (perDay.get(local) ?? 0) + 1);
    }
    const inside = [...perDay].filter(([local]) => local >= from && local < through);
    expect(inside).toHaveLength(days);
    expect(inside.every(([, count]) => count === 1)).toBe(true);
    expect(new Set(rows.map(({ date }) => date)).size).toBe(rows.length);
  },
);
