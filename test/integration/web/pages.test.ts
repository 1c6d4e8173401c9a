import { gzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { expect, test } from 'vitest';
import { createApiKey } from '../../../src/admin/accounts/api-keys.ts';
import { sql } from '../../../src/db/sql.ts';
import { composeDraft } from '../../../src/digests/compose/compose.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { samplePapers } from '../../../src/papers/sources/sample.ts';
import { makeToken } from '../../../src/subscribers/tokens.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { operatorOn } from '../../support/operator.ts';
import { addPapers, addReader } from '../../support/readers.ts';

const html = { accept: 'text/html', 'accept-language': 'en' };
const german = { accept: 'text/html', 'accept-language': 'de' };

async function setup(env: Record<string, string> = {}) {
  const { ctx, clock } = await freshContext(env);
  const app = await startApp(ctx);
  const get = (url: string, headers: Record<string, string> = html) => app.inject({ url, headers });
  return { ctx, clock, app, get };
}

const paper = {
  title: String.raw`Learning $\ell_1$ & <b>bold</b>`,
  abstract: 'An abstract. '.repeat(40),
  authors: ['Ada Lindqvist', 'Kwame Asare'],
  publishedOn: '2026-03-09',
  upvotes: 12,
  comments: 1,
  url: 'https://arxiv.org/abs/2603.00001v2',
  pdfUrl: 'https://arxiv.org/pdf/2603.00001',
  codeUrl: 'https://code.example/x',
  projectUrl: 'https://project.example/',
  categories: ['cs.LG'],
};

/** All recommended rules, with three adjustments. */
const validate = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // Every button inside a form here is a submit button, the default type.
    'no-implicit-button-type': 'off',
    // The title of a digest is its subject plus the name of the site.
    'long-title': ['error', { maxlength: 80 }],
    // Several checkboxes with one name form a question with several answers.
    'form-dup-name': ['error', { shared: ['radio', 'button', 'submit', 'reset', 'checkbox'] }],
  },
});

