import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../../src/context.ts';
import type { DbClient } from '../../../../src/db/client.ts';
import { sql } from '../../../../src/db/sql.ts';
import { composeMail } from '../../../../src/digests/mail/digest-mail.ts';
import { digestOf, poolOf } from '../../../../src/digests/queries.ts';
import { digestTick } from '../../../../src/digests/send/schedule.ts';
import { cancelDigest } from '../../../../src/digests/send/states.ts';
import type { PaperInput } from '../../../../src/papers/paper.ts';
import { changePreferences } from '../../../../src/subscribers/preferences/preferences.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers, addReader } from '../../../support/readers.ts';

const tenth = '2026-03-10';
const eleventh = '2026-03-11';
const twelfth = '2026-03-12';

/** Papers `P1`, `P2`, … with these upvotes. */
const papers = (...upvotes: number[]): PaperInput[] =>
  upvotes.map((count, n) => ({ title: `P${n + 1}`, upvotes: count }));

/** Other papers, `Q1`, `Q2`, … */
const more = (...upvotes: number[]): PaperInput[] =>
  papers(...upvotes).map((paper, n) => ({ ...paper, title: `Q${n + 1}` }));

/** The digest of the day, composed and queued at 9:00. */
async function compose(ctx: Context, clock: { set(at: string): void }, date: string) {
  clock.set(`${date}T09:00:00Z`);
  await digestTick(ctx);
}

async function pool(ctx: Context, date: string): Promise<string[]> {
  const digest = await digestOf(ctx.db, 'daily', date);
  return (await poolOf(ctx.db, digest?.id ?? 0)).map(({ content }) => content.title);
}

/** The titles of the list in each reader's delivery, by subscriber id. Null if it was skipped. */
async function lists(ctx: Context, date: string): Promise<Record<number, string[] | null>> {
  const digest = await digestOf(ctx.db, 'daily', date);
  const titles = await pool(ctx, date);
  const rows = await ctx.db.prisma.delivery.findMany({ where: { digestId: digest?.id ?? 0 } });
  const selections = await ctx.db.prisma.selection.findMany({
    where: { digestId: digest?.id ?? 0 },
  });
  const ranksOf = new Map(selections.map(({ id, ranks }) => [id, ranks]));
  const listOf = (id: number | null) =>
    id === null
      ? titles.slice(0, digest?.issueSize)
      : (ranksOf.get(id) ?? []).map((rank) => titles[rank - 1] ?? '');
  return Object.fromEntries(
    rows.map(({ subscriberId, selectionId, state }) => [
      subscriberId,
      state === 'skipped' ? null : listOf(selectionId),
    ]),
  );
}

test('shows a paper below the issue again within two days, marked as rising, but no paper of the issue', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '2' }, `${tenth}T07:00:00Z`);
  const reader = await addReader(ctx);
  await addPapers(ctx, tenth, papers(50, 40, 5));
  await compose(ctx, clock, tenth);
  expect(await lists(ctx, tenth)).toEqual({ [reader]: ['P1', 'P2'] });
  clock.set(`${eleventh}T07:30:00Z`);
  await addPapers(ctx, tenth, papers(900, 800, 125));
  await addPapers(ctx, eleventh, [{ title: 'New', upvotes: 3 }]);
  await compose(ctx, clock, eleventh);
  expect(await lists(ctx, eleventh)).toEqual({ [reader]: ['P3', 'New'] });
  const app = await startApp(ctx);
  const page = (await app.inject(`/digests/${eleventh}`)).body.replaceAll('\u00a0', ' ');
  expect(page).toContain('+120 since yesterday');
  const issue = await app.inject({
    url: `/digests/${eleventh}`,
    headers: { accept: 'application/json' },
  });
  expect(issue.json()).toMatchObject({
    papers: [
      {
        title: 'P3',
        reasons: expect.arrayContaining([expect.objectContaining({ code: 'rising', count: 120 })]),
      },
      {},
    ],
  });
  for (const feed of ['/digests/feed.xml', '/digests/feed.json'])
    expect((await app.inject(feed)).body).toMatch(/P3.{1,20} · \+120 since yesterday/);
  const found = await digestOf(ctx.db, 'daily', eleventh);
  if (found === undefined) throw new Error('no digest');
  const mail = await composeMail(ctx, found, await poolOf(ctx.db, found.id));
  for (const part of [mail.html, mail.text])
    expect(part.replaceAll(/\s/g, ' ')).toContain('+120 since yesterday');
  await compose(ctx, clock, twelfth);
  expect(await digestOf(ctx.db, 'daily', twelfth)).toMatchObject({
    status: 'skipped',
    reason: { code: 'no-papers' },
  });
});

