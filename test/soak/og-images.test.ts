import { execFileSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { addSamplePapers } from '../../src/papers/sources/sample.ts';
import { startApp } from '../support/app.ts';
import { freshContext } from '../support/context.ts';
import { inkIn, readPng } from '../support/png.ts';
import { addPapers } from '../support/readers.ts';

async function setup(env: Record<string, string> = {}) {
  const { ctx, clock } = await freshContext(env);
  const app = await startApp(ctx);
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
  /** Draws the image of a paper with this title; everything else is the same. */
  const ofPaper = async (title: string, authors: string[] = []) => {
    const [id] = await addPapers(ctx, '2026-03-10', [
      { title, authors, publishedOn: '2026-03-09' },
    ]);
    const { statusCode, rawPayload } = await get(`/papers/${id}.png`);
    expect([title, statusCode]).toEqual([title, 200]);
    return rawPayload;
  };
  return { ctx, clock, app, get, ofPaper };
}

/** The area below the header of an image. */
const body = [
  { x: 0, y: 160 },
  { x: 1200, y: 630 },
] as const;

test('a day, a digest and a paper have an image of 1200 × 630', async () => {
  const { ctx, clock, get } = await setup();
  const [id] = await addPapers(ctx, '2026-03-05', ['Of Last Week', 'Another']);
  clock.set('2026-03-09T09:00:00Z');
  await digestTick(ctx);
  await addPapers(ctx, '2026-03-10', ['Of Tuesday']);
  clock.set('2026-03-10T09:00:00Z');
  await digestTick(ctx);
  const all = ['/papers.png', '/papers.png?date=2026-03-05', `/papers/${id}.png`];
  const digests = ['/digests/2026-03-10.png', '/digests/2026-03-09.png?kind=weekly'];
  const drawn = new Set<string>();
  for (const url of [...all, ...digests]) {
    const { statusCode, headers, rawPayload } = await get(url);
    expect([url, statusCode, headers['content-type']]).toEqual([url, 200, 'image/png']);
    const png = readPng(rawPayload);
    expect([png.width, png.height]).toEqual([1200, 630]);
    expect(inkIn(png, ...body)).toBeGreaterThan(1000);
    expect(rawPayload.length).toBeLessThan(150_000);
    drawn.add(rawPayload.toString('base64'));
  }
  // The images of the day and of its digest are the same.
  expect(drawn.size).toBe(4);
  for (const url of [
    '/papers/99.png',
    '/papers/x.png',
    '/papers.png?date=2026-03-11',
    '/digests/2026-03-01.png',
  ])
    expect([url, (await get(url)).statusCode]).toEqual([url, 404]);
  expect((await get('/papers.png?date=2026-02-30')).statusCode).toBe(422);
});

test('a draft has no image', async () => {
  const { ctx, app, get } = await setup({ ADMIN_API_KEY: 'test-key-of-some-length' });
  await addPapers(ctx, '2026-03-10', ['Not Yet']);
  const headers = { authorization: 'Bearer test-key-of-some-length' };
  await app.inject({
    method: 'POST',
    url: '/api/v1/digests',
    headers,
    payload: { date: '2026-03-10' },
  });
  expect((await get('/digests/2026-03-10.png')).statusCode).toBe(404);
});

test('the image of a day changes with its first three papers only', async () => {
  const { ctx, get } = await setup();
  const picture = async () => (await get('/papers.png')).rawPayload;
  await addPapers(ctx, '2026-03-10', [{ title: 'First', upvotes: 50 }]);
  const one = await picture();
  await addPapers(ctx, '2026-03-10', [
    { title: 'Second', upvotes: 40 },
    { title: 'Third', upvotes: 30 },
  ]);
  const three = await picture();
  expect(three.equals(one)).toBe(false);
  await addPapers(ctx, '2026-03-10', [{ title: 'Fourth', upvotes: 20 }]);
  expect((await picture()).equals(three)).toBe(true);
});

test('a title is drawn with formulas in Unicode and markup as text, without characters that the font lacks', async () => {
  const { ofPaper } = await setup();
  const plain = await ofPaper('Learning ℓ₁ Norms');
  expect((await ofPaper(String.raw`Learning $\ell_1$ Norms`)).equals(plain)).toBe(true);
  expect((await ofPaper('🤗 Learning ℓ₁ 👩‍🚀 Norms 🇩🇪')).equals(plain)).toBe(true);
  expect((await ofPaper('Learning ℓ₁ Norms', ['Ada Lindqvist'])).equals(plain)).toBe(false);
  const markup = readPng(await ofPaper('</text><script>alert(1)</script>&amp;<text>'));
  expect(inkIn(markup, ...body)).toBeGreaterThan(2000);
  for (const title of [
    '学习范数，用 Transformer',
    '𝔼[x²] ≤ ∑ᵢ αᵢ ∈ ℝⁿ → ∞',
    'Привет, мир',
    'Ελληνικά',
    'Nguyễn Văn Ánh',
    'Łódź',
  ])
    expect([title, inkIn(readPng(await ofPaper(title)), ...body) > 1000]).toEqual([title, true]);
});

test('a title in a script without a font is left out instead of drawn as boxes', async () => {
  const { ctx, get, ofPaper } = await setup();
  const pictures = [];
  for (const title of ['تعلم المعايير', 'למידה עמוקה', 'हिन्दी', '한국어 모델', '🔥🔥🔥'])
    pictures.push(await ofPaper(title));
  // If no title can be drawn, the site name and the date are centered.
  const cover = (await get('/papers.png?date=2026-03-09')).rawPayload;
  for (const picture of pictures) expect(picture.equals(cover)).toBe(true);
  // A ranking continues with the next title that can be drawn.
  await addPapers(ctx, '2026-03-09', [{ title: 'למידה', upvotes: 90 }]);
  expect((await get('/papers.png?date=2026-03-09')).rawPayload.equals(cover)).toBe(true);
  await addPapers(ctx, '2026-03-09', [{ title: 'In Latin', upvotes: 10 }]);
  expect((await get('/papers.png?date=2026-03-09')).rawPayload.equals(cover)).toBe(false);
});

test('the text of any title stays within the margins', async () => {
  const { ofPaper } = await setup({ SITE_NAME: 'W'.repeat(60) });
  const titles = [
    'W'.repeat(1000),
    'i '.repeat(500),
    `A${'\u0301'.repeat(400)} pile of accents`,
    `${'Extraordinarily'.repeat(8)} long words, ${'and more of them '.repeat(40)}`,
    '\u202eright to left\u202c and \u2067isolated\u2069',
    String.raw`$\frac{\frac{\frac{a}{b}}{c}}{d}$ `.repeat(25),
  ];
  for (const title of titles) {
    const png = readPng(
      await ofPaper(
        title,
        Array.from({ length: 100 }, (_, n) => `Author Number ${n}`),
      ),
    );
    const sides =
      inkIn(png, { x: 0, y: 20 }, { x: 66, y: 630 }) +
      inkIn(png, { x: 1134, y: 20 }, { x: 1200, y: 630 });
    const foot = inkIn(png, { x: 0, y: 592 }, { x: 1200, y: 630 });
    expect([title.slice(0, 20), sides, foot, inkIn(png, ...body) > 1000]).toEqual([
      title.slice(0, 20),
      0,
      0,
      true,
    ]);
  }
});

test('an image is cacheable for minutes, may be embedded by other sites, and is not sent again to a client that has it', async () => {
  const { ctx, app, get } = await setup();
  const [id] = await addPapers(ctx, '2026-03-10', ['A Paper']);
  const url = `/papers/${id}.png`;
  const { headers, rawPayload } = await get(url);
  const { etag = '' } = headers;
  const sent = { 'cache-control': 'public, max-age=300', vary: 'Accept-Language' };
  expect(headers).toMatchObject({
    ...sent,
    'cross-origin-resource-policy': 'cross-origin',
    'content-length': String(rawPayload.length),
  });
  const same = await get(url, { 'if-none-match': etag });
  expect([same.statusCode, same.rawPayload.length, same.headers]).toMatchObject([
    304,
    0,
    { ...sent, etag },
  ]);
  const head = await app.inject({ method: 'HEAD', url });
  expect([head.statusCode, head.rawPayload.length, head.headers]).toMatchObject([
    200,
    0,
    { ...sent, etag },
  ]);
  const german = await get(url, { 'accept-language': 'de' });
  expect([german.headers.etag === etag, german.rawPayload.equals(rawPayload)]).toEqual([
    false,
    false,
  ]);
  const chinese = await get(url, { 'accept-language': 'zh' });
  const date = [
    { x: 700, y: 70 },
    { x: 1200, y: 120 },
  ] as const;
  expect([chinese.statusCode, inkIn(readPng(chinese.rawPayload), ...date) > 200]).toEqual([
    200,
    true,
  ]);
});

test('if the queue of drawings is full the response has Retry-After, and pages still work; if the queue is full the response has Retry-After, and pages still work', async () => {
  const { ctx, get } = await setup();
  const ids = await addPapers(
    ctx,
    '2026-03-10',
    Array.from({ length: 30 }, (_, n) => `Paper ${n}`),
  );
  const flood = ids.map((id) => get(`/papers/${id}.png`));
  expect((await get('/')).statusCode).toBe(200);
  const answers = await Promise.all(flood);
  const drawn = answers.filter(({ statusCode }) => statusCode === 200);
  const refused = answers.filter(({ statusCode }) => statusCode === 503);
  expect(drawn.length).toBeGreaterThanOrEqual(8);
  expect(refused.length).toBeGreaterThan(0);
  expect(drawn.length + refused.length).toBe(30);
  expect(refused[0]?.headers).toMatchObject({ 'retry-after': '5', 'cache-control': 'no-store' });
  expect((await get(`/papers/${ids.at(-1)}.png`)).statusCode).toBe(200);
});

test('concurrent requests for the same image share one drawing; too many requests get 429', async () => {
  const { ctx, get } = await setup();
  const [id] = await addPapers(ctx, '2026-03-10', ['A Paper']);
  const answers = await Promise.all(Array.from({ length: 60 }, () => get(`/papers/${id}.png`)));
  expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  const more = await get(`/papers/${id}.png`);
  expect(more.statusCode).toBe(429);
  expect(Number(more.headers['retry-after'])).toBeGreaterThan(0);
  expect((await get(`/papers/${id}`)).statusCode).toBe(200);
});

test('the drawing process ends when it is idle', async () => {
  const { ofPaper } = await setup();
  const drawing = () =>
    execFileSync('ps', ['-o', 'args=', '--ppid', String(process.pid)], {
      encoding: 'utf8',
    }).includes('image-process');
  await ofPaper('A Paper');
  expect(drawing()).toBe(true);
  await vi.waitFor(() => expect(drawing()).toBe(false), { timeout: 25_000, interval: 200 });
  await ofPaper('Another Paper');
  expect(drawing()).toBe(true);
});

test('a drawing process that is killed is replaced', async () => {
  const { ofPaper } = await setup();
  const first = await ofPaper('A Paper');
  const list = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  const pids = list.split('\n').filter((line) => line.includes('image-process'));
  for (const line of pids) process.kill(Number.parseInt(line, 10), 'SIGKILL');
  expect(pids.length).toBeGreaterThan(0);
  await vi.waitFor(async () => expect((await ofPaper('Another Paper')).equals(first)).toBe(false), {
    timeout: 60_000,
  });
});

test('generated papers are marked', async () => {
  const { ctx, get } = await setup();
  await addSamplePapers(ctx, '2026-03-10');
  await digestTick(ctx);
  const foot = [
    { x: 0, y: 590 },
    { x: 1200, y: 620 },
  ] as const;
  for (const url of ['/papers.png', '/papers/1.png', '/digests/2026-03-10.png'])
    expect([url, inkIn(readPng((await get(url)).rawPayload), ...foot) > 300]).toEqual([url, true]);
  await addPapers(ctx, '2026-03-09', ['A Real One']);
  expect(inkIn(readPng((await get('/papers.png?date=2026-03-09')).rawPayload), ...foot)).toBe(0);
});

test('the heads of a day, a paper and a digest name their image; other pages name none', async () => {
  const { ctx, get } = await setup();
  const [id] = await addPapers(ctx, '2026-03-10', [
    { title: String.raw`On $\ell_1$ & "more"`, upvotes: 9 },
    { title: 'Second', upvotes: 5 },
  ]);
  await digestTick(ctx);
  const titles = 'Tuesday 10 March 2026 · On ℓ₁ &amp; &#34;more&#34; · Second';
  const pages = {
    '/': ['/papers.png?date=2026-03-10', titles],
    '/papers?date=2026-03-10': ['/papers.png?date=2026-03-10', titles],
    [`/papers/${id}`]: [`/papers/${id}.png`, 'On ℓ₁ &amp; &#34;more&#34;'],
    '/digests/2026-03-10': ['/digests/2026-03-10.png', titles],
  };
  for (const [url, [picture = '', text]] of Object.entries(pages)) {
    const { body: html } = await get(url, { accept: 'text/html' });
    const tags = Object.fromEntries(
      [
        ...html.matchAll(
          /<meta (?:property|name)="(og:image[\w:]*|twitter:card)" content="([^"]*)">/g,
        ),
      ].map(([, name, content]) => [name, content]),
    );
    expect([url, tags]).toEqual([
      url,
      {
        'og:image': `https://papers.example${picture}`,
        'og:image:width': '1200',
        'og:image:height': '630',
        'og:image:alt': text,
        'twitter:card': 'summary_large_image',
      },
    ]);
    expect([picture, (await get(picture)).headers['content-type']]).toEqual([picture, 'image/png']);
  }
  for (const url of ['/about', '/digests', '/search', '/papers/99']) {
    const { body: html } = await get(url, { accept: 'text/html' });
    expect([url, html.includes('og:image'), html.includes('content="summary"')]).toEqual([
      url,
      false,
      true,
    ]);
  }
});