async function faults(markup: string): Promise<string[]> {
  const { results } = await validate.validateString(markup);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} (${line})`),
  );
}

test('passes html-validate on every page', async () => {
  const { ctx, clock, app, get } = await setup();
  await addPapers(ctx, '2026-02-20', ['An Old Paper']);
  const [id] = await addPapers(ctx, '2026-03-09', [paper, 'Of the Same $\\ell_1$ Learning']);
  clock.set('2026-03-09T09:00:00Z');
  await digestTick(ctx);
  await addPapers(ctx, '2026-03-10', ['A Second Day']);
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  await ctx.db.run(sql`insert into inbox_message ("from", "to", subject, size, raw)
    values ('a@papers.example', 'b@reader.example', 'Hello & <b>', 20, ${Buffer.from('Subject: Hello\r\n\r\nHi https://papers.example/ there')})`);
  const reader = await addReader(ctx, { topics: ['rivers'] });
  const pages = [
    '/',
    '/papers?date=2026-03-09&sort=newest&month=2026-02',
    '/papers?date=2026-03-01',
    `/papers/${id}`,
    '/search',
    '/search?q=bold',
    '/search?q=nothing+of+it',
    '/digests',
    '/digests?kind=weekly',
    '/digests/2026-03-09',
    '/digests/2026-03-09?kind=weekly',
    '/about',
    '/api/docs',
    '/inbox',
    '/inbox/1',
    '/subscribe/check-inbox',
    '/nothing/here',
    '/papers?date=nonsense',
    '/papers?date=2031-01-01',
    ...['unsubscribe', 'preferences'].map(
      (name) => `/${name}/${makeToken(ctx.keys, name as 'unsubscribe', reader)}`,
    ),
  ];
  await composeDraft(ctx, { kind: 'daily', date: '2026-02-20' });
  await createApiKey(ctx, null, 'of <nobody>', ['papers:read']);
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('a@x.example', 'bounced')`,
  );
  const digest = '/admin/digests/2026-02-20';
  const operators = [
    '/admin',
    '/admin/digests',
    '/admin/digests?kind=weekly',
    digest,
    `${digest}?q=second&part=text&language=zh`,
    `${digest}/send`,
    `${digest}/cancel`,
    '/admin/digests/2026-03-10',
    '/admin/subscribers',
    '/admin/subscribers?status=active&q=reader',
    `/admin/subscribers/${reader}`,
    '/admin/subscribers/new',
    '/admin/subscribers/import',
    '/admin/suppressions',
    '/admin/papers',
    '/admin/papers?q=second',
    `/admin/papers/${id}`,
    '/admin/papers/new',
    '/admin/papers/import',
    '/admin/papers/sources',
    '/admin/keys',
    '/admin/log',
    '/admin/account',
  ];
  const found = [];
  for (const language of ctx.words.languages) {
    const operator = await operatorOn(ctx, app, language);
    const wrong = [
      ['/admin/digests', { date: 'x' }],
      [`${digest}/send`, { when: 'later', at: 'x' }],
      [`${digest}/test`, { to: 'x' }],
      [`${digest}/pause`, {}],
      ['/admin/subscribers', { q: 'a@' }],
      ['/admin/subscribers/new', { email: 'a b' }],
      ['/admin/subscribers/import', {}],
      [`/admin/papers/${id}`, { title: '' }],
      ['/admin/papers/import', { text: 'x', format: 'page' }],
      ['/admin/keys', {}],
      ['/admin/keys', { csrf: '' }],
    ] as const;
    const answers = [
      ...operators.map((url) => operator.get(url)),
      ...wrong.map(([url, fields]) => operator.post(url, fields)),
      app.inject({ url: '/admin/sign-in', headers: { 'accept-language': language } }),
      app.inject({
        url: '/admin',
        headers: { 'accept-language': language, 'sec-fetch-site': 'cross-site' },
      }),
    ];
    for (const answer of answers) {
      const { body, raw, statusCode } = await answer;
      expect([200, 403, 409, 422]).toContain(statusCode);
      found.push(...(await faults(body)).map((fault) => `${raw.req.url}: ${fault}`));
    }
    const headers = { accept: 'text/html', 'accept-language': language };
    for (const url of pages)
      found.push(
        ...(await faults((await get(url, headers)).body)).map((fault) => `${url}: ${fault}`),
      );
  }
  expect(found).toEqual([]);
});

test('shows a calendar of days with papers, with other months and no future day', async () => {
  const { ctx, get } = await setup();
  await addPapers(ctx, '2025-12-31', ['Old']);
  await addPapers(ctx, '2026-02-27', ['February']);
  await addPapers(ctx, '2026-03-09', ['Yesterday', 'Too']);
  await addPapers(ctx, '2026-03-10', ['Today']);
  await addPapers(ctx, '2026-03-12', ['To Come']);
  const march = (await get('/')).body;
  expect(march).toContain('aria-label="Monday 9 March 2026, 2 papers"');
  expect(march).toMatch(/href="\/papers\?date=2026-03-10"[^>]*aria-current="date"/);
  expect(march).not.toContain('2026-03-12');
  expect(march).toContain('month=2026-02#calendar');
  expect(march).not.toContain('<details class="calendar" id="calendar" open>');
  const february = (await get('/papers?date=2026-03-10&month=2026-02')).body;
  expect(february).toContain('<details class="calendar" id="calendar" open>');
  expect(february).toContain('February 2026');
  expect(february).toContain('href="/papers?date=2026-02-27"');
  expect(february).toContain('month=2025-12#calendar');
  expect(february).toContain('month=2026-03#calendar');
  // 1 February 2026 is a Sunday, so six empty cells precede it.
  expect(february).toMatch(/<tbody>\s*<tr>\s*(<td><\/td>\s*){6}<td>1<\/td>\s*<\/tr>/);
  expect((await get('/papers?month=2026-13')).statusCode).toBe(422);
});

