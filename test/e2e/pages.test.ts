import { createServer } from 'node:http';
import { simpleParser } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../scripts/browser.ts';
import { sql } from '../../src/db/sql.ts';
import { digestOf } from '../../src/digests/queries.ts';
import { digestRenderers } from '../../src/digests/mail/renderers.ts';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { textOf } from '../../src/outbox/rendering.ts';
import { addSamplePapers } from '../../src/papers/sources/sample.ts';
import { buildApp } from '../../src/web/app.ts';
import { freshContext } from '../support/context.ts';
import { addPapers } from '../support/readers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function openSite(options: Parameters<Browser['newContext']>[0] = {}) {
  const { ctx } = await freshContext({ PAPER_SOURCES: 'sample' }, '2026-03-10T09:00:00Z');
  await addPapers(ctx, '2026-01-30', ['A Paper of January']);
  await addSamplePapers(ctx, '2026-03-09');
  await addPapers(ctx, '2026-03-08', [
    { title: 'A Long One', abstract: 'It goes on and on about rivers. '.repeat(60) },
  ]);
  await addSamplePapers(ctx, '2026-03-10');
  await digestTick(ctx);
  const app = await buildApp(ctx);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const window = await browser.newContext(options);
  onTestFinished(async () => {
    await window.close();
    await app.close();
  }, 30_000);
  const page = await window.newPage();
  page.setDefaultTimeout(15_000);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  return { page, url, said };
}

test('without JavaScript the calendar leads to another month, and an abstract expands and collapses', async () => {
  const { page, url } = await openSite({ javaScriptEnabled: false });
  await page.goto(url);
  await page.getByText('Calendar').click();
  await page.getByRole('link', { name: 'Previous month' }).click();
  await page.getByText('January 2026').waitFor();
  await page.getByRole('link', { name: 'Friday 30 January 2026, 1 paper' }).click();
  await page.getByRole('link', { name: 'A Paper of January', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Next day: 8 Mar' }).click();
  await page.getByRole('heading', { name: 'Sunday 8 March 2026' }).waitFor();

  const entry = page.locator('article:has(.abstract)').first();
  const height = async () => (await entry.locator('.abstract').boundingBox())?.height ?? 0;
  const folded = await height();
  await entry.getByText('more').click();
  expect(await height()).toBeGreaterThan(folded);
  await entry.getByText('less').click();
  expect(await height()).toBe(folded);
});

test('the preview image that a page names can be shown by another site', async () => {
  const { page, url } = await openSite();
  let picture = '';
  const other = createServer((_request, answer) =>
    answer.setHeader('content-type', 'text/html').end(picture),
  );
  await new Promise<void>((resolve) => void other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  for (const where of ['/', '/papers/2', '/digests/2026-03-10']) {
    await page.goto(url + where);
    const named = (await page.locator('meta[property="og:image"]').getAttribute('content')) ?? '';
    const { pathname, search } = new URL(named);
    picture = `<img src="${url}${pathname}${search}">`;
    await page.goto(`http://127.0.0.1:${port}/`);
    const size = await page
      .locator('img')
      .evaluate(async (img: HTMLImageElement) =>
        img.decode().then(() => [img.naturalWidth, img.naturalHeight]),
      );
    expect([named, size]).toEqual([named, [1200, 630]]);
  }
});

test('the policy of a page blocks nothing on it, and its layout does not shift', async () => {
  const { page, url, said } = await openSite({ viewport: { width: 375, height: 760 } });
  for (const where of [
    '/',
    '/papers/2',
    '/digests/2026-03-10',
    '/digests',
    '/search?q=wind',
    '/about',
    '/api/docs',
  ]) {
    await page.goto(url + where);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              sum += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        }),
    );
    expect([where, shift]).toEqual([where, 0]);
  }
  expect(said).toEqual([]);
});

test('a printed page has no form and no navigation, and shows each abstract in full', async () => {
  const { page, url } = await openSite();
  await page.goto(`${url}/papers?date=2026-03-08`);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.getByRole('navigation').count()).toBe(0);
  const cut = await page
    .locator('.abstract')
    .evaluateAll((all) => all.filter((p) => p.scrollHeight > p.clientHeight + 1).length);
  expect(await page.locator('.abstract').count()).toBe(1);
  expect(cut).toBe(0);
});

/** Papers whose email version shortens or words something differently from the page. */
const difficult = [
  {
    title: String.raw`On $\ell_1$ & <b>$\mathcal{O}(n^2)$</b>`,
    abstract: String.raw`Of $x^2$, 5\% of it. `.repeat(60),
    upvotes: 1200,
  },
  {
    title: 'A Title that Goes on. '.repeat(20).trim(),
    authors: Array.from({ length: 30 }, (_, n) => `Name ${n}`),
    upvotes: 9,
  },
  {
    title: 'Of Counts',
    authorCount: 7,
    comments: 1,
    publishedOn: '2026-03-01',
    abstract: 'Hard\nline\nends.',
    upvotes: 8,
  },
  {
    title: 'Of Links',
    pdfUrl: 'https://x.example/1',
    codeUrl: `https://x.example/${'a'.repeat(2000)}`,
    categories: ['cs.CL'],
    upvotes: 10,
  },
];

/**
 * Returns the text of each paper on the open page or message, without punctuation and spaces
 * between its parts, and the targets of its links.
 */