test('covers DIGEST_WINDOW days up to the digest’s date', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_WINDOW: '2' }, `${tenth}T07:00:00Z`);
  for (const day of ['2026-03-08', '2026-03-09', tenth, eleventh])
    await addPapers(ctx, day, [`Of ${day}`]);
  await compose(ctx, clock, tenth);
  expect((await pool(ctx, tenth)).toSorted()).toEqual(['Of 2026-03-09', 'Of 2026-03-10']);
});

test('ignores cancelled issues and drafts, but sends their readers no paper twice', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '2' }, `${tenth}T07:00:00Z`);
  const early = await addReader(ctx, { hour: 8 });
  const late = await addReader(ctx, { hour: 20 });
  await addPapers(ctx, tenth, papers(9, 8, 7, 6));
  await compose(ctx, clock, tenth);
  await ctx.db.prisma.delivery.updateMany({ data: { state: 'sent' } });
  await cancelDigest(ctx, 'daily', tenth);
  await compose(ctx, clock, eleventh);
  expect(await pool(ctx, eleventh)).toEqual(['P1', 'P2', 'P3', 'P4']);
  clock.set(`${eleventh}T20:00:00Z`);
  await digestTick(ctx);
  expect(await lists(ctx, eleventh)).toEqual({ [early]: ['P3', 'P4'], [late]: ['P1', 'P2'] });
});

test('shows the papers of a digest that reached nobody again', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '2' }, `${tenth}T07:00:00Z`);
  await addReader(ctx);
  await addPapers(ctx, tenth, papers(9, 8, 7));
  await compose(ctx, clock, tenth);
  await ctx.db.prisma.delivery.updateMany({ data: { state: 'failed', reason: 'expired' } });
  clock.set(`${eleventh}T12:00:00Z`);
  await digestTick(ctx);
  expect((await digestOf(ctx.db, 'daily', tenth))?.status).toBe('sent');
  await compose(ctx, clock, twelfth);
  // The eleventh showed the third.
  expect(await pool(ctx, twelfth)).toEqual(['P1', 'P2']);
});

test('sends nobody a paper twice; readers with equal preferences and history share a list', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '2' }, `${tenth}T07:00:00Z`);
  const topic = (title: string, upvotes: number): PaperInput => ({
    title: `${title} sparse`,
    upvotes,
  });
  const old = [
    await addReader(ctx, { topics: ['sparse'] }),
    await addReader(ctx, { topics: ['sparse'] }),
  ];
  const plain = await addReader(ctx);
  const wide = await addReader(ctx, { papers: 5 });
  await addPapers(ctx, tenth, [
    ...papers(90, 80, 70, 60, 50),
    topic('A', 4),
    topic('B', 3),
    topic('C', 2),
  ]);
  await compose(ctx, clock, tenth);
  const fresh = [
    await addReader(ctx, { topics: ['sparse'] }),
    await addReader(ctx, { topics: ['sparse'] }),
  ];
  await addPapers(ctx, eleventh, [{ title: 'N', upvotes: 1 }]);
  await compose(ctx, clock, eleventh);
  const first = await lists(ctx, tenth);
  const second = await lists(ctx, eleventh);
  expect(first).toMatchObject({ [plain]: ['P1', 'P2'], [wide]: ['P1', 'P2', 'P3', 'P4', 'P5'] });
  expect(first[old[0] ?? 0]).toEqual(['A sparse', 'B sparse']);
  // P1 and P2 were in the issue, so nobody gets them again, not even readers with a personal list.
  expect(second).toMatchObject({
    [plain]: ['P3', 'P4'],
    [wide]: ['A sparse', 'B sparse', 'C sparse', 'N'],
  });
  for (const id of old) expect(second[id]).toEqual(['C sparse', 'P3']);
  for (const id of fresh) expect(second[id]).toEqual(['A sparse', 'B sparse']);
  const digest = await digestOf(ctx.db, 'daily', eleventh);
  expect(await ctx.db.prisma.selection.count({ where: { digestId: digest?.id ?? 0 } })).toBe(3);
});