test('links a paper’s page to its listing, PDF, code and project', async () => {
  const { ctx, get } = await setup();
  const [id = 0, bare = 0] = await addPapers(ctx, '2026-03-10', [paper, 'Bare']);
  const links = async (of: number) => {
    const shown = /<p class="links">.*?<\/p>/s.exec((await get(`/papers/${of}`)).body)?.[0] ?? '';
    return [...shown.matchAll(/href="(http[^"]+)"/g)].map(([, href]) => href);
  };
  expect(await links(id)).toEqual([paper.url, paper.pdfUrl, paper.codeUrl, paper.projectUrl]);
  expect(await links(bare)).toEqual([]);
});

test('sorts by trending, upvotes or age', async () => {
  const { ctx, get } = await setup();
  await addPapers(ctx, '2026-03-10', [
    { title: 'Loved', upvotes: 90, publishedOn: '2026-03-01' },
    { title: 'Young', upvotes: 1, publishedOn: '2026-03-10' },
    { title: 'Unknown', publishedOn: '2026-03-05' },
  ]);
  const order = async (sort: string) =>
    [...(await get(`/papers?sort=${sort}`)).body.matchAll(/<h2><a href="[^"]+">(\w+)</g)].map(
      ([, title]) => title,
    );
  expect(await order('upvotes')).toEqual(['Loved', 'Young', 'Unknown']);
  expect(await order('newest')).toEqual(['Young', 'Unknown', 'Loved']);
  expect((await order('trending'))[0]).toBe('Loved');
});

test('shows on an empty day where the last papers are', async () => {
  const { ctx, get } = await setup();
  expect((await get('/')).body).toContain('Today’s papers aren’t in yet.');
  await addPapers(ctx, '2026-03-08', ['A Paper']);
  const { body } = await get('/papers?date=2026-03-10');
  expect(body).toContain('Today’s papers aren’t in yet.');
  expect(body).toContain(
    '<a href="/papers?date=2026-03-08">Latest: Sunday\u00a08\u00a0March\u00a02026</a>',
  );
});

test('uses the browser’s language for pages, and English for programs', async () => {
  const { ctx, app, get } = await setup();
  await addPapers(ctx, '2026-03-10', [paper]);
  const home = await get('/', {
    accept: 'text/html',
    'accept-language': 'de-CH,de;q=0.9,en;q=0.5',
  });
  expect(home.body).toContain('<html lang="de" dir="ltr">');
  expect(home.body).toContain('Kalender');
  expect(home.body).not.toContain('Calendar');
  expect(home.headers.vary).toBe('Accept, Accept-Language, Accept-Encoding');
  expect((await get('/', { accept: 'text/html', 'accept-language': 'xx' })).body).toContain(
    '<html lang="en"',
  );
  const chinese = (
    await get('/', { accept: 'text/html', 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })
  ).body;
  expect(chinese).toContain('<html lang="zh" dir="ltr">');
  expect(chinese).toContain('<h2>2026年3月10日星期二</h2>');
  expect(chinese.replaceAll('\u00a0', ' ')).toContain(
    'Ada Lindqvist和Kwame Asare · 2026年3月9日 · 12 个赞 · 有代码 · 1 条评论',
  );
  const page = await get('/papers/99', german);
  expect([page.statusCode, page.body]).toEqual([
    404,
    expect.stringContaining('Dieses Paper finden wir nicht'),
  ]);
  const problem = await app.inject({
    url: '/papers/99',
    headers: { ...german, accept: 'application/json' },
  });
  expect(problem.json()).toMatchObject({
    title: 'We can’t find that paper',
    detail: 'It may have been removed, or the link may be wrong.',
  });
});

