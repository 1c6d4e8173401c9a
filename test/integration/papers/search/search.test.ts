import { Client } from 'pg';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../../src/context.ts';
import { migrate } from '../../../../src/db/migrate.ts';
import { sql } from '../../../../src/db/sql.ts';
import { papersOfWindow } from '../../../../src/papers/reading.ts';
import { similarPapers } from '../../../../src/papers/search/similar.ts';
import { rankPapers } from '../../../../src/papers/ranking/trending.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers } from '../../../support/readers.ts';

const json = { accept: 'application/json' };

const answer = z.object({
  items: z.array(
    z.looseObject({
      id: z.number(),
      title: z.string(),
      highlights: z.object({ title: z.string(), abstract: z.string() }),
    }),
  ),
  nextCursor: z.string().nullable(),
  matches: z.number(),
  capped: z.boolean(),
  didYouMean: z.string().nullable(),
});

/** An app, and functions that return a search's response as JSON and as a page. */
async function searching() {
  const { ctx, clock, url } = await freshContext();
  const app = await startApp(ctx);
  const address = (query: Record<string, string>) =>
    `/search?${new URLSearchParams(query).toString()}`;
  const ask = async (query: Record<string, string>) => {
    const reply = await app.inject({ url: address(query), headers: json });
    expect(reply.statusCode).toBe(200);
    return answer.parse(reply.json());
  };
  const titles = async (query: Record<string, string>) =>
    (await ask(query)).items.map(({ title }) => title);
  const page = (query: Record<string, string>, headers = {}) =>
    app.inject({ url: address(query), headers });
  return { ctx, clock, app, url, ask, titles, page };
}

/** Adds many short papers at once. `#n` of them are about a subject. */
async function addMany(
  ctx: Context,
  count: number,
  title: string,
  listedOn: string,
): Promise<void> {
  await ctx.db.run(sql`insert into paper (source, title, title_key, abstract, listed_on, upvotes)
    select 'file', ${title} || ' number ' || n, ${title} || n || ${listedOn}, '', ${listedOn}::date, n
    from generate_series(1, ${count}::int) as n`);
}

