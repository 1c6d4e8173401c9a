import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { composeMail, fillMail } from '../../../../src/digests/mail/digest-mail.ts';
import { digestRenderers } from '../../../../src/digests/mail/renderers.ts';
import { digestOf, poolOf } from '../../../../src/digests/queries.ts';
import { digestTick } from '../../../../src/digests/send/schedule.ts';
import { selectionsByIds } from '../../../../src/digests/mail/sql.ts';
import { claimQueued, start } from '../../../../src/outbox/sql/claim.ts';
import { takeLease } from '../../../../src/outbox/sql/lease.ts';
import { textOf } from '../../../../src/outbox/rendering.ts';
import { importPapers } from '../../../../src/papers/import/import.ts';
import { preferenceInput } from '../../../../src/subscribers/preferences/definitions.ts';
import { changePreferences } from '../../../../src/subscribers/preferences/preferences.ts';
import { suggestTopics } from '../../../../src/subscribers/preferences/suggest-topics.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers, addReader, deliveries } from '../../../support/readers.ts';

const seed = path.resolve('../shared/data/daily-papers-page-2025-10-28.txt');

/** The email of each reader by id: subject, HTML and text as a mail client shows them. */
async function mailed(ctx: Context) {
  const senderId = await takeLease(ctx.db, 'test', 60);
  const render = digestRenderers(ctx)['digest'];
  const { rows } = await claimQueued(ctx.db, {
    senderId,
    limit: 100,
    now: ctx.now(),
    perDomain: 0,
    after: start,
  });
  const all = rows.map(async (row) => {
    const mail = await render?.(row);
    const {
      subject = '',
      html,
      text = '',
    } = await simpleParser(mail === undefined ? '' : textOf(mail));
    return [row.subscriberId ?? 0, { subject, html: String(html), text }] as const;
  });
  return new Map(await Promise.all(all));
}

const titles = (text: string) => [...text.matchAll(/^\d+\. +(.+)$/gm)].map(([, title]) => title);

test('shows each reader’s topics first, from the same pool and the same fragments', async () => {
  const { ctx } = await freshContext({ DIGEST_PAPERS: '3' });
  await addPapers(ctx, '2026-03-10', [
    { title: 'Popular', upvotes: 90 },
    { title: 'Sparse Autoencoders at Work', upvotes: 3 },
    { title: 'Also popular', upvotes: 80 },
    { title: 'Pictures', abstract: 'A network for the restoration of each image.', upvotes: 2 },
    { title: 'Categories', categories: ['cs.CL'], upvotes: 1 },
  ]);
  const sparse = await addReader(ctx, { topics: ['sparse autoencoders'] });
  const images = await addReader(ctx, { topics: ['image restoration'], topicsOnly: true });
  const category = await addReader(ctx, { topics: ['cs.cl', 'sparse autoencoders'], papers: 5 });
  const plain = await addReader(ctx);
  await digestTick(ctx);
  const mails = await mailed(ctx);
  const list = (id: number) => titles(mails.get(id)?.text ?? '');
  expect(list(sparse)).toEqual(['Sparse Autoencoders at Work', 'Popular', 'Also popular']);
  expect(list(images)).toEqual(['Pictures']);
  expect(list(category)).toEqual([
    'Sparse Autoencoders at Work',
    'Categories',
    'Popular',
    'Also popular',
    'Pictures',
  ]);
  expect(list(plain)).toEqual(['Popular', 'Also popular', 'Sparse Autoencoders at Work']);
  expect(mails.get(images)?.subject).toBe('Pictures');
  expect(mails.get(sparse)?.subject).toBe('Sparse Autoencoders at Work and 2 more');
  expect(mails.get(images)?.html).toMatch(
    /<title>Pictures<\/title>.*1\.<\/span> <a[^>]+>Pictures<\/a>/s,
  );
  expect(mails.get(images)?.text).toMatch(
    /\[1\]\s+A network for.*^\[1\] https:\/\/papers\.example\/papers\/4$/ms,
  );
  const fragment = (id: number) =>
    /<a[^>]+>Sparse Auto.*?Read more/s.exec(mails.get(id)?.html ?? '')?.[0];
  expect(fragment(sparse)).toBe(fragment(category));
  expect(fragment(sparse)).toBe(fragment(plain));
});

