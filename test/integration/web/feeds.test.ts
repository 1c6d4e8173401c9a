import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { expect, test } from 'vitest';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { addPapers } from '../../support/readers.ts';

const origin = 'https://papers.example';
const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

async function setup() {
  const { ctx, clock } = await freshContext();
  await addPapers(ctx, '2026-03-05', [
    { title: String.raw`On $\ell_1$ & <b>bold</b>`, upvotes: 9 },
  ]);
  await addPapers(ctx, '2026-03-09', [
    {
      title: 'Second',
      authors: ['Ada Lindqvist', 'Kwame Asare'],
      abstract: 'Of it.',
      categories: ['cs.LG'],
      upvotes: 2,
    },
    { title: 'Third' },
  ]);
  clock.set('2026-03-09T09:00:00Z');
  await digestTick(ctx);
  return { app: await startApp(ctx) };
}

/** The requirements of RFC 4287. */
function expectAtom(xml: string, self: string) {
  const feed = parseAtomFeed(xml);
  expect(xml).toMatch(/^<\?xml[^>]*\?>\s*<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom"/);
  expect(feed.id).toMatch(/^https:\/\/papers\.example\//);
  expect(feed.title?.value).not.toBe('');
  expect(feed.updated).toMatch(rfc3339);
  expect(feed.authors?.[0]?.name).toBe('Daily Papers');
  expect(feed.links?.find(({ rel }) => rel === 'self')?.href).toBe(origin + self);
  const ids = feed.entries?.map(({ id }) => id) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  for (const entry of feed.entries ?? []) {
    expect(entry.id).toMatch(/^https:\/\/papers\.example\/(papers|digests)\//);
    expect(entry.title?.value).not.toBe('');
    expect(entry.updated).toMatch(rfc3339);
    expect(entry.published).toMatch(rfc3339);
    expect(entry.links?.find(({ rel }) => rel === 'alternate')?.href).toBe(entry.id);
  }
  return feed;
}

/** The requirements of JSON Feed 1.1. */
function expectJson(text: string, self: string) {
  const raw = JSON.parse(text);
  expect(raw).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    feed_url: origin + self,
    language: 'en',
  });
  for (const item of raw.items) {
    expect(item.url).toBe(item.id);
    expect(item.content_text ?? item.content_html).toEqual(expect.any(String));
    expect(item.date_published).toMatch(rfc3339);
  }
  return parseJsonFeed(raw);
}

test('serves valid Atom and JSON feeds with the papers of the latest day', async () => {
  const { app } = await setup();
  const answer = await app.inject('/feed.xml');
  expect(answer.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  const atom = expectAtom(answer.body, '/feed.xml');
  expect(atom.entries?.map(({ title }) => title?.value)).toEqual(['Second', 'Third']);
  expect(atom.entries?.[0]).toMatchObject({
    authors: [{ name: 'Ada Lindqvist' }, { name: 'Kwame Asare' }],
    summary: { value: 'Of it.' },
    categories: [{ term: 'cs.LG' }],
  });
  const json = expectJson((await app.inject('/feed.json')).body, '/feed.json');
  expect(json.items?.map(({ id }) => id)).toEqual(atom.entries?.map(({ id }) => id));
});

test('serves feeds of both kinds of digests, with their papers', async () => {
  const { app } = await setup();
  const atom = expectAtom((await app.inject('/digests/feed.xml')).body, '/digests/feed.xml');
  expect(atom.entries?.map(({ id }) => id)).toEqual([
    `${origin}/digests/2026-03-09`,
    `${origin}/digests/2026-03-09?kind=weekly`,
  ]);
  expect(atom.entries?.map(({ content }) => content?.value).join()).toContain(
    'On ℓ₁ &amp; &lt;b&gt;bold&lt;/b&gt;',
  );
  const json = expectJson((await app.inject('/digests/feed.json')).body, '/digests/feed.json');
  expect(json.items?.map(({ id }) => id)).toEqual(atom.entries?.map(({ id }) => id));
});

test('links the feeds on every page; an empty site has valid feeds', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const { body } = await app.inject({ url: '/', headers: { accept: 'text/html' } });
  const named = [
    ...body.matchAll(/<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">/g),
  ];
  expect(named.map(([, , href]) => href)).toEqual([
    '/feed.xml',
    '/feed.json',
    '/digests/feed.xml',
    '/digests/feed.json',
  ]);
  for (const [, type, href = ''] of named) {
    const answer = await app.inject(href);
    expect([href, answer.headers['content-type']]).toEqual([href, `${type}; charset=utf-8`]);
    if (href.endsWith('.xml')) expectAtom(answer.body, href);
    else expectJson(answer.body, href);
  }
});

test('serves feeds of a search and an author, and an author’s page, without future papers', async () => {
  const { app } = await setup();
  for (const [path, query, titles] of [
    ['/search', '?q=second', ['Second']],
    ['/authors/Ada%20Lindqvist', '', ['Second']],
  ] as const) {
    const atom = expectAtom((await app.inject(`${path}.xml${query}`)).body, `${path}.xml${query}`);
    expect(atom.entries?.map(({ title }) => title?.value)).toEqual(titles);
    const json = expectJson(
      (await app.inject(`${path}.json${query}`)).body,
      `${path}.json${query}`,
    );
    expect(json.items?.map(({ title }) => title)).toEqual(titles);
  }
  const page = await app.inject({
    url: '/authors/Ada%20Lindqvist',
    headers: { accept: 'text/html' },
  });
  expect(page.body).toContain('href="/authors/Ada%20Lindqvist.xml"');
  const headers = { accept: 'application/json' };
  expect((await app.inject({ url: '/authors/Ada%20Lindqvist', headers })).json()).toMatchObject({
    items: [{ title: 'Second' }],
    nextCursor: null,
  });
  for (const name of ['Ada', 'A. Nobody', '%00', '.'])
    expect((await app.inject({ url: `/authors/${name}`, headers })).statusCode).toBe(404);
});

test('answers 400 with the name of an unknown parameter', async () => {
  const { app } = await setup();
  const headers = { accept: 'application/json' };
  for (const url of [
    '/feed.xml',
    '/feed.json',
    '/digests/feed.xml',
    '/digests/feed.json',
    '/authors/Ada%20Lindqvist.xml',
  ]) {
    const answer = await app.inject({ url: `${url}?since=now`, headers });
    expect([url, answer.statusCode, answer.json().errors]).toEqual([
      url,
      400,
      [{ path: 'since', message: 'this URL takes no parameters' }],
    ]);
  }
  for (const url of ['/search.xml', '/search.json']) {
    const answer = await app.inject({ url: `${url}?q=x&sort=date`, headers });
    expect([answer.statusCode, answer.json().errors]).toEqual([
      400,
      [{ path: 'sort', message: 'unknown parameter; expected one of: q, category' }],
    ]);
    expect((await app.inject({ url, headers })).statusCode).toBe(400);
  }
});

test('marks a rising paper in the feed of papers', async () => {
  const { ctx, clock } = await freshContext();
  clock.set('2026-03-10T01:00:00Z');
  await addPapers(ctx, '2026-03-10', [{ title: 'Rising', abstract: 'Of it.', upvotes: 5 }]);
  clock.set('2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', [{ title: 'Rising', upvotes: 45 }]);
  const app = await startApp(ctx);
  const marked = /\+40 in 7 hours\s+Of it\./;
  expect(parseAtomFeed((await app.inject('/feed.xml')).body).entries?.[0]?.summary?.value).toMatch(
    marked,
  );
  expect((await app.inject('/feed.json')).json()).toMatchObject({
    items: [{ content_text: expect.stringMatching(marked) }],
  });
});