test('serves canonical URLs, Open Graph, JSON-LD, robots.txt and a sitemap', async () => {
  const { ctx, get } = await setup();
  const [id] = await addPapers(ctx, '2026-03-10', [paper]);
  await addPapers(ctx, '2026-03-11', ['To Come']);
  await digestTick(ctx);
  const { body } = await get(`/papers/${id}`);
  expect(body).toContain(`<link rel="canonical" href="https://papers.example/papers/${id}">`);
  expect(body).toContain(
    '<meta property="og:title" content="Learning ℓ₁ &amp; &lt;b&gt;bold&lt;/b&gt;">',
  );
  expect(body).toContain('<meta property="og:type" content="article">');
  const data = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(body)?.[1] ?? '';
  expect(JSON.parse(data)).toMatchObject({
    '@type': 'ScholarlyArticle',
    headline: 'Learning ℓ₁ & <b>bold</b>',
    author: [{ '@type': 'Person', name: 'Ada Lindqvist' }, { name: 'Kwame Asare' }],
    datePublished: '2026-03-09',
    url: `https://papers.example/papers/${id}`,
  });
  expect((await get('/papers/99')).body).toContain('<meta name="robots" content="noindex">');
  expect((await get('/robots.txt')).body).toContain('Disallow: /unsubscribe/\n');
  const sitemap = await get('/sitemap.xml');
  const places = [...sitemap.body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, place = '']) =>
    place.replace('&amp;', '&'),
  );
  expect(places).toContain(`https://papers.example/papers/${id}`);
  expect(places).toContain('https://papers.example/digests/2026-03-10');
  expect(sitemap.body).not.toContain('2026-03-11');
  for (const place of places) {
    const { pathname, search, origin } = new URL(place);
    expect([origin, place, (await get(pathname + search)).statusCode]).toEqual([
      'https://papers.example',
      place,
      200,
    ]);
  }
});

test('shows the papers of the issue in order in the web copy', async () => {
  const { ctx, get } = await setup({ DIGEST_PAPERS: '3' });
  await addPapers(
    ctx,
    '2026-03-10',
    [5, 40, 1, 20, 10].map((upvotes) => ({ title: `With ${upvotes}`, upvotes })),
  );
  await digestTick(ctx);
  const titles = [
    ...(await get('/digests/2026-03-10')).body.matchAll(/<h2><a href="[^"]+">([^<]+)</g),
  ];
  expect(titles.map(([, title]) => title)).toEqual(['With 40', 'With 20', 'With 10']);
});

test('gives the weekly digest its own page and archive', async () => {
  const { ctx, clock, app, get } = await setup();
  await addPapers(ctx, '2026-03-05', ['Of the Week']);
  clock.set('2026-03-09T09:00:00Z');
  await digestTick(ctx);
  const json = { accept: 'application/json' };
  expect((await app.inject({ url: '/digests?kind=weekly', headers: json })).json()).toMatchObject({
    items: [{ date: '2026-03-09', kind: 'weekly' }],
  });
  const archive = (await get('/digests?kind=weekly')).body;
  expect(archive).toContain('href="/digests/2026-03-09?kind=weekly"');
  const page = await get('/digests/2026-03-09?kind=weekly');
  expect([page.statusCode, page.body]).toEqual([
    200,
    expect.stringContaining('Week ending Sunday 8 March 2026'),
  ]);
  expect(page.body).toContain(
    '<link rel="canonical" href="https://papers.example/digests/2026-03-09?kind=weekly">',
  );
});

test('keeps / with 50 papers under 100 KB in gzip, without blocking scripts', async () => {
  const { ctx, get } = await setup();
  const words = samplePapers()
    .map(({ abstract }) => abstract)
    .join(' ')
    .split(' ');
  await addPapers(
    ctx,
    '2026-03-10',
    Array.from({ length: 50 }, (_, place) => ({
      ...paper,
      title: `${place} ${String.raw`$\sum_{i=1}^{${place}} x_i^2$`} and its use`,
      // About 1,500 letters, in a different order in each abstract.
      abstract: Array.from(
        { length: 220 },
        (_word, at) => words[(at * 37 + place * 101) % words.length],
      ).join(' '),
      url: `https://arxiv.org/abs/2603.1${String(place).padStart(4, '0')}`,
    })),
  );
  const { body } = await get('/');
  expect(body.match(/<article/g)).toHaveLength(50);
  expect(gzipSync(body).length).toBeLessThan(100_000);
  for (const [tag] of body.matchAll(/<script[^>]*>/g))
    expect(tag).toMatch(/ (defer|type="(module|application\/ld\+json)")/);
  const scripts = [...body.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, src = '']) => src);
  const bytes = await Promise.all(scripts.map(async (src) => (await get(src)).rawPayload.length));
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(10_000);
});