async function papersOf(page: Page) {
  const entries = await page.locator('h2:has(a[href*="/papers/"])').evaluateAll((all) =>
    all.map((heading) => {
      const entry = heading.closest('article') ?? heading.parentElement;
      const links = Array.from(entry?.querySelectorAll('a') ?? []);
      return {
        words: entry?.textContent ?? '',
        links: links.map((link) => [link.textContent ?? '', link.getAttribute('href') ?? '']),
      };
    }),
  );
  // Formulas are Unicode in messages and MathML on pages: ℓ₁ and <mi>ℓ</mi><mn>1</mn> read the
  // same.
  const plain = (text: string) => text.normalize('NFKC').replaceAll(/[\s·\u2061]/g, '');
  return entries.map(({ words, links }, place) => ({
    words: plain(words).replace(new RegExp(`^${place + 1}\\.`), ''),
    links: links.map(([text = '', href = '']) => [
      plain(text),
      new URL(href, 'https://papers.example').href,
    ]),
  }));
}

test.each([
  ['en', 'daily'],
  ['de', 'daily'],
  ['de', 'weekly'],
  ['zh', 'daily'],
] as const)(
  'the page of an issue has the same text as the message to a reader without topics: %s, %s',
  async (locale, kind) => {
    const { ctx, clock } = await freshContext();
    await addPapers(ctx, '2026-03-08', difficult);
    clock.set('2026-03-09T09:00:00Z');
    await digestTick(ctx);
    await ctx.db
      .run(sql`update digest_paper set content = jsonb_set(content, '{reasons}', ${JSON.stringify([{ code: 'rose-again' }])}::jsonb)
    where rank = 2`);
    const digest = await digestOf(ctx.db, kind, '2026-03-09');
    if (digest === undefined) throw new Error('no digest');
    const recipient = {
      subscriberId: 7,
      address: 'ada@example.org',
      moves: 0,
      language: locale,
      timezone: null,
      data: {},
      fencingToken: 1,
    };
    const claim = {
      kind: 'digest',
      digestId: digest.id,
      selectionId: null,
      transactionalEmailId: null,
      ...recipient,
    };
    const render = digestRenderers(ctx)['digest'];
    if (render === undefined) throw new Error('no renderer');
    const mailed = await simpleParser(textOf(await render(claim)));
    const app = await buildApp(ctx);
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const page = await browser.newPage({ locale });
    onTestFinished(async () => {
      await page.close();
      await app.close();
    }, 30_000);
    await page.setContent(String(mailed.html));
    const inMail = await papersOf(page);
    const date = (await page.locator('.date').innerText()).replace('· ', '');
    await page.goto(`${url}/digests/2026-03-09?kind=${kind}`);
    expect(await papersOf(page)).toEqual(inMail);
    expect(inMail.map(({ links }) => links.length)).toEqual([2, 3, 2, 2]);
    expect(inMail[1]?.words).toContain(
      ctx.words(locale).t('digest-rose-again').replaceAll(' ', ''),
    );
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe(mailed.subject);
    expect(await page.locator('main .meta').first().innerText()).toContain(date);
  },
);

test('with very long words, very many names and wide formulas, no page is wider than 320 pixels', async () => {
  const { ctx } = await freshContext();
  const [id] = await addPapers(ctx, '2026-03-10', [
    {
      title: `A ${'Donaudampfschifffahrt'.repeat(6)} ${String.raw`$\sum_{i=1}^{n} x_i^2 + y_i^2 + z_i^2 + \frac{a+b+c+d}{e+f+g+h} + x + y + z + u + v + w$`}`,
      abstract: `https://x.example/${'a'.repeat(300)} `.repeat(3),
      authors: Array.from({ length: 240 }, (_, n) => `${'Name'.repeat(20)}${n}`),
      categories: ['a-category-that-nobody-would-think-of-in-a-hundred-years'],
      url: 'https://x.example/1',
    },
  ]);
  await digestTick(ctx);
  const app = await buildApp(ctx);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const page = await browser.newPage({ viewport: { width: 320, height: 640 }, locale: 'de' });
  onTestFinished(async () => {
    await page.close();
    await app.close();
  }, 30_000);
  for (const where of [
    '/',
    `/papers/${id}`,
    '/digests',
    '/digests/2026-03-10',
    '/search?q=a',
    '/about',
    '/api/docs',
    '/nothing',
  ]) {
    await page.goto(url + where);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    expect([where, await width()]).toEqual([where, 320]);
    for (const summary of await page.locator('summary:visible').all()) await summary.click();
    expect([where, await width()]).toEqual([where, 320]);
  }
});

test('an invalid search shows a message next to the field, announces it, keeps the input and focuses the first invalid field', async () => {
  const { page, url } = await openSite();
  await page.goto(`${url}/search?q=wind&from=2026-03-10&to=2026-03-01&category=${'c'.repeat(101)}`);
  expect(await page.getByRole('alert').count()).toBeGreaterThan(0);
  const first = page.locator('[aria-invalid]').first();
  expect(await first.evaluate((field) => field === document.activeElement)).toBe(true);
  const described = await first.getAttribute('aria-describedby');
  await page.locator(`#${described}[role=alert]`).waitFor();
  expect(await page.locator('#q').inputValue()).toBe('wind');
  expect(await page.locator('#from').inputValue()).toBe('2026-03-10');
});

test('nothing is animated for readers who prefer reduced motion', async () => {
  const { page, url } = await openSite();
  const moving = async (reducedMotion: 'reduce' | 'no-preference') => {
    await page.emulateMedia({ reducedMotion });
    await page.goto(url);
    return page.evaluate(() =>
      Array.from(document.querySelectorAll('*')).some((element) => {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(element);
        return (
          transitionDuration !== '0s' || animationName !== 'none' || scrollBehavior === 'smooth'
        );
      }),
    );
  };
  expect(await moving('no-preference')).toBe(true);
  expect(await moving('reduce')).toBe(false);
});
