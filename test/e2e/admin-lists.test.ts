import getPort from 'get-port';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../scripts/browser.ts';
import { sql } from '../../src/db/sql.ts';
import { suppress } from '../../src/subscribers/suppression.ts';
import { addSamplePapers } from '../../src/papers/sources/sample.ts';
import { buildApp } from '../../src/web/app.ts';
import { freshContext } from '../support/context.ts';
import { look, tabTo } from '../support/look.ts';
import { signedIn } from '../support/operator.ts';
import { addReader } from '../support/readers.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

/** Opens a browser in which an operator is signed in. */
async function openSite(options: Parameters<Browser['newContext']>[0] = {}) {
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const { ctx } = await freshContext(
    { PORT: String(port), PUBLIC_URL: url },
    '2026-03-10T09:00:00Z',
  );
  await addSamplePapers(ctx, '2026-03-10');
  const app = await buildApp(ctx);
  await app.listen({ port, host: '127.0.0.1' });
  const window = await browser.newContext({ locale: 'en', ...options });
  onTestFinished(async () => {
    await window.close();
    await app.close();
  }, 30_000);
  const { cookie } = await signedIn(ctx);
  await window.addCookies([{ name: 'operator', value: cookie.split('=')[1] ?? '', url }]);
  const page = await window.newPage();
  page.setDefaultTimeout(40_000);
  return { ctx, url, page };
}

test('without JavaScript: an operator previews and imports a file, then finds, unblocks and erases a reader', async () => {
  const { ctx, url, page } = await openSite({ javaScriptEnabled: false });
  await page.goto(`${url}/admin/subscribers`);
  await page.getByRole('link', { name: 'Import' }).click();
  const list =
    'E-Mail;Topics\r\nada@example.org;für, über\r\nkwame@example.org;\r\nno address;\r\n';
  await page
    .getByLabel('A file, up to 200 MB')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list, 'latin1') });
  await page.getByLabel('Yes, they’ve agreed').check();
  await page.getByRole('button', { name: 'Preview' }).click();
  // The file must be chosen again, because no browser restores it. Everything else is kept.
  await page.getByText('Please tell us where they agreed').waitFor();
  expect(await page.getByLabel('Yes, they’ve agreed').isChecked()).toBe(true);
  await page
    .getByLabel('A file, up to 200 MB')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list, 'latin1') });
  await page.getByLabel('Where they agreed').fill('sign-up sheet');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('heading', { name: 'Preview' }).waitFor();
  expect(await ctx.db.prisma.subscriber.count()).toBe(0);
  await page.getByRole('button', { name: 'Import 2 subscribers' }).click();
  await page.getByText('Subscribers imported.').waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Result' }).waitFor();
  expect(await ctx.db.prisma.subscriber.count()).toBe(2);

  await suppress(ctx.db, [
    { emailKey: 'ada@example.org', reason: 'bounced', evidence: '550 5.1.1 unknown' },
  ]);
  await page.getByRole('link', { name: '← Subscribers' }).click();
  await page.getByRole('searchbox').fill('Ada@example.org');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('heading', { name: 'ada@example.org' }).waitFor();
  expect(page.url()).not.toContain('example.org');
  await page.getByText('Unblock…').click();
  await page.getByRole('button', { name: 'Unblock' }).click();
  await page.getByText('Unblocked: we can mail').waitFor();
  expect(await page.getByRole('button', { name: 'Erase permanently' }).isVisible()).toBe(false);
  await page.getByText('Erase data…').click();
  await page.getByRole('button', { name: 'Erase permanently' }).click();
  await page.getByText('Subscriber’s data erased.').waitFor();
  expect((await ctx.db.prisma.subscriber.findMany()).map(({ email }) => email)).toEqual([
    'kwame@example.org',
  ]);
});