test('never sends a reader a paper twice within one kind of digest', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '2' }, '2026-03-10T09:00:00Z');
  const rising = { title: 'Sparse autoencoders', arxivId: '2603.00001' };
  const reader = await addReader(ctx, { topics: ['sparse autoencoders'] });
  await addPapers(ctx, '2026-03-10', [{ ...rising, upvotes: 1 }, 'Another', 'A third']);
  await digestTick(ctx);
  const first = titles((await mailed(ctx)).get(reader)?.text ?? '');
  // It is listed again in a new version, with many more upvotes.
  clock.set('2026-03-11T09:00:00Z');
  await addPapers(ctx, '2026-03-11', [
    { ...rising, title: 'Sparse autoencoders, version 2', upvotes: 99 },
    'A fourth',
  ]);
  await digestTick(ctx);
  const second = titles((await mailed(ctx)).get(reader)?.text ?? '');
  expect(first).toEqual(['Sparse autoencoders', 'Another']);
  expect(second).toEqual(['A fourth', 'A third']);
});

test('accepts 20 topics and 5 to 25 papers, and suggests keywords of the newest day that has some', async () => {
  const topics = Array.from({ length: 21 }, (_, n) => `topic ${n}`);
  expect(preferenceInput.safeParse({ topics: topics.slice(1), papers: 25 }).success).toBe(true);
  expect(preferenceInput.safeParse({ topics }).error?.issues[0]?.message).toBe('at most 20 topics');
  for (const papers of [4, 26, 5.5])
    expect(preferenceInput.safeParse({ papers }).success).toBe(false);
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-09', [
    { title: 'One', keywords: ['Sparse', 'vision'] },
    { title: 'Two', keywords: ['vision'] },
  ]);
  await addPapers(ctx, '2026-03-10', ['No keywords']);
  expect(await suggestTopics(ctx)).toEqual(['vision', 'sparse']);
});

test('matches phrases and exclusions in any word form, and tolerates nonsense', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', [
    { title: 'Vision with an image', upvotes: 3 },
    { title: 'Vision', abstract: 'The state of space.', upvotes: 2 },
    { title: 'Search 深度学习', abstract: 'State space models, self-supervised', upvotes: 1 },
    { title: 'Fourth', upvotes: 0, categories: ['cs.CL', 'cond-mat.mtrl-sci'] },
    { title: 'Fifth', upvotes: 0, categories: ['hep-th', 'The'] },
  ]);
  const found: Record<string, number[]> = {
    'vision -images': [2],
    '-images': [2, 3, 4, 5],
    '"state space"': [3],
    '-"state space"': [1, 2, 4, 5],
    'cs.cl': [4],
    'cs.LG': [],
    'Cond-Mat.mtrl-sci': [4],
    'HEP-TH': [5],
    the: [5],
    'visions or models': [1, 2, 3],
    'self-supervised': [3],
    深度学习: [3],
    ...Object.fromEntries(
      ['"', '-', '!', '|', '&', ':*', 'vis:*', '🙂', '<->', "'", '\\', '()'].map((text) => [
        text,
        [],
      ]),
    ),
  };
  const odd = Object.keys(found);
  for (let at = 0; at < odd.length; at += 20)
    await addReader(ctx, { topics: odd.slice(at, at + 20) });
  await digestTick(ctx);
  const matches = await ctx.db.prisma.topicMatch.findMany();
  expect(Object.fromEntries(matches.map(({ topic, ranks }) => [topic, ranks]))).toEqual(found);
});

test('cleans topics that Postgres cannot store, and rejects too long ones', () => {
  const topics = (list: string[]) => preferenceInput.safeParse({ topics: list });
  expect(
    topics(['half \uD83D', '\uD83D', 'a\0b', '\u202Eright', 'x'.repeat(80)]).data?.topics,
  ).toEqual(['half', 'a b', 'right', 'x'.repeat(80)]);
  const long = Array.from({ length: 20 }, (_, n) => `${n}`.padEnd(200, 'x'));
  expect(topics(long).error?.issues.map(({ message }) => message)).toEqual(
    long.map(() => 'at most 80 characters a topic'),
  );
});

