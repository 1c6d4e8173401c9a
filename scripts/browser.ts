import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Opens a real browser: an installed Chromium, or else the one in `@sparticuz/chromium`. It
 * contacts no server but ours.
 */
export async function openBrowser(): Promise<Browser> {
  const found = installed.find((path) => existsSync(path));
  return playwright.launch({
    executablePath: found ?? (await chromium.executablePath()),
    args: [
      ...(found === undefined ? chromium.args : []),
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
