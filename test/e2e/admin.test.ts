import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import getPort from 'get-port';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../scripts/browser.ts';
import { createOperator } from '../../src/admin/accounts/operators.ts';
import { sql } from '../../src/db/sql.ts';
import { digestOf } from '../../src/digests/queries.ts';
import { digestTick } from '../../src/digests/send/schedule.ts';
import { addSamplePapers } from '../../src/papers/sources/sample.ts';
import { buildApp } from '../../src/web/app.ts';
import { freshContext } from '../support/context.ts';
import { look, tabTo } from '../support/look.ts';
import { addReader, deliveries } from '../support/readers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const ada = { email: 'ada@example.org', key: 'ada@example.org' };
const password = 'correct horse battery';

async function openSite(options: Parameters<Browser['newContext']>[0] = {}) {
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), PUBLIC_URL: url, PAPER_SOURCES: 'sample' };
  const { ctx, clock } = await freshContext(env, '2026-03-10T07:00:00Z');
  await addSamplePapers(ctx, '2026-03-09');
  await addSamplePapers(ctx, '2026-03-10');
  await createOperator(ctx, ada, password);
  const app = await buildApp(ctx);
  await app.listen({ port, host: '127.0.0.1' });
  const window = await browser.newContext({ locale: 'en', ...options });
  onTestFinished(async () => {
    await window.close();
    await app.close();
  }, 30_000);
  const complaints: string[] = [];
  window.on('console', (message) => {
    const meant = /Failed to load resource|frame is sandboxed/;
    if (message.type() === 'error' && !meant.test(message.text())) complaints.push(message.text());
  });
  const page = await window.newPage();
  page.setDefaultTimeout(40_000);
  return { ctx, clock, url, page, complaints };
}

async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.getByLabel('Email address').fill(ada.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
}

const status = async (ctx: Parameters<typeof deliveries>[0]) =>
  (await digestOf(ctx.db, 'daily', '2026-03-10'))?.status;

test.for([
  ['by mouse', {}],
  [
    'without JavaScript, on a phone',
    { javaScriptEnabled: false, viewport: { width: 375, height: 760 } },
  ],
] as const)(
  'an operator signs in, composes, edits, previews, sends and pauses a digest and signs out: %s',
  async ([, options]) => {
    const { ctx, url, page, complaints } = await openSite(options);
    await addReader(ctx);
    await addReader(ctx);
    await signIn(page, url);
    await page.getByRole('link', { name: 'Digests', exact: true }).click();
    await page.getByRole('button', { name: 'Compose' }).click();
    await page.getByText('Draft composed.').waitFor();
    const second = await page.locator('.pool a').nth(1).innerText();
    await page.getByRole('button', { name: `To the top: ${second}` }).click();
    await expect.poll(() => page.locator('.pool a').first().innerText()).toBe(second);
    await page.getByRole('link', { name: '中文' }).click();
    await page.frameLocator('iframe').getByText('这是一封测试邮件').waitFor();
    await page.getByRole('link', { name: 'Send…' }).click();
    await page.getByText('2 readers will get it.').waitFor();
    await page.getByLabel('To confirm, type the number').fill('3');
    await page.getByRole('button', { name: 'Send to these readers' }).click();
    await page.getByText('That doesn’t match.').waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('typed');
    expect([await status(ctx), await deliveries(ctx)]).toEqual(['draft', []]);
    await page.getByLabel('To confirm, type the number').fill('2');
    await page.getByRole('button', { name: 'Send to these readers' }).dblclick();
    await page.getByText('Sending started.').waitFor();
    expect(await deliveries(ctx)).toHaveLength(2);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Digest paused.').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByText('Digest paused.').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.goto(`${url}/admin/log`);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(complaints).toEqual([]);
  },
);

test('by keyboard only: an operator signs in, creates a key, composes a digest and moves a paper', async () => {
  const { ctx, url, page } = await openSite();
  await page.goto(`${url}/admin/keys`);
  // The first field has the focus.
  await page.keyboard.type(ada.email);
  await tabTo(page, /^Password$/);
  await page.keyboard.type('a wrong password');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('email');
  await tabTo(page, /^Password$/);
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'API keys' }).waitFor();
  await tabTo(page, /^Name$/);
  await page.keyboard.type('nightly');
  await tabTo(page, /^read papers/);
  await page.keyboard.press('Space');
  await tabTo(page, /^Create key$/);
  await page.keyboard.press('Enter');
  await page.getByText('You won’t see it again').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('status');
  await tabTo(page, /^Digests$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Compose a draft' }).waitFor();
  await tabTo(page, /^Compose$/);
  await page.keyboard.press('Enter');
  await page.getByText('Draft composed.').waitFor();
  await tabTo(page, /^Down: /);
  const first = await page.locator('.pool a').first().innerText();
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.pool a').nth(1).innerText()).toBe(first);
  expect(await status(ctx)).toBe('draft');
});

