import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { addDays } from '../src/calendar.ts';
import { readConfig } from '../src/config.ts';
import { composeMail } from '../src/digests/mail.ts';
import { digestOf, poolOf } from '../src/digests/reading.ts';
import { digestTick } from '../src/digests/schedule.ts';
import { dealSamplePapers } from '../src/papers/sample.ts';
import { start } from '../src/start.ts';
import { addSubscribers } from '../src/subscribers/add.ts';
import { parseAddress } from '../src/subscribers/address.ts';
import { makeToken } from '../src/subscribers/tokens.ts';
import { buildApp } from '../src/web/app.ts';
import { openBrowser } from './browser.ts';

// npm run screenshots [-- --to docs --language en]: the pictures of docs/, of sample papers at a fixed day: each page on a desk and on
// a phone, in light and in dark.

const { values: options } = parseArgs({
  options: { to: { type: 'string', default: 'docs' }, language: { type: 'string', default: 'en' } },
});
const today = '2026-03-10';
const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-pictures-'));
const { ctx: live, close } = await start(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }));
let at = new Date(`${today}T09:00:00Z`);
const ctx = { ...live, now: () => at };
const app = await buildApp(ctx);
const browser = await openBrowser();

/** Three days of papers and digests: each sample once. */
async function fill(): Promise<void> {
  for (let back = 2; back >= 0; back -= 1) {
    const day = addDays(today, -back);
    at = new Date(`${day}T09:00:00Z`);
    await dealSamplePapers(ctx, day);
    await digestTick(ctx);
  }
}

async function reader(): Promise<number> {
  const address = parseAddress('ada@example.org');
  if (!address.ok) throw new Error('no address');
  const preferences = { topics: ['sparse autoencoders', 'cs.CL'], hour: 7, timezone: 'Europe/Berlin' };
  const [added] = await addSubscribers(ctx, [{ address, preferences, consent: { source: 'pictures' } }]);
  return added !== undefined && 'id' in added ? added.id : 0;
}

try {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  await fill();
  const pages: Record<string, string> = {
    daily: '/',
    paper: '/papers/1',
    search: '/search?q=model',
    digest: `/digests/${today}`,
    preferences: `/preferences/${makeToken(ctx.keys, 'preferences', await reader())}`,
  };
  const digest = await digestOf(ctx.db, 'daily', today);
  if (digest === undefined) throw new Error('no digest');
  const mail = await composeMail(ctx, digest, await poolOf(ctx.db, digest.id, digest.issueSize));
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [device, width, height] of [
      ['desktop', 1280, 900],
      ['phone', 375, 760],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme, locale: options.language });
      const picture = (name: string) =>
        page.screenshot({
          path: path.join(options.to, `${name}-${device}-${colorScheme}.png`),
          animations: 'disabled',
        });
      for (const [name, where] of Object.entries(pages)) {
        await page.goto(url + where);
        await picture(name);
      }
      // Away from our pages: their policy would take the mail's own styles from it.
      await page.goto('about:blank');
      await page.setContent(mail.html);
      await picture('mail');
      await page.close();
    }
  }
} finally {
  await browser.close();
  await app.close();
  await close();
  rmSync(dataDir, { recursive: true, force: true });
}
