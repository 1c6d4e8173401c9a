import getPort from 'get-port';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../scripts/browser.ts';
import { sql } from '../../src/db/sql.ts';
import { startInbox } from '../../src/inbox/smtp-server.ts';
import { startSender } from '../../src/delivery/sender.ts';
import { senderActions } from '../../src/app/sender-actions.ts';
import { digestRenderers } from '../../src/digests/mail/renderers.ts';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { addSamplePapers } from '../../src/papers/sources/sample.ts';
import { subscriberRenderers } from '../../src/subscribers/mails.ts';
import { makeToken, type Purpose } from '../../src/subscribers/tokens.ts';
import { buildApp } from '../../src/web/app.ts';
import { freshContext } from '../support/context.ts';
import { look, tabTo } from '../support/look.ts';
import { addReader } from '../support/readers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Requests of any page to a server other than ours. No test may cause one. */
let strangers: string[] = [];
beforeEach(() => {
  strangers = [];
});
afterEach(() => {
  if (strangers.length > 0) throw new Error(`pages asked other servers: ${strangers.join(', ')}`);
});

async function startSite() {
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const { ctx, clock } = await freshContext(
    { PORT: String(port), PUBLIC_URL: url, PAPER_SOURCES: 'sample' },
    '2026-03-10T07:00:00Z',
  );
  await addSamplePapers(ctx, '2026-03-09');
  await addSamplePapers(ctx, '2026-03-10');
  const inbox = await startInbox(ctx);
  const sender = startSender(
    ctx,
    { ...digestRenderers(ctx), ...subscriberRenderers(ctx) },
    senderActions(ctx),
    {
      inboxPort: inbox.port,
    },
  );
  const app = await buildApp(ctx);
  await app.listen({ port, host: '127.0.0.1' });
  onTestFinished(async () => {
    await app.close();
    await sender.stop();
    await inbox.stop();
  }, 30_000);
  return { ctx, clock, url };
}

/** Opens a browser window and records the requests and errors of its pages. */
async function openWindow(url: string, options: Parameters<Browser['newContext']>[0] = {}) {
  const window: BrowserContext = await browser.newContext({ locale: 'en', ...options });
  onTestFinished(() => window.close());
  const complaints: string[] = [];
  window.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      strangers.push(request.url());
  });
  window.on('console', (message) => {
    // A violation of the policy of a page counts as an error. A response such as 422 is expected,
    // and the driver itself may access the sandboxed frame that shows messages.
    const meant = /Failed to load resource|frame is sandboxed/;
    if (message.type() === 'error' && !meant.test(message.text())) complaints.push(message.text());
  });
  const page = await window.newPage();
  page.setDefaultTimeout(40_000);
  return { page, complaints };
}

/** Reloads the inbox until it shows a message with this subject. */
async function awaitMail(page: Page, url: string, subject: RegExp): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(`${url}/inbox`);
        return page.getByRole('link', { name: subject }).count();
      },
      { timeout: 60_000 },
    )
    .toBeGreaterThan(0);
}

async function openMail(page: Page, url: string, subject: RegExp): Promise<void> {
  await awaitMail(page, url, subject);
  await page.getByRole('link', { name: subject }).first().click();
}

/** Returns all links in the HTML of the open message. */
function linksOf(page: Page): Promise<string[]> {
  return page
    .frameLocator('iframe')
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
}

/** Opens a link of the open message in a new page, as a mail client does. */
async function follow(page: Page, path: string): Promise<Page> {
  const href = (await linksOf(page)).find((link) => link.includes(path)) ?? '';
  const next = await page.context().newPage();
  next.setDefaultTimeout(40_000);
  await next.goto(href);
  return next;
}

const left = {
  status: 'unsubscribed',
  frequency: 'weekdays',
  hour: 6,
  timezone: 'Europe/Berlin',
  language: 'en',
};

const ways = [
  ['by mouse', {}],
  ['without JavaScript', { javaScriptEnabled: false }],
  [
    'on a phone, in the dark',
    { viewport: { width: 375, height: 760 }, colorScheme: 'dark', hasTouch: true },
  ],
] as const;