test('a session that ends during work loses no input', async () => {
  const { ctx, url, page } = await openSite();
  await signIn(page, url);
  await page.goto(`${url}/admin/keys`);
  await page.getByLabel('Name').fill('nightly');
  await page.getByLabel('read papers').check();
  await ctx.db.run(sql`delete from operator_session`);
  await page.getByRole('button', { name: 'Create key' }).click();
  await page.getByLabel('Email address').fill(ada.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Send it now' }).click();
  await page.getByText('You won’t see it again').waitFor();
  expect(await ctx.db.prisma.apiKey.findMany()).toMatchObject([
    { name: 'nightly', scopes: ['papers:read'] },
  ]);
});

test('a link in a webmail message leads a signed-in operator to the page without signing in again', async () => {
  const { url, page } = await openSite();
  await signIn(page, url);
  const mail = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<a href="${url}/admin/log">View</a>`);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void mail.close());
  await once(mail, 'listening');
  // Under another host name, this machine is another site.
  await page.goto(`http://localhost:${(mail.address() as AddressInfo).port}/`);
  await page.getByRole('link').click();
  await page.getByRole('heading', { name: 'Audit log' }).waitFor();
  expect(page.url()).toBe(`${url}/admin/log`);
});

test.for([
  ['light', 'en'],
  ['dark', 'de'],
] as const)(
  'axe reports no violations on any admin page, %s, %s; no page is wider than a phone',
  async ([colorScheme, locale]) => {
    const viewport = { width: 375, height: 760 };
    const { ctx, clock, url, page } = await openSite({
      colorScheme,
      locale,
      viewport,
      bypassCSP: true,
    });
    await page.goto(`${url}/admin/sign-in`);
    await look(page, 'sign in');
    const press = async (button: string, name: string) => {
      await page.locator(button).first().click();
      await page.waitForLoadState();
      await look(page, name);
    };
    await page.fill('#email', ada.email);
    await page.fill('#password', 'wrong');
    await press('main button', 'a wrong password');
    await page.fill('#password', password);
    await press('main button', 'the overview, before a digest');
    await addReader(ctx);
    await addReader(ctx, { hour: 12 });
    const go = async (where: string) => {
      await page.goto(url + where);
      await look(page, where);
    };
    const digest = '/admin/digests/2026-03-10';
    await go('/admin/digests');
    await page.fill('#date', '2026-01-01');
    await press('main .panel button', 'nothing to compose');
    await page.fill('#date', '2026-03-10');
    await press('main .panel button', 'a draft');
    await press('.pool button', 'a paper moved');
    await go(`${digest}?q=attention`);
    await page.fill('#to', 'nobody');
    await press('form:has(#to) button', 'a wrong address');
    await go(`${digest}?part=text`);
    await go(`${digest}/send`);
    await page.fill('#typed', '99');
    await page.locator('[value=later]').check();
    await press('main form.banner button', 'a wrong number');
    await go(`${digest}/cancel`);
    clock.set('2026-03-10T08:00:00Z');
    await digestTick(ctx);
    await ctx.db.run(
      sql`update delivery set state = 'failed', reason = ${`550 ${'x'.repeat(150)}`}`,
    );
    await go(digest);
    await ctx.db.run(
      sql`update digest set status = 'paused', reason = 'refused', reason_params = '{"reply": "550 5.7.1"}' where status = 'sending'`,
    );
    await ctx.db.run(
      sql`insert into suppression (email_key, reason) values ('a@x.example', 'complained')`,
    );
    await go(digest);
    await go('/admin');
    await go('/admin/digests');
    await go('/admin/keys');
    await page.fill('#name', ' x ');
    await press('main .panel button', 'a key for nothing');
    await page.locator('[name=scopes]').first().check();
    await press('main .panel button', 'a new key');
    await page.locator('main summary').click();
    await look(page, 'revoking');
    await press('.danger', 'revoked');
    await go('/admin/log');
    await go('/admin/account');
    await ctx.db.run(sql`delete from operator_session`);
    await press('.panel button', 'signed out in the middle');
    await ctx.db.run(sql`delete from operator`);
    await go('/admin/sign-in');
    expect(await page.getByRole('heading').first().innerText()).toBe(
      ctx.words(locale).t('admin-first'),
    );
  },
);