test('sends the rest of the issue to a reader who removes all topics; a skipped delivery showed nothing', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '2' }, `${tenth}T07:00:00Z`);
  const changed = await addReader(ctx, { topics: ['sparse'], topicsOnly: true });
  const failed = await addReader(ctx, { topics: ['sparse'], topicsOnly: true });
  await addPapers(ctx, tenth, [
    ...papers(90, 80),
    { title: 'A sparse', upvotes: 9 },
    { title: 'B', upvotes: 8 },
  ]);
  await compose(ctx, clock, tenth);
  await ctx.db.prisma.delivery.updateMany({
    where: { subscriberId: failed },
    data: { state: 'failed' },
  });
  await changePreferences(ctx, changed, { topics: [], topicsOnly: false });
  await addPapers(ctx, eleventh, [{ title: 'N', upvotes: 1 }]);
  await compose(ctx, clock, eleventh);
  expect(await lists(ctx, eleventh)).toEqual({ [changed]: ['B', 'N'], [failed]: ['A sparse'] });
});

test('sends nobody a paper twice while papers compete for three days', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '3' }, `${tenth}T07:00:00Z`);
  const choices = [
    {},
    { papers: 5 },
    { topics: ['alpha'] },
    { topics: ['beta'], topicsOnly: true },
    { topics: ['alpha', 'beta'] },
  ];
  const seen = new Map<number, string[]>();
  for (const [day, date] of [tenth, eleventh, twelfth, '2026-03-13', '2026-03-14'].entries()) {
    for (const choice of choices)
      await addReader(ctx, { ...choice, activeSince: `${date}T00:00:00Z` });
    const words = ['alpha', 'beta', 'gamma'];
    await addPapers(
      ctx,
      date,
      Array.from({ length: 15 }, (_, n) => ({
        title: `D${day} N${n} ${words[n % 3]}`,
        upvotes: (n * 7 + day * 5) % 40,
      })),
    );
    await compose(ctx, clock, date);
    for (const [reader, list] of Object.entries(await lists(ctx, date))) {
      seen.set(Number(reader), [...(seen.get(Number(reader)) ?? []), ...(list ?? [])]);
    }
  }
  expect(seen.size).toBe(25);
  for (const titles of seen.values()) expect(new Set(titles).size).toBe(titles.length);
});

test('sends nobody a paper twice that stays in the pool for two weeks', async () => {
  const env = { DIGEST_PAPERS: '2', DIGEST_WINDOW: '14' };
  const { ctx, clock } = await freshContext(env, `${tenth}T07:00:00Z`);
  const reader = await addReader(ctx, { topics: ['sparse'], topicsOnly: true });
  await addPapers(ctx, tenth, [...papers(90, 80), { title: 'A sparse', upvotes: 9 }]);
  await compose(ctx, clock, tenth);
  expect(await lists(ctx, tenth)).toEqual({ [reader]: ['A sparse'] });
  await addPapers(ctx, '2026-03-20', [...more(90, 80), { title: 'B sparse', upvotes: 8 }]);
  await compose(ctx, clock, '2026-03-20');
  expect(await pool(ctx, '2026-03-20')).toContain('A sparse');
  expect(await lists(ctx, '2026-03-20')).toEqual({ [reader]: ['B sparse'] });
});

