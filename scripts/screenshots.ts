import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import type { Page } from 'playwright-core';
import { createOperator } from '../src/admin/accounts/operators.ts';
import { addDays } from '../src/lib/dates.ts';
import { readConfig } from '../src/config/config.ts';
import { sql } from '../src/db/sql.ts';
import { composeMail } from '../src/digests/mail/digest-mail.ts';
import { digestOf, poolOf } from '../src/digests/queries.ts';
import { digestTick } from '../src/digests/send/schedule.ts';
import { addSamplePapers } from '../src/papers/sources/sample.ts';
import { takeLease } from '../src/outbox/sql/lease.ts';
import { start } from '../src/app/bootstrap.ts';
import { addSubscriber } from '../src/subscribers/signup/add.ts';
import { parseAddress } from '../src/subscribers/address.ts';
import { makeToken } from '../src/subscribers/tokens.ts';
import { buildApp } from '../src/web/app.ts';
import { deleteDataDir } from '../src/db/embedded.ts';
import { openBrowser } from './browser.ts';

// npm run screenshots [-- --to docs/images --language en --all]: the images that README.md shows,
// with sample papers on a fixed day. `--all`: each page on desktop and phone, in light and dark
// mode.

const { values: options } = parseArgs({
  options: {
    to: { type: 'string', default: 'docs/images' },
    language: { type: 'string', default: 'en' },
    all: { type: 'boolean', default: false },
  },
});
const readme = readFileSync('README.md', 'utf8');
const today = '2026-03-10';
const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-pictures-'));
const port = await getPort();
const url = `http://127.0.0.1:${port}`;
const { ctx: live, close } = await start(
  readConfig({ DATA_DIR: dataDir, PORT: String(port), PUBLIC_URL: url, LOG_LEVEL: 'error' }),
);
let at = new Date(`${today}T09:00:00Z`);
const ctx = { ...live, now: () => at };
const app = await buildApp(ctx);
const browser = await openBrowser();

/** Adds three days of papers and digests; each sample is used once. */
async function fill(): Promise<void> {
  for (let back = 2; back >= 0; back -= 1) {
    const day = addDays(today, -back);
    at = new Date(`${day}T09:00:00Z`);
    await addSamplePapers(ctx, day);
    await digestTick(ctx);
  }
}

async function reader(): Promise<number> {
  const address = parseAddress('ada@example.org');
  if (!address.ok) throw new Error('no address');
  const preferences = {
    topics: ['sparse autoencoders', 'cs.CL'],
    hour: 7,
    timezone: 'Europe/Berlin',
  };
  const added = await addSubscriber(ctx, {
    address,
    preferences,
    consent: { source: 'pictures' },
  });
  return 'id' in added ? added.id : 0;
}

/** Adds a list that grew for a month. */
async function crowd(): Promise<void> {
  await ctx.db
    .run(sql`insert into subscriber (email, email_key, status, active_since, created_at, unsubscribed_at)
    select name, name, (case when n % 29 = 0 then 'unsubscribed' when n % 47 = 0 then 'paused' else 'active' end)::subscriber_status, since, since,
        case when n % 29 = 0 then least(since + interval '3 days', ${new Date(`${today}T08:00:00Z`)}) end
      from generate_series(1, 3600) as n, lateral (select 'reader' || n || '@example.org' as name,
        ${new Date(`${today}T06:00:00Z`)}::timestamptz - (60 - sqrt(n)) * interval '11 hours 50 minutes' as since)`);
}

/** Today's digest is half sent, the earlier ones are complete. */
async function underWay(): Promise<void> {
  await takeLease(ctx.db, 'pictures', 3600);
  await ctx.db.run(sql`update digest set status = 'sent' where id < (select max(id) from digest)`);
  await ctx.db.run(sql`update delivery set state = 'sent', attempts = 1, sent_at = due_at
    where digest_id < (select max(id) from digest)`);
  await ctx.db.run(sql`update delivery set attempts = 1,
      state = (case when subscriber_id % 41 = 0 then 'deferred' when subscriber_id % 97 = 0 then 'failed' else 'sent' end)::delivery_state,
      reason = case when subscriber_id % 41 = 0 or subscriber_id % 97 = 0 then 'refused' end,
      detail = case when subscriber_id % 41 = 0 then '451 4.7.1 try again later' when subscriber_id % 97 = 0 then '550 5.1.1 no such user' end,
      sent_at = case when subscriber_id % 41 > 0 and subscriber_id % 97 > 0 then ${at}::timestamptz - subscriber_id % 120 * interval '1 second' end
    where digest_id = (select max(id) from digest) and subscriber_id % 3 < 2`);
}

const operator = { email: 'ada@example.org', password: 'a password for pictures' };

async function signIn(page: Page): Promise<void> {
  await page.goto(`${url}/admin`);
  await page.locator('input[type=email]').fill(operator.email);
  await page.locator('input[type=password]').fill(operator.password);
  await page.locator('main button').click();
  await page.waitForURL(`${url}/admin`);
}

try {
  await app.listen({ host: '127.0.0.1', port });
  await crowd();
  await fill();
  await underWay();
  await createOperator(ctx, { email: operator.email, key: operator.email }, operator.password);
  const pages: Record<string, string> = {
    daily: '/',
    paper: '/papers/1',
    search: '/search?q=model',
    digest: `/digests/${today}`,
    preferences: `/preferences/${makeToken(ctx.keys, 'preferences', await reader())}`,
    operators: '/admin',
    'operators-digest': `/admin/digests/${today}`,
    'operators-subscribers': '/admin/subscribers',
  };
  const digest = await digestOf(ctx.db, 'daily', today);
  if (digest === undefined) throw new Error('no digest');
  const mail = await composeMail(ctx, digest, await poolOf(ctx.db, digest.id, digest.issueSize));
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [device, width, height] of [
      ['desktop', 1280, 900],
      ['phone', 375, 760],
    ] as const) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme,
        locale: options.language,
      });
      const file = (name: string) => `${name}-${device}-${colorScheme}.png`;
      const isWanted = (name: string) => options.all || readme.includes(`/${file(name)}`);
      const picture = (name: string) =>
        page.screenshot({ path: path.join(options.to, file(name)), animations: 'disabled' });
      await signIn(page);
      for (const [name, where] of Object.entries(pages)) {
        if (!isWanted(name)) continue;
        await page.goto(url + where);
        await picture(name);
      }
      if (isWanted('mail')) {
        // Leave our pages first, because their Content-Security-Policy would block the styles of
        // the message.
        await page.goto('about:blank');
        await page.setContent(mail.html);
        await picture('mail');
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  await app.close();
  await close();
  await deleteDataDir(dataDir);
}