test('shares one selection among readers with equal choices; a second tick adds none', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', ['One', 'Two']);
  for (let count = 0; count < 5; count += 1) await addReader(ctx, { topics: ['one'] });
  await addReader(ctx, { papers: 5 });
  await digestTick(ctx);
  await digestTick(ctx);
  expect(
    await selectionsByIds(
      ctx.db,
      Array.from({ length: 100 }, (_, id) => id),
    ),
  ).toMatchObject([{ ranks: [1, 2] }, { ranks: [1, 2] }]);
});

test('sends no email without a match, or one that says so', async () => {
  const { ctx } = await freshContext();
  await addPapers(ctx, '2026-03-10', ['One']);
  const quiet = await addReader(ctx, { topics: ['knitting'], topicsOnly: true });
  const notified = await addReader(ctx, {
    topics: ['knitting'],
    topicsOnly: true,
    notifyWhenEmpty: true,
  });
  await digestTick(ctx);
  expect(await deliveries(ctx)).toMatchObject([
    { subscriberId: quiet, state: 'skipped' },
    { subscriberId: notified, state: 'queued' },
  ]);
  const mail = (await mailed(ctx)).get(notified);
  expect(mail?.subject).toBe('Nothing new in your topics today');
  expect(mail?.text).toContain('Nothing new in your topics today.');
  expect(mail?.text).not.toContain('One');
});

test('sends a weekly reader the top of the seven days before Monday instead of daily digests', async () => {
  const { ctx, clock } = await freshContext({}, '2026-03-03T07:00:00Z');
  await addPapers(ctx, '2026-03-01', [{ title: 'Before the week', upvotes: 99 }]);
  const weekly = await addReader(ctx, { frequency: 'weekly' });
  const daily = await addReader(ctx);
  const changed = await addReader(ctx);
  await addPapers(ctx, '2026-03-03', [{ title: 'Tuesday’s', upvotes: 9 }]);
  await digestTick(ctx);
  clock.set('2026-03-03T09:00:00Z');
  await digestTick(ctx);
  await changePreferences(ctx, changed, { frequency: 'weekly' });
  await addPapers(ctx, '2026-03-03', [{ title: 'Tuesday’s', upvotes: 60 }]);
  await addPapers(ctx, '2026-03-09', [{ title: 'Monday’s' }]);
  clock.set('2026-03-09T09:00:00Z');
  await digestTick(ctx);
  const rows = await deliveries(ctx);
  expect(rows.filter(({ subscriberId }) => subscriberId === weekly)).toMatchObject([
    { date: '2026-03-09' },
  ]);
  expect(rows.filter(({ subscriberId }) => subscriberId === daily).map(({ date }) => date)).toEqual(
    ['2026-03-03', '2026-03-09'],
  );
  // The daily digest has shown this reader the only paper of the week.
  expect(rows.filter(({ subscriberId }) => subscriberId === changed)).toMatchObject([
    { date: '2026-03-03' },
    { date: '2026-03-09', state: 'skipped' },
  ]);
  const mail = (await mailed(ctx)).get(weekly);
  expect(titles(mail?.text ?? '')).toEqual(['Tuesday’s']);
  expect(mail?.text).toContain('Week ending Sunday 8 March 2026');
  expect(mail?.text).toContain('trending again');
  const app = await startApp(ctx);
  const page = (await app.inject('/digests/2026-03-09?kind=weekly')).body;
  expect(page).toMatch(/Tuesday’s<.*trending again/s);
  expect((await app.inject('/digests/2026-03-03')).body).not.toContain('trending again');
});

