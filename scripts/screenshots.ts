import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

// npm run screenshots: the pictures of docs/, of sample papers, at a fixed day.

const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-pictures-'));
const { ctx: live, close } = await start(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }));
const ctx = { ...live, now: () => new Date('2026-03-10T09:00:00Z') };
const app = await buildApp(ctx);
const browser = await openBrowser();
try {
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  for (const day of ['2026-03-08', '2026-03-09', '2026-03-10']) await dealSamplePapers(ctx, day);
  await digestTick(ctx);
  const address = parseAddress('ada@example.org');
  if (!address.ok) throw new Error('no address');
  const [added] = await addSubscribers(ctx, [{ address, preferences: {}, consent: { source: 'pictures' } }]);
  const id = added !== undefined && 'id' in added ? added.id : 0;
  const pages: Record<string, string> = {
    daily: '/',
    paper: '/papers/1',
    digest: '/digests/2026-03-10',
    preferences: `/preferences/${makeToken(ctx.keys, 'preferences', id)}`,
  };
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  const mail = await composeMail(ctx, digest, await poolOf(ctx.db, digest.id, digest.issueSize));
  for (const scheme of ['light', 'dark'] as const) {
    for (const [device, width, height] of [
      ['desktop', 1280, 900],
      ['phone', 375, 760],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
      for (const [name, where] of Object.entries(pages)) {
        await page.goto(url + where);
        await page.screenshot({ path: `docs/${name}-${device}-${scheme}.png` });
      }
      await page.close();
      const inbox = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
      await inbox.setContent(mail.html);
      await inbox.screenshot({ path: `docs/mail-${device}-${scheme}.png` });
      await inbox.close();
    }
  }
} finally {
  await browser.close();
  await app.close();
  await close();
  rmSync(dataDir, { recursive: true, force: true });
}