test('shows a card with rank, title, links and topics; the search field leads to the search', async () => {
  const { ctx, get } = await setup();
  const [id] = await addPapers(ctx, '2026-03-10', [
    { ...paper, title: 'First', upvotes: 90, categories: ['cs.LG', 'q-bio.NC'] },
    'Second',
  ]);
  const { body } = await get('/');
  const list = /<ol class="cards">(.*?)<\/ol>/s.exec(body)?.[1] ?? '';
  const [first = '', second = ''] = list.split('</li>');
  expect(first).toContain(`<h2><a href="/papers/${id}">First</a></h2>`);
  expect(second).toContain('>Second</a></h2>');
  const links = [
    ...first.matchAll(/<a (?:class="tag" )?href="([^"]+)"(?: aria-label="([^"]+)")?>([^<]+)</g),
  ];
  expect(links.slice(1).map(([, href, name, text]) => [href, name, text])).toEqual([
    [paper.url, 'Original page: First', 'Original page'],
    [paper.pdfUrl, 'PDF: First', 'PDF'],
    [paper.codeUrl, 'Code: First', 'Code'],
    ['/search?q=cs.LG', undefined, 'cs.LG'],
    ['/search?q=q-bio.NC', undefined, 'q-bio.NC'],
  ]);
  expect(body).toMatch(/<form [^>]*action="\/search" role="search">\s*<input name="q"/);
});

test('shows a server error in the reader’s language without internal details', async () => {
  const { ctx, get, app } = await setup();
  await ctx.db.run(sql`alter table paper rename to gone`);
  const page = await get('/papers/1', german);
  expect([page.statusCode, page.headers['cache-control']]).toEqual([500, 'no-store']);
  expect(page.body).toContain('<html lang="de"');
  expect(page.body).toContain(ctx.words('de').t('error-500'));
  expect(await faults(page.body)).toEqual([]);
  const problem = await app.inject({ url: '/papers/1', headers: { accept: 'application/json' } });
  expect(problem.json()).toMatchObject({ status: 500, title: 'Something went wrong on our end' });
  for (const body of [page.body, problem.body])
    expect(body).not.toMatch(/relation|select|paper"|\.ts/);
});

test('shows the archive and the issue in the reader’s language', async () => {
  const { ctx, clock, get } = await setup();
  for (const day of ['2026-03-09', '2026-03-10']) {
    await addPapers(ctx, day, [`Of ${day}`, `Also of ${day}`]);
    clock.set(`${day}T09:00:00Z`);
    await digestTick(ctx);
  }
  const archive = (await get('/digests', german)).body;
  expect(archive).toContain('<a href="/digests/2026-03-09">Of 2026-03-09 und 1 weiteres Paper</a>');
  expect((await get('/digests/2026-03-09', german)).body).toContain(
    '<h1>Of 2026-03-09 und 1 weiteres Paper</h1>',
  );
});

test('folds many authors: the first ones, their number, and all of them inside', async () => {
  const { ctx, get } = await setup();
  const authors = Array.from({ length: 240 }, (_, place) => `Name ${place}`);
  const [id] = await addPapers(ctx, '2026-03-10', [{ title: 'By Many', authors }]);
  const { body } = await get(`/papers/${id}`);
  const folded = /<details class="authors">\s*<summary>(.*?)<\/summary>\s*<p>(.*?)<\/p>/.exec(body);
  expect(folded?.[1]).toMatch(/^Name 0, .*, Name 10 and 229 others$/);
  expect(folded?.[2]).toBe(authors.join(', '));
});
