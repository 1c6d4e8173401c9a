import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../scripts/browser.ts';
import { startInbox } from '../../src/delivery/inbox.ts';
import { startSender } from '../../src/delivery/sender.ts';
import { digestRenderers } from '../../src/digests/renderers.ts';
import { digestTick } from '../../src/digests/schedule.ts';
import { dealSamplePapers } from '../../src/papers/sample.ts';
import { subscriberRenderers } from '../../src/subscribers/mails.ts';
import { makeToken } from '../../src/subscribers/tokens.ts';
import { buildApp } from '../../src/web/app.ts';
import { freshContext } from '../support/context.ts';
import { freePort } from '../support/program.ts';
import { addReader } from '../support/readers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

async function startSite() {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const { ctx, clock } = await freshContext(
    { PORT: String(port), PUBLIC_URL: url, PAPER_SOURCES: 'sample' },
    '2026-03-10T07:00:00Z',
  );
  await dealSamplePapers(ctx, '2026-03-09');
  await dealSamplePapers(ctx, '2026-03-10');
  const inbox = await startInbox(ctx);
  const sender = startSender(ctx, { ...digestRenderers(ctx), ...subscriberRenderers(ctx) }, { inboxPort: inbox.port });
  const app = await buildApp(ctx);
  await app.listen({ port, host: '127.0.0.1' });
  onTestFinished(async () => {
    await app.close();
    await sender.stop();
    await inbox.stop();
  }, 30_000);
  return { ctx, clock, url };
}

/** A window that tells which other origins its pages asked. */
async function openWindow(url: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const window: BrowserContext = await browser.newContext(options);
  onTestFinished(() => window.close());
  const strangers: string[] = [];
  window.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) strangers.push(request.url());
  });
  const page = await window.newPage();
  page.setDefaultTimeout(15_000);
  return { page, strangers };
}

/** Reloads the inbox until a mail with this subject is there, and opens it. */
async function openMail(page: Page, url: string, subject: RegExp): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(`${url}/inbox`);
        return page.getByRole('link', { name: subject }).count();
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThan(0);
  await page.getByRole('link', { name: subject }).first().click();
}

/** Opens a link of the open mail in a page of its own, as a mail program does. */
async function follow(page: Page, name: string | RegExp): Promise<Page> {
  const link = page.frameLocator('iframe').getByRole('link', { name });
  const href = await link.evaluate((anchor) => (anchor as HTMLAnchorElement).href);
  const next = await page.context().newPage();
  next.setDefaultTimeout(15_000);
  await next.goto(href);
  return next;
}

const ways = [
  ['by mouse', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
  ['on a phone, in the dark', { viewport: { width: 375, height: 760 }, colorScheme: 'dark', hasTouch: true }],
] as const;

test.for(ways)('subscribe, confirm, digest, preferences, unsubscribe: %s', async ([, options]) => {
  const { ctx, clock, url } = await startSite();
  const { page, strangers } = await openWindow(url, options);
  await page.goto(url);
  await page.getByLabel('Email address').fill('ada@example.org');
  await page.getByRole('button', { name: 'Subscribe' }).click();
  await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
  await openMail(page, url, /^Confirm/);
  const confirm = await follow(page, 'Confirm my subscription');
  await confirm.getByRole('button', { name: 'Confirm my subscription' }).click();
  await confirm.getByRole('heading', { name: 'You are subscribed' }).waitFor();
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  await openMail(page, url, / and 9 more$/);
  const preferences = await follow(page, 'Change your preferences');
  await preferences.getByLabel('Monday to Friday').check();
  await preferences.getByLabel('Hour').selectOption('6');
  await preferences.getByRole('button', { name: 'Save' }).click();
  await preferences.getByText('Saved.').waitFor();
  const unsubscribe = await follow(page, /^Unsubscribe/);
  await unsubscribe.getByRole('button', { name: 'Unsubscribe' }).click();
  await unsubscribe.getByRole('heading', { name: 'You have left' }).waitFor();
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({
    status: 'unsubscribed',
    frequency: 'weekdays',
    hour: 6,
  });
  expect(strangers).toEqual([]);
});

test('by keyboard alone: the field, the button, a wrong address beside the field with the focus on it', async () => {
  const { url } = await startSite();
  const { page } = await openWindow(url);
  await page.goto(url);
  const tabTo = async (name: string) => {
    for (let n = 0; n < 30; n += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(
        () => document.activeElement?.textContent?.trim() ?? document.activeElement?.id ?? '',
      );
      const id = await page.evaluate(() => document.activeElement?.id ?? '');
      if (focused === name || id === name) return;
    }
    throw new Error(`no way to ${name} by keyboard`);
  };
  await tabTo('email');
  await page.keyboard.type('ada@localhost');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('email');
  expect(await page.getByLabel('Email address').inputValue()).toBe('ada@localhost');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ada@example.org');
  await tabTo('Subscribe');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
});

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test.for(['light', 'dark'] as const)(
  'axe finds nothing on any page, %s; nothing is wider than a phone',
  async (colorScheme) => {
    const { ctx, clock, url } = await startSite();
    clock.set('2026-03-10T08:00:00Z');
    const id = await addReader(ctx, { email: 'ada@example.org' });
    await digestTick(ctx);
    const { page } = await openWindow(url, { colorScheme, viewport: { width: 375, height: 760 }, bypassCSP: true });
    await openMail(page, url, / and 9 more$/);
    const token = (purpose: 'unsubscribe' | 'preferences') => `/${purpose}/${makeToken(ctx.keys, purpose, id)}`;
    const pages = [
      '/',
      '/papers?date=2026-01-01',
      '/papers?date=2026-03-09&month=2026-03&sort=newest',
      '/papers/1',
      '/search',
      '/search?q=attention',
      '/digests',
      '/digests/2026-03-10',
      '/digests?kind=weekly',
      '/nothing',
      '/subscribe/check-inbox',
      '/confirm/nothing',
      '/about',
      '/inbox',
      '/inbox/1',
      '/api/docs',
      token('unsubscribe'),
      token('preferences'),
    ];
    for (const where of pages) {
      await page.goto(url + where);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => {
        const { violations } = await (
          window as unknown as {
            axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
          }
        ).axe.run({ iframes: false });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
      });
      expect([where, found]).toEqual([where, []]);
      expect([where, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([where, 375]);
    }
  },
);

test('a scanner that opens every link of a mail, GET and HEAD, twice, changes nothing', async () => {
  const { ctx, clock, url } = await startSite();
  clock.set('2026-03-10T08:00:00Z');
  await addReader(ctx, { email: 'ada@example.org' });
  await digestTick(ctx);
  const { page } = await openWindow(url);
  await openMail(page, url, / and 9 more$/);
  const links = await page
    .frameLocator('iframe')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
  expect(links.length).toBeGreaterThan(20);
  const before = await ctx.db.prisma.subscriber.findMany();
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    for (const link of links) expect([link, (await fetch(link, { method })).status]).toEqual([link, 200]);
  }
  expect(await ctx.db.prisma.subscriber.findMany()).toEqual(before);
});