describe('search', () => {
  test('finds any word form, phrases, exclusions, alternatives, authors and an unfinished last word', async () => {
    const { ctx, titles } = await searching();
    await addPapers(ctx, '2026-03-10', [
      {
        title: 'Training transformers',
        abstract: 'Models of state space.',
        authors: ['Ada Andreas'],
      },
      { title: 'A transformed model', abstract: 'The space of a state.' },
      { title: 'Wind over maps', keywords: ['self-supervised learning'] },
    ]);
    const [first, second, third] = [
      'Training transformers',
      'A transformed model',
      'Wind over maps',
    ];
    expect((await titles({ q: 'transform' })).toSorted()).toEqual([second, first]);
    expect(await titles({ q: '"state space"' })).toEqual([first]);
    expect(await titles({ q: 'transformer -training' })).toEqual([second]);
    expect(await titles({ q: 'model -"state space"' })).toEqual([second]);
    for (const phrase of ['“state space”', '„state space“', '«state space»', '「state space」'])
      expect(await titles({ q: phrase })).toEqual([first]);
    expect(await titles({ q: 'model -“state space”' })).toEqual([second]);
    expect((await titles({ q: 'wind or training' })).toSorted()).toEqual([first, third]);
    expect(await titles({ q: 'andreas' })).toEqual([first]);
    expect(await titles({ q: 'the andreas' })).toEqual([first]);
    expect(await titles({ q: 'space andr' })).toEqual([first]);
    expect(await titles({ q: 'transformers' })).toContain(second);
    expect(await titles({ q: 'self-superv' })).toEqual([third]);
    expect(await titles({ q: 'andr space' })).toEqual([]);
    expect(await titles({ q: 'andr ' })).toEqual([]);
  });

  test('ranks a title above an abstract, and applies filters', async () => {
    const { ctx, titles } = await searching();
    await addPapers(ctx, '2026-03-10', [
      { title: 'About rivers', abstract: 'A glacier, and another thing.', categories: ['cs.CL'] },
      { title: 'About a glacier', abstract: 'Ice.', categories: ['cs.LG'], upvotes: 1 },
    ]);
    await addPapers(ctx, '2024-12-31', [
      { title: 'An old glacier of ice', categories: ['cs.LG'], upvotes: 900 },
    ]);
    expect(await titles({ q: 'glacier' })).toEqual([
      'About a glacier',
      'An old glacier of ice',
      'About rivers',
    ]);
    expect(await titles({ q: 'glacier', sort: 'date' })).toEqual([
      'About a glacier',
      'About rivers',
      'An old glacier of ice',
    ]);
    expect(await titles({ q: 'glacier', sort: 'trending' })).toEqual([
      'About rivers',
      'About a glacier',
      'An old glacier of ice',
    ]);
    expect(await titles({ q: 'glacier', category: 'cs.lg', from: '2025-01-01' })).toEqual([
      'About a glacier',
    ]);
    expect(await titles({ q: 'glacier', to: '2025-01-01' })).toEqual(['An old glacier of ice']);
    expect(await titles({ q: 'glacier', from: '2026-03-11' })).toEqual([]);
    expect((await titles({ category: 'cs.LG' })).toSorted()).toEqual([
      'About a glacier',
      'An old glacier of ice',
    ]);
  });

  test('suggests the most similar word for an unknown one', async () => {
    const { ctx, ask, titles, page } = await searching();
    await addPapers(ctx, '2026-03-10', [
      { title: 'Sparse autoencoders', abstract: 'We train them on images.' },
    ]);
    const { matches, didYouMean } = await ask({ q: 'sparse autoencodres', category: '' });
    expect({ matches, didYouMean }).toEqual({ matches: 0, didYouMean: 'sparse autoencoders' });
    expect(await titles({ q: didYouMean ?? '' })).toEqual(['Sparse autoencoders']);
    expect((await ask({ q: 'autoencodres', to: '2020-01-01' })).didYouMean).toBeNull();
    expect((await ask({ q: 'sparse -autoencodres' })).matches).toBe(1);
    expect((await ask({ q: 'zzzzqqqq' })).didYouMean).toBeNull();
    const { body } = await page({ q: 'autoencodres', sort: 'date' });
    expect(body).toContain(
      'Did you mean <a href="/search?q=autoencoders&amp;sort=date">autoencoders</a>?',
    );
  });

  test('finds a paper by its new words after an edit, including prefixes', async () => {
    const { ctx, titles } = await searching();
    const [id] = await addPapers(ctx, '2026-03-10', ['A paper']);
    await ctx.db.run(sql`update paper set abstract = 'About zebrafish.' where id = ${id}`);
    expect(await titles({ q: 'zebraf' })).toEqual(['A paper']);
  });
});

test('sorts by trending like the page, minus one doubling a week; unknown upvotes count as the mean', async () => {
  const { ctx, ask, clock } = await searching();
  const days = ['2025-03-10', '2026-02-24', '2026-03-03', '2026-03-09', '2026-03-10'];
  for (const [at, day] of days.entries())
    await addPapers(
      ctx,
      day,
      Array.from({ length: 6 }, (_, n) => ({
        title: `Glacier ${day} ${n}`,
        upvotes: n === 4 ? null : ((at * 12 + n) * 7919) % 97,
      })),
    );
  clock.set('2026-03-10T09:00:00Z');
  const papers = await papersOfWindow(ctx.db, {
    after: '2025-01-01',
    through: '2026-03-10',
    lateSince: null,
  });
  const weeks = (day: string) => (Date.parse('2026-03-10') - Date.parse(day)) / (7 * 86_400_000);
  const known = rankPapers(
    papers.filter(({ upvotes }) => upvotes !== null),
    ctx.now(),
  );
  const mean = known.reduce((sum, { score }) => sum + score, 0) / known.length;
  const scores = new Map(known.map(({ paper, score }) => [paper.id, score]));
  const scoreOf = ({ id, listedOn }: { id: number; listedOn: string }) =>
    (scores.get(id) ?? mean) - weeks(listedOn);
  const expected = papers.toSorted(
    (a, b) => scoreOf(b) - scoreOf(a) || b.listedOn.localeCompare(a.listedOn) || b.id - a.id,
  );
  const first = await ask({ q: 'glacier', sort: 'trending' });
  // An hour later all papers are older. The second page continues where the first one ended.
  clock.set('2026-03-10T10:00:00Z');
  const second = await ask({ q: 'glacier', sort: 'trending', cursor: first.nextCursor ?? '' });
  const found = [...first.items, ...second.items].map(({ id }) => id);
  expect(found).toEqual(expected.map(({ id }) => id));
});