interface Read {
  relation: string;
  condition: string;
  /** The types of the nodes above. */
  inside: string[];
}

const plannedNode = z.looseObject({
  'Node Type': z.string().default(''),
  'Relation Name': z.string().default(''),
  'Index Cond': z.string().default(''),
  /** Of a bitmap scan. */
  'Recheck Cond': z.string().default(''),
});

/** The nodes of a query plan that read these tables. */
function readsOf(plan: unknown, tables: string[], inside: string[] = []): Read[] {
  if (Array.isArray(plan)) return plan.flatMap((part) => readsOf(part, tables, inside));
  if (typeof plan !== 'object' || plan === null) return [];
  const node = plannedNode.parse(plan);
  const relation = node['Relation Name'];
  const condition = node['Index Cond'] || node['Recheck Cond'];
  const found =
    tables.includes(relation) && node['Node Type'] !== 'ModifyTable'
      ? [{ relation, condition, inside }]
      : [];
  const below = [...inside, node['Node Type']];
  return [...found, ...Object.values(plan).flatMap((part) => readsOf(part, tables, below))];
}

/** A context that explains the statement that looks up histories and lists before it runs it. */
function explaining(ctx: Context, plans: unknown[]): Context {
  const row = z.object({ 'QUERY PLAN': z.unknown() });
  const explained = (tx: DbClient): DbClient => ({
    ...tx,
    run: async (statement) => {
      if (statement.text.includes('create temporary table queueing_reader'))
        plans.push(await tx.row(row, sql`explain (format json) ${statement}`));
      return tx.run(statement);
    },
  });
  const transaction: Context['db']['transaction'] = (work, timeout) =>
    ctx.db.transaction((tx) => work(explained(tx)), timeout);
  return { ...ctx, db: { ...ctx.db, transaction } };
}

test.for([
  ['ranges if they have no hour', null],
  ['whole primary keys if they chose an hour', 9],
] as const)('queues readers with a history by %s, for any number of lists', async ([, hour]) => {
  const { ctx, clock } = await freshContext({ DIGEST_TIME: '09:00' }, `${tenth}T07:00:00Z`);
  await addReader(ctx, { topics: ['sparse'], hour });
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since, topics, hour)
    select address, address, 'active', '2020-01-01', array['topic' || n % 80, 'word' || n / 80], ${hour}::int
    from generate_series(1, 1500) as n, lateral (select 'reader' || n || '@many.example' as address) as reader`);
  const plans: unknown[] = [];
  for (const date of [tenth, eleventh]) {
    await addPapers(
      ctx,
      date,
      Array.from({ length: 80 }, (_, n) => `Paper of ${date} on topic${n} and word${n}`),
    );
    plans.length = 0;
    await compose(explaining(ctx, plans), clock, date);
  }
  const second = await digestOf(ctx.db, 'daily', eleventh);
  const where = { digestId: second?.id ?? 0 };
  expect(await ctx.db.prisma.delivery.count({ where })).toBe(1501);
  expect(await ctx.db.prisma.selection.count({ where })).toBeGreaterThan(1500);
  const reads = readsOf(plans, ['delivery', 'selection_key']);
  const relations = reads.map(({ relation }) => relation);
  expect(relations.toSorted()).toEqual(['delivery', 'selection_key']);
  // A plan that compares each reader with each list takes ten times as long.
  const isFast = ({ condition, inside }: Read) =>
    hour === null
      ? !inside.includes('Nested Loop')
      : /digest_id = .* AND \((reader_key|subscriber_id) = /.test(condition);
  expect(reads.filter((read) => !isFast(read))).toEqual([]);
});