test.for(ways)(
  'a reader subscribes, confirms, gets a digest, changes preferences and unsubscribes: %s',
  async ([, options]) => {
    const { ctx, clock, url } = await startSite();
    const { page, complaints } = await openWindow(url, options);
    await page.goto(url);
    await page.getByLabel('Email address').fill('ada@example.org');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
    await openMail(page, url, /^Confirm/);
    const confirm = await follow(page, '/confirm/');
    await confirm.getByRole('button', { name: 'Confirm my subscription' }).click();
    await confirm.getByRole('heading', { name: 'You’re subscribed' }).waitFor();
    clock.set('2026-03-10T08:00:00Z');
    await digestTick(ctx);
    await openMail(page, url, / and 9 more$/);
    const preferences = await follow(page, '/preferences/');
    await preferences.getByLabel('Monday to Friday').check();
    await preferences.getByLabel('Time', { exact: true }).selectOption('6');
    await preferences.getByLabel('Time zone').selectOption({ label: 'Berlin' });
    await preferences.getByRole('button', { name: 'Save' }).click();
    await preferences.getByText('Saved.').waitFor();
    const unsubscribe = await follow(page, '/unsubscribe/');
    await unsubscribe.getByRole('button', { name: 'Unsubscribe' }).click();
    await unsubscribe.getByRole('heading', { name: 'You’re unsubscribed' }).waitFor();
    await unsubscribe.getByLabel('Too many emails').check();
    await unsubscribe.getByRole('button', { name: 'Send feedback' }).click();
    await unsubscribe.getByText('Thanks for letting us know.').waitFor();
    expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({
      ...left,
      unsubscribeReason: 'too-often',
    });
    await unsubscribe.getByRole('button', { name: 'Switch to weekly' }).click();
    await unsubscribe.getByRole('heading', { name: 'Glad you’re staying' }).waitFor();
    expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({
      status: 'active',
      frequency: 'weekly',
    });
    expect(complaints).toEqual([]);
    expect(await page.context().cookies()).toEqual([]);
  },
);

