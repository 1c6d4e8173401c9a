import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { readConfig } from '../src/config/config.ts';
import { digestTick } from '../src/digests/send/schedule.ts';
import { samplePapers } from '../src/papers/sources/sample.ts';
import { savePapers } from '../src/papers/import/save.ts';
import { start } from '../src/app/bootstrap.ts';
import { buildApp } from '../src/web/app.ts';
import { deleteDataDir } from '../src/db/embedded.ts';
import { openBrowser } from './browser.ts';
import { median } from './lib/median.ts';

// npm run bench:pages [-- --visits 7 --json]: the first visit of a page in a browser on an emulated
// phone: first contentful paint (the median of the visits), bytes transferred, requests and layout
// shift. `/` has 50 papers.

const { values: options } = parseArgs({
  options: { visits: { type: 'string', default: '7' }, json: { type: 'boolean', default: false } },
});

interface Visit {
  paintMs: number;
  bytes: number;
  requests: number;
  shift: number;
}

/** One visit with an empty browser cache. */
async function visit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 375, height: 760 } });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    let bytes = 0;
    let requests = 0;
    await wire.send('Network.enable');
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength;
      requests += 1;
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    const { paintMs, shift } = await page.evaluate(
      () =>
        new Promise<{ paintMs: number; shift: number }>((resolve) => {
          let shift = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries())
              if ('value' in entry) shift += Number(entry.value);
          }).observe({ type: 'layout-shift', buffered: true });
          const [paint] = performance.getEntriesByName('first-contentful-paint');
          requestAnimationFrame(() =>
            setTimeout(() => resolve({ paintMs: paint?.startTime ?? NaN, shift }), 50),
          );
        }),
    );
    return { paintMs, bytes, requests, shift };
  } finally {
    await context.close();
  }
}

const day = '2026-03-10';
const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-pages-'));
const { ctx: live, close } = await start(
  readConfig({ DATA_DIR: dataDir, PAPER_SOURCES: '', LOG_LEVEL: 'error' }),
);
const ctx = { ...live, now: () => new Date(`${day}T09:00:00Z`) };
const app = await buildApp(ctx);
const browser = await openBrowser();
try {
  const samples = samplePapers();
  const inputs = Array.from({ length: 50 }, (_, place) => {
    const { title, ...paper } = samples[place % samples.length] ?? { title: '' };
    return { ...paper, title: `${title}, ${place + 1}` };
  });
  const { ids } = await savePapers(ctx.db, inputs, { source: 'file', listedOn: day, now: ctx.now });
  await digestTick(ctx);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const pages = {
    home: '/',
    paper: `/papers/${ids[0]}`,
    search: '/search?q=wind',
    digest: `/digests/${day}`,
  };
  const results: Record<string, Visit> = {};
  if (!options.json) console.log(`${'page'.padEnd(10)} first paint    weight   requests   shift`);
  for (const [name, where] of Object.entries(pages)) {
    await visit(browser, url + where);
    const visits = [];
    for (let turn = 0; turn < Number(options.visits); turn += 1)
      visits.push(await visit(browser, url + where));
    const result: Visit = {
      paintMs: Math.round(median(visits.map(({ paintMs }) => paintMs))),
      bytes: median(visits.map(({ bytes }) => bytes)),
      requests: median(visits.map(({ requests }) => requests)),
      shift: Math.max(...visits.map(({ shift }) => shift)),
    };
    results[name] = result;
    const { paintMs, bytes, requests, shift } = result;
    if (!options.json)
      console.log(
        `${name.padEnd(10)} ${`${paintMs} ms`.padStart(11)} ${`${(bytes / 1000).toFixed(1)} KB`.padStart(9)} ${String(requests).padStart(10)} ${shift.toFixed(3).padStart(7)}`,
      );
  }
  if (options.json) console.log(JSON.stringify(results));
} finally {
  await browser.close();
  await app.close();
  await close();
  await deleteDataDir(dataDir);
}
