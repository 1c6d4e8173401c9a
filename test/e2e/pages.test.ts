import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../scripts/browser.ts';
import { digestTick } from '../../src/digests/schedule.ts';
import { dealSamplePapers } from '../../src/papers/sample.ts';
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
  await dealSamplePapers(ctx, '2026-03-09');
  await addPapers(ctx, '2026-03-08', [
    { title: 'A Long One', abstract: 'It goes on and on about rivers. '.repeat(60) },
  ]);
  await dealSamplePapers(ctx, '2026-03-10');
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

test('without a script: the calendar leads to another month, an abstract unfolds and folds again', async () => {
  const { page, url } = await openSite({ javaScriptEnabled: false });
  await page.goto(url);
  await page.getByText('Calendar').click();
  await page.getByRole('link', { name: 'An earlier month' }).click();
  await page.getByText('January 2026').waitFor();
  await page.getByRole('link', { name: 'Friday 30 January 2026, 1 paper' }).click();
  await page.getByRole('link', { name: 'A Paper of January', exact: true }).waitFor();
  await page.getByRole('link', { name: 'Later: 8 Mar' }).click();
  await page.getByRole('heading', { name: 'Sunday 8 March 2026' }).waitFor();

  const card = page.locator('.abstract').first();
  const height = async () => (await card.locator('p').boundingBox())?.height ?? 0;
  const folded = await height();
  await card.getByText('more').click();
  expect(await height()).toBeGreaterThan(folded);
  await card.getByText('less').click();
  expect(await height()).toBe(folded);
});

test('the policy blocks nothing that a page holds, and nothing shifts', async () => {
  const { page, url, said } = await openSite({ viewport: { width: 375, height: 760 } });
  for (const where of ['/', '/papers/2', '/digests/2026-03-10', '/digests', '/search?q=wind', '/about', '/api/docs']) {
    await page.goto(url + where);
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
          }).observe({ type: 'layout-shift', buffered: true });
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
        }),
    );
    expect([where, shift]).toEqual([where, 0]);
  }
  expect(said).toEqual([]);
});

test('a page on paper: no form, no navigation, every abstract in full', async () => {
  const { page, url } = await openSite();
  await page.goto(`${url}/papers?date=2026-03-08`);
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('textbox').count()).toBe(0);
  expect(await page.getByRole('navigation').count()).toBe(0);
  const cut = await page
    .locator('.abstract p')
    .evaluateAll((all) => all.filter((p) => p.scrollHeight > p.clientHeight + 1).length);
  expect(await page.locator('.abstract p').count()).toBe(1);
  expect(cut).toBe(0);
});