async function enter(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

test('a reader does all of this by keyboard only', async () => {
  const { ctx, clock, url } = await startSite();
  const { page } = await openWindow(url);
  await page.goto(url);
  await tabTo(page, /^Email address$/);
  await page.keyboard.type('ada@example.org');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
  await awaitMail(page, url, /^Confirm/);
  await enter(page, /^Confirm/);
  await page.locator('pre').first().waitFor();
  await enter(page, /\/confirm\//);
  await page.getByRole('heading', { name: 'Confirm your subscription' }).waitFor();
  await enter(page, /^Confirm my subscription$/);
  await page.getByRole('heading', { name: 'You’re subscribed' }).waitFor();
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  await awaitMail(page, url, / and 9 more$/);
  await enter(page, / and 9 more$/);
  await page.locator('pre').first().waitFor();
  const mail = page.url();
  await enter(page, /\/preferences\//);
  await page.getByRole('heading', { name: 'Your preferences' }).waitFor();
  await tabTo(page, /^Every day$/);
  await page.keyboard.press('ArrowDown');
  await tabTo(page, /^Time(?! zone)/);
  await page.keyboard.type('06');
  await tabTo(page, /^Time zone/);
  await page.keyboard.type('Berl');
  await enter(page, /^Save$/);
  await page.getByText('Saved.').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Saved.');
  await page.goto(mail);
  await enter(page, /\/unsubscribe\//);
  await page.getByRole('heading', { name: 'Unsubscribe?' }).waitFor();
  await enter(page, /^Unsubscribe$/);
  await page.getByRole('heading', { name: 'You’re unsubscribed' }).waitFor();
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject(left);
});

test('by keyboard: an invalid address shows a message next to the field, is kept, and the field has the focus', async () => {
  const { url } = await startSite();
  const { page } = await openWindow(url);
  await page.goto(url);
  await tabTo(page, /^Email address$/);
  await page.keyboard.type('ada@localhost');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('email');
  expect(await page.getByLabel('Email address').inputValue()).toBe('ada@localhost');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('ada@example.org');
  await enter(page, /^Subscribe$/);
  await page.getByRole('heading', { name: 'Check your inbox' }).waitFor();
});

test('an address changes once both mailboxes have confirmed', async () => {
  const { ctx, url } = await startSite();
  const id = await addReader(ctx, { email: 'ada@old.example' });
  const { page } = await openWindow(url);
  await page.goto(`${url}/preferences/${makeToken(ctx.keys, 'preferences', id)}`);
  await page.getByLabel('New email address').fill('ada@new.example');
  await page.getByRole('button', { name: 'Send confirmation emails' }).click();
  await page.getByText('We’ve emailed both addresses').waitFor();
  await openMail(page, url, /^Confirm your new email address/);
  const one = await follow(page, '/address/');
  await one.getByRole('button', { name: 'Yes, change the address' }).click();
  await one.getByText('One step left').waitFor();
  await openMail(page, url, /^Change your .* email address/);
  const other = await follow(page, '/address/');
  await other.getByRole('button', { name: 'Yes, change the address' }).click();
  await other.getByText('Your digest now goes to your new address.').waitFor();
  expect((await ctx.db.prisma.subscriber.findFirst())?.email).toBe('ada@new.example');
});

test('the script suggests a correction of a typo before the form is sent, and guesses the time zone; all scripts are smaller than 10 KB', async () => {
  const { ctx, url } = await startSite();
  const { page, complaints } = await openWindow(url, { timezoneId: 'Asia/Kolkata' });
  let bytes = 0;
  page.on('response', async (response) => {
    if (response.request().resourceType() === 'script') bytes += (await response.body()).length;
  });
  await page.goto(url);
  await page.getByLabel('Email address').fill('ada@gmial.com');
  await page.getByLabel('Email address').blur();
  await page.getByRole('button', { name: 'Did you mean ada@gmail.com?' }).click();
  expect(await page.getByLabel('Email address').inputValue()).toBe('ada@gmail.com');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('email');
  const id = await addReader(ctx, { email: 'ada@example.org' });
  await page.goto(`${url}/preferences/${makeToken(ctx.keys, 'preferences', id)}`);
  await page.getByText(/^We’ve picked Asia\/(Kolkata|Calcutta) from your device\./).waitFor();
  expect((await ctx.db.prisma.subscriber.findFirst())?.timezone).toBeNull();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect((await ctx.db.prisma.subscriber.findFirst())?.timezone).toMatch(
    /^Asia\/(Kolkata|Calcutta)$/,
  );
  expect(complaints).toEqual([]);
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(10_000);
});

test.for([
  ['light', 'en'],
  ['dark', 'de'],
] as const)(
  'axe reports no violations on any page, %s, %s; no page is wider than a phone',
  async ([colorScheme, locale]) => {
    const { ctx, clock, url } = await startSite();
    clock.set('2026-03-10T08:00:00Z');
    const id = await addReader(ctx, { email: 'ada@example.org' });
    await ctx.db.run(sql`update subscriber set language = ${locale}`);
    await digestTick(ctx);
    const viewport = { width: 375, height: 760 };
    const { page } = await openWindow(url, { colorScheme, locale, viewport, bypassCSP: true });
    await expect
      .poll(() => ctx.db.prisma.inboxMessage.count(), { timeout: 60_000 })
      .toBeGreaterThan(0);
    const link = (purpose: Purpose, of = id) =>
      `/${purpose === 'address-old' ? 'address' : purpose}/${makeToken(ctx.keys, purpose, of)}`;
    const mover = await addReader(ctx, { email: 'mover@example.org' });
    const asked = { email: 'b@example.org', emailKey: 'b@example.org', subscriberId: mover };
    const change = await ctx.db.prisma.addressChange.create({ data: asked });
    const order = await ctx.db.prisma.transactionalEmail.create({
      data: { kind: 'manage', subscriberId: id, expiresAt: new Date() },
    });
    const unconfirmed = await ctx.db.prisma.subscriber.create({
      data: { email: 'n@x.example', emailKey: 'n@x.example' },
    });
    const request = await ctx.db.prisma.confirmation.create({
      data: { subscriberId: unconfirmed.id },
    });
    for (const where of [
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
      '/subscribe/check-inbox?meant=gmail.com',
      '/confirm/nothing',
      '/about',
      '/inbox',
      '/inbox/1',
      '/api/docs',
      link('confirm', request.id),
      link('unsubscribe'),
      link('preferences'),
      link('manage', order.id),
      link('address', change.id),
    ]) {
      await page.goto(url + where);
      await look(page, where);
    }
    const press = async (where: string, button: string, name: string) => {
      await page.locator(button).click();
      await page.waitForLoadState();
      await look(page, `${where} after ${name}`);
    };
    await page.goto(url + link('confirm', request.id));
    await press('confirm', 'main button', 'the button');
    await page.goto(url + link('address', change.id));
    await press('address', 'main button', 'the first yes');
    await page.goto(url + link('address-old', change.id));
    await press('address', 'main button', 'the second yes');
    await page.goto(`${url}/subscribe/check-inbox?meant=gmail.com`);
    await page.fill('#email', 'ada@localhost');
    await press('subscribe', '.subscribe button', 'a wrong address');
    await page.goto(url + link('preferences'));
    await page.fill('#topics', 'x'.repeat(81));
    await press('preferences', '[value=save]', 'a wrong topic');
    await page.fill('[name=email]', 'ada@localhost');
    await press('preferences', '[value=address]', 'a wrong address');
    await press('preferences', '[value=manage]', 'asking for the data');
    await press('preferences', '[value=pause]', 'a pause');
    await page.goto(url + link('unsubscribe'));
    await press('unsubscribe', 'main button', 'leaving');
    await page.fill('#comment', 'x'.repeat(1001));
    await press('unsubscribe', '[value=reason]', 'a reason that is too long');
    await page.fill('#comment', 'x');
    await press('unsubscribe', '[value=reason]', 'a reason');
    await press('unsubscribe', 'main form:has([value=pause]) button', 'a pause instead');
    await press('unsubscribe', 'main a', 'to the preferences');
    await page.goto(url + link('unsubscribe'));
    await press('unsubscribe', 'main button', 'leaving again');
    await page.goto(url + link('preferences'));
    await look(page, 'preferences, gone');
    await page.goto(url + link('manage', order.id));
    await press('manage', '.danger', 'erasing');
    await ctx.db.run(sql`alter table paper rename to gone`);
    await page.goto(`${url}/papers/2`);
    await page.getByText('500').waitFor();
    await look(page, 'a failure');
  },
);

test('a scanner that opens each link of each message with GET and HEAD, twice, changes nothing', async () => {
  const { ctx, clock, url } = await startSite();
  clock.set('2026-03-10T08:00:00Z');
  const id = await addReader(ctx, { email: 'ada@example.org' });
  await digestTick(ctx);
  const post = (path: string, fields: Record<string, string>) =>
    fetch(url + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  await post('/subscribe', { email: 'new@example.org' });
  await post('/subscribe', { email: 'ada@example.org' });
  const preferences = `/preferences/${makeToken(ctx.keys, 'preferences', id)}`;
  await post(preferences, { action: 'address', email: 'ada@new.example' });
  await post(preferences, { action: 'manage' });
  await ctx.db.prisma.transactionalEmail.create({
    data: { kind: 'welcome', subscriberId: id, expiresAt: new Date(Date.now() + 3_600_000) },
  });
  await ctx.db.run(sql`select pg_notify('outbox', '')`);
  await expect.poll(() => ctx.db.prisma.inboxMessage.count(), { timeout: 60_000 }).toBe(7);
  const { page } = await openWindow(url);
  const links = new Set<string>();
  for (const mail of await ctx.db.prisma.inboxMessage.findMany({ select: { id: true } })) {
    await page.goto(`${url}/inbox/${mail.id}`);
    // Sample papers also link to other sites.
    for (const link of await linksOf(page)) if (link.startsWith(url)) links.add(link);
  }
  for (const path of [
    '/confirm/',
    '/unsubscribe/',
    '/preferences/',
    '/manage/',
    '/address/',
    '/papers/',
    '/digests/',
  ])
    expect([path, [...links].some((link) => link.includes(path))]).toEqual([path, true]);
  const everything = () =>
    Promise.all([
      ctx.db.prisma.subscriber.findMany(),
      ctx.db.prisma.confirmation.findMany(),
      ctx.db.prisma.consent.findMany(),
      ctx.db.prisma.addressChange.findMany(),
      ctx.db.prisma.transactionalEmail.findMany(),
      ctx.db.prisma.delivery.findMany(),
    ]);
  const before = await everything();
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    for (const link of links)
      expect([link, (await fetch(link, { method })).status]).toEqual([link, 200]);
  }
  expect(await everything()).toEqual(before);
});