describe('highlighting', () => {
  test('marks any word form in title and abstract, but not inside formulas or across markup', async () => {
    const { ctx, ask, page } = await searching();
    await addPapers(ctx, '2026-03-10', [
      {
        title: String.raw`Training <b>x</b> in $train \cdot x$ & "trained" \textbf{trains}`,
        abstract: String.raw`<script>train()</script> $\weird{train}$ Untrained.`,
      },
    ]);
    const { items } = await ask({ q: 'train' });
    const highlights = items[0]?.highlights ?? { title: '', abstract: '' };
    const formula = /<math>.*<\/math>/.exec(highlights.title)?.[0] ?? '';
    expect(formula).not.toContain('<mark>');
    expect(highlights.title.replace(formula, 'MATH')).toBe(
      '<mark>Training</mark> &lt;b&gt;x&lt;/b&gt; in MATH &amp; &quot;<mark>trained</mark>&quot; <mark>trains</mark>',
    );
    expect(highlights.abstract).toBe(
      String.raw`&lt;script&gt;<mark>train</mark>()&lt;/script&gt; \weird{train} Untrained.`,
    );
    const { body } = await page({ q: 'train' });
    expect(body).toContain(highlights.title);
    expect(body).not.toContain('<script>train');
  });
});

describe('paging', () => {
  test.each(['relevance', 'trending', 'date'])(
    'shows each paper once by %s and keeps the count, even if papers are added',
    async (sort) => {
      const { ctx, ask } = await searching();
      await addMany(ctx, 30, 'Old glacier', '2025-02-03');
      await addMany(ctx, 15, 'New glacier ice', '2026-03-09');
      const seen: string[] = [];
      let cursor = '';
      do {
        const { items, nextCursor, matches } = await ask({ q: 'glacier', sort, cursor });
        expect(matches).toBe(45);
        seen.push(...items.map(({ title }) => title));
        cursor = nextCursor ?? '';
        await addPapers(ctx, '2026-03-10', [`Glacier glacier that came after ${seen.length}`]);
      } while (cursor !== '');
      expect(seen.length).toBe(45);
      expect(new Set(seen).size).toBe(45);
      expect(seen.filter((title) => title.includes('came after'))).toEqual([]);
    },
  );

  test('ranks the newest 5,000 matches of a very common word, and says so', async () => {
    const { ctx, ask, page } = await searching();
    await addMany(ctx, 3000, 'Glacier glacier', '2019-05-06');
    await addMany(ctx, 5200, 'Glacier', '2026-03-09');
    const { items, matches, capped } = await ask({ q: 'glacier' });
    expect({ matches, capped }).toEqual({ matches: 5000, capped: true });
    expect(items.every(({ title }) => title.startsWith('Glacier number'))).toBe(true);
    const { body } = await page({ q: 'glacier' });
    expect(body).toMatch(/At least 5,000 papers\.\s+Showing the 5,000 newest matches\./);
    expect((await ask({ q: 'glacier', to: '2020-01-01' })).matches).toBe(3000);
  });

  test('keeps every filter in the links of the page, without a script', async () => {
    const { ctx, page } = await searching();
    await addMany(ctx, 25, 'Glacier', '2026-03-09');
    await ctx.db.run(sql`update paper set categories = '{cs.LG}'`);
    const { body } = await page({
      q: 'glacier',
      from: '2026-01-01',
      to: '',
      category: 'cs.LG',
      sort: 'trending',
    });
    const next = /<a rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(next).toMatch(
      /^\/search\?q=glacier&from=2026-01-01&category=cs\.LG&sort=trending&cursor=[\w-]+$/,
    );
    const last = await page(Object.fromEntries(new URL(next, 'http://x').searchParams));
    expect(last.body).not.toContain('rel="next"');
    expect(last.body).toContain(
      'href="/search?q=glacier&amp;from=2026-01-01&amp;category=cs.LG&amp;sort=trending"',
    );
    expect(last.body.match(/class="hit"/g)?.length).toBe(5);
  });
});