test('marks as trending again only what a daily issue showed with half the upvotes', async () => {
  const { ctx, clock } = await freshContext({ DIGEST_PAPERS: '2' }, '2026-03-03T09:00:00Z');
  const upvoted = (shown: number, unknown: number | null, pooled: number) =>
    addPapers(ctx, '2026-03-03', [
      { title: 'Shown', upvotes: shown },
      { title: 'Shown with unknown upvotes', upvotes: unknown },
      { title: 'Only in the pool', upvotes: pooled },
    ]);
  await upvoted(30, null, 1);
  await digestTick(ctx);
  await upvoted(60, 60, 60);
  clock.set('2026-03-09T09:00:00Z');
  await digestTick(ctx);
  const weekly = await ctx.db.prisma.digestPaper.findMany({
    where: { digest: { kind: 'weekly' } },
    orderBy: { paperId: 'asc' },
  });
  expect(weekly.map(({ content }) => JSON.stringify(content).includes('rose-again'))).toEqual([
    true,
    false,
    false,
  ]);
});

test.skipIf(!existsSync(seed))(
  'builds two personal lists of the copied page from one pool and the same fragments',
  async () => {
    const { ctx } = await freshContext({}, '2025-10-28T09:00:00Z');
    await importPapers(ctx, readFileSync(seed, 'utf8'), { format: 'page', date: '2025-10-28' });
    const sparse = await addReader(ctx, { topics: ['sparse autoencoders'], papers: 25 });
    const images = await addReader(ctx, { topics: ['image restoration'], papers: 25 });
    await digestTick(ctx);
    expect(await ctx.db.prisma.digest.count()).toBe(1);
    const mails = await mailed(ctx);
    const own = (id: number) => titles(mails.get(id)?.text ?? '');
    expect(own(sparse)).toHaveLength(25);
    expect(mails.get(sparse)?.text.split('[2]')[0]).toMatch(/sparse\s+auto-?encoder/i);
    expect(mails.get(images)?.text.split('[2]')[0]).toMatch(/restor/i);
    expect(own(sparse)[0]).not.toBe(own(images)[0]);
    expect(mails.get(sparse)?.subject.slice(0, 20)).toBe(own(sparse)[0]?.slice(0, 20));
    expect(mails.get(images)?.subject.slice(0, 20)).toBe(own(images)[0]?.slice(0, 20));
    // A paper looks the same in both lists, except for its position.
    const choices = (id: number) =>
      new Map(
        [
          ...(mails.get(id)?.html ?? '').matchAll(
            /\d+\.<\/span> <a[^>]+\/papers\/(\d+)".*?Read more/gs,
          ),
        ].map(([preferences, paper]) => [paper, preferences.replace(/^\d+/, '')]),
      );
    const [one, other] = [choices(sparse), choices(images)];
    const common = [...one.keys()].filter((paper) => other.has(paper));
    expect(common.length).toBeGreaterThan(10);
    for (const paper of common) expect(one.get(paper)).toBe(other.get(paper));
  },
);

test('keeps a list of 25 from a pool of 200 under 95 KB', async () => {
  const { ctx } = await freshContext();
  await addPapers(
    ctx,
    '2026-03-10',
    Array.from({ length: 200 }, (_, n) => ({
      title: `Paper ${n} ${'long '.repeat(30)}`,
      abstract: 'Äbstract. '.repeat(200),
    })),
  );
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  const mail = await composeMail(ctx, digest, await poolOf(ctx.db, digest.id));
  const ranks = Array.from({ length: 25 }, (_, n) => 200 - n);
  const out = fillMail(ctx, mail, { subscriberId: 1, address: 'ada@example.org', moves: 0 }, ranks);
  const body = out.body.join('');
  const { html, text = '' } = await simpleParser(textOf(out));
  expect(Buffer.byteLength(String(html))).toBeLessThan(95_000);
  expect(titles(text)).toHaveLength(25);
  // The guarantees of `encoded`: no dot-stuffing and no rewriting for DKIM needed.
  expect(body).not.toMatch(/\r\n\.|[ \t]{2}|[ \t]\r\n|\t|\r\n\r\n$|[^\r]\n|\r[^\n]|[^\0-\x7f]/);
  expect(Math.max(...body.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(76);
});