test('by keyboard only: an operator finds and pauses a reader and edits a paper', async () => {
  const { ctx, url, page } = await openSite();
  const id = await addReader(ctx, { email: 'ada@example.org' });
  await page.goto(`${url}/admin/subscribers`);
  await tabTo(page, /^Search by address/);
  await page.keyboard.type('ada@example.org');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${url}/admin/subscribers/${id}`);
  await tabTo(page, /^Pause$/);
  await page.keyboard.press('Enter');
  await page.getByText('Subscriber paused.').waitFor();
  expect((await ctx.db.prisma.subscriber.findUnique({ where: { id } }))?.status).toBe('paused');

  await page.goto(`${url}/admin/papers/1`);
  await tabTo(page, /^Title$/);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('A Better Title');
  await page.keyboard.press('Enter');
  await page.getByText('Paper changed.').waitFor();
  expect(await ctx.db.prisma.paper.findUnique({ where: { id: 1 } })).toMatchObject({
    title: 'A Better Title',
    editedFields: ['title'],
  });
});

test.for([
  ['light', 'en'],
  ['dark', 'de'],
] as const)(
  'axe reports no violations on the pages of subscribers and papers, %s, %s; no page is wider than a phone',
  async ([colorScheme, locale]) => {
    const viewport = { width: 375, height: 760 };
    const { ctx, url, page } = await openSite({ colorScheme, locale, viewport, bypassCSP: true });
    const id = await addReader(ctx, {
      email: `${'long.'.repeat(12)}x@${'sub.'.repeat(20)}example.org`,
      topics: ['x'.repeat(80)],
    });
    const pending = await addReader(ctx, { status: 'pending' });
    await ctx.db.run(
      sql`insert into digest (kind, date, status, starts_at) values ('daily', '2026-03-09', 'sending', '2026-03-09T08:00:00Z')`,
    );
    await ctx.db
      .run(sql`insert into delivery (digest_id, subscriber_id, state, reason, due_at, expires_at)
      select id, ${id}, 'failed', ${`550 ${'x'.repeat(150)}`}, starts_at, starts_at from digest`);
    await ctx.db.run(
      sql`insert into consent (subscriber_id, source, given_at, note) values (${id}, ${'y'.repeat(200)}, now(), 'note')`,
    );
    await suppress(ctx.db, [
      {
        emailKey: `${'long.'.repeat(12)}x@${'sub.'.repeat(20)}example.org`,
        reason: 'complained',
        evidence: 'z'.repeat(200),
      },
    ]);
    await ctx.db.run(
      sql`insert into source_fetch (source, fetched_at, papers, failure)
        values ('huggingface', '2026-03-10T08:07:00Z', null, ${JSON.stringify({ code: 'message', message: 'e'.repeat(200) })}::jsonb)`,
    );
    ctx.config.sources = ['huggingface'];
    const go = async (where: string) => {
      await page.goto(url + where);
      await look(page, where);
    };
    const press = async (name: string) => {
      await page.locator('main .panel button, main .head form button').first().click();
      await page.waitForLoadState();
      await look(page, name);
    };
    await go('/admin/subscribers');
    await go('/admin/subscribers?q=nobody');
    await go(`/admin/subscribers/${id}`);
    for (const summary of await page.locator('main summary').all()) await summary.click();
    await look(page, 'all confirmation questions');
    await go('/admin/suppressions');
    await page.locator('main summary').click();
    await look(page, 'letting one back');
    await go(`/admin/subscribers/${pending}`);
    await go('/admin/subscribers/new');
    await page.fill('#email', 'a b');
    await page.locator('[value=given]').check();
    await press('a wrong address');
    await page.fill('#email', 'a@example.org');
    await press('no source');
    await go('/admin/subscribers/import');
    await page.locator('[value=given]').check();
    await press('no list');
    await page.fill('#text', `email\n${'x'.repeat(100)}\na@example.org`);
    await page.locator('[value=ask]').check();
    await press('what an import would do');
    await press('what an import did');
    await go('/admin/papers');
    await go('/admin/papers?q=model');
    await go('/admin/papers/1');
    await go('/admin/papers/new');
    await page.fill('#title', '\u200B');
    await press('a wrong title');
    await go('/admin/papers/import');
    await page.fill('#text', 'no page');
    await press('no page');
    await go('/admin/papers/sources');
    await page.locator('main summary').click();
    await look(page, 'fetches');
    await ctx.db.run(
      sql`insert into job (kind, started_at, report, finished_at) values ('fetch', now(), ${JSON.stringify(
        {
          added: 1,
          updated: 0,
          unchanged: 0,
          skipped: ['s'.repeat(200)],
          failed: [{ source: 'huggingface', reason: 'r'.repeat(200) }],
          sources: [{ source: 'huggingface', added: 1, updated: 0, unchanged: 0 }],
        },
      )}::jsonb, now()), ('fetch', now(), null, null), ('fetch', now(), '{"problem":null}', now())`,
    );
    for (const { id: job } of await ctx.db.prisma.job.findMany({
      where: { kind: 'fetch' },
      orderBy: { id: 'asc' },
    }))
      await go(`/admin/jobs/${job}`);
    expect(await page.getByRole('alert').count()).toBe(1);
  },
);