describe('invalid input', () => {
  test.each([
    [{ q: 'a', from: '2026-02-30' }, 'from'],
    [{ q: 'a', from: '2026-03-10', to: '2026-03-09' }, 'to'],
    [{ q: 'a'.repeat(301) }, 'q'],
    [{ q: 'a\0' }, 'q'],
    [{ q: 'a', category: '\0' }, 'category'],
    [{ q: 'a', sort: 'price' }, 'sort'],
    [{ q: 'a', cursor: 'nonsense' }, 'cursor'],
    [
      { q: 'a', cursor: Buffer.from('{"score":1,"id":99999999999}').toString('base64url') },
      'cursor',
    ],
  ])('rejects %j with a message at the field', async (query: Record<string, string>, field) => {
    const { app, page } = await searching();
    const url = `/search?${new URLSearchParams(query).toString()}`;
    const problem = await app.inject({ url, headers: json });
    expect([problem.statusCode, problem.headers['content-type']]).toEqual([
      422,
      expect.stringContaining('application/problem+json'),
    ]);
    expect(problem.json()).toMatchObject({ status: 422, errors: [{ path: field }] });
    const { statusCode, body } = await page(query, { 'accept-language': 'de' });
    expect(statusCode).toBe(422);
    expect(body).toContain('class="error"');
    expect(body).toContain(`id="${field}-error"`);
  });

  test.each([
    '"',
    '-',
    '-- -"" "" ""',
    '"'.repeat(300),
    ':*',
    'a:*',
    '&|!',
    '&&& ||| !!! <-> ()',
    "'; drop table paper; --",
    'or or or',
    'a or',
    'the of and',
    "\\ \\\\ \\'",
    "o'neil \\x",
    'مرحبا بالعالم',
    'א ב -ג',
    '深度学习',
    '🙂 -🙂 🙂',
    '%_%',
    '\u202Eabc',
    'a'.repeat(300),
    'x '.repeat(150),
    '-a '.repeat(100),
    'é'.normalize('NFD'),
    '\uFFFF\uD800',
    '#2026',
    '<b>"&amp;',
  ])('answers %j without an error', async (q) => {
    const { ctx, page, ask } = await searching();
    await addPapers(ctx, '2026-03-10', ['A paper about 深度学习 and the world']);
    await ask({ q, sort: 'relevance' });
    const { statusCode, body } = await page({ q, category: q.slice(0, 100) });
    expect(statusCode).toBe(200);
    expect(body).not.toContain('<b>');
  });

  test('supports German, and shows the form for an empty search', async () => {
    const { page } = await searching();
    const { body } = await page({ q: 'nirgends' }, { 'accept-language': 'de' });
    expect(body).toContain('Keine Paper gefunden.');
    expect((await page({})).body).not.toContain('role="status"');
  });
});

describe('similar papers', () => {
  test('share rare words of the title, not common ones', async () => {
    const { ctx } = await searching();
    const [id = 0, near = 0] = await addPapers(ctx, '2026-03-10', [
      'Sparse autoencoders for language models',
      'What sparse autoencoders learn',
      ...Array.from({ length: 20 }, (_, n) => `Language models for task ${n}`),
    ]);
    const similar = await similarPapers(ctx.db, id, '9999-12-31', 5);
    expect(similar[0]?.id).toBe(near);
    expect(similar.map((paper) => paper.id)).not.toContain(id);
  });

  test('are empty for a paper that shares nothing', async () => {
    const { ctx } = await searching();
    const [id = 0] = await addPapers(ctx, '2026-03-10', ['Glaciers', 'Rivers', '…']);
    expect(await similarPapers(ctx.db, id, '9999-12-31', 5)).toEqual([]);
    expect(await similarPapers(ctx.db, id + 2, '9999-12-31', 5)).toEqual([]);
  });
});

test('explains in the migration what to do if the extension cannot be created', async () => {
  const server = new URL(inject('postgres'));
  const name = `no_trgm_${Date.now()}`;
  const admin = new Client({ connectionString: server.href });
  await admin.connect();
  onTestFinished(async () => {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`drop role if exists ${name}`);
    await admin.end();
  });
  await admin.query(`create role ${name} login password '${name}'`);
  await admin.query(`create database ${name}`);
  const inside = new URL(server);
  inside.pathname = `/${name}`;
  const asOwner = new Client({ connectionString: inside.href });
  await asOwner.connect();
  await asOwner.query(`grant create on schema public to ${name}`);
  await asOwner.end();
  inside.username = name;
  inside.password = name;
  await expect(migrate(inside.href)).rejects.toThrow(
    /needs the Postgres extension pg_trgm.*create extension pg_trgm/s,
  );
  const left = new Client({ connectionString: inside.href });
  await left.connect();
  expect((await left.query(`select to_regclass('search_word') is null as gone`)).rows).toEqual([
    { gone: true },
  ]);
  await left.end();
});
