import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openBrowser } from '../../scripts/browser.ts';
import { readCatalogue } from '../../src/lib/i18n/words.ts';
import { freshContext } from '../support/context.ts';
import { everyMail, type Shown } from '../support/every-mail.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const phone = { width: 375, height: 667 };

interface Look {
  width?: number;
  scheme?: 'light' | 'dark';
}

/** Opens a page that shows messages and records the requests that they make. */
async function openPage({ width = phone.width, scheme = 'light' }: Look = {}) {
  const page = await browser.newPage({
    viewport: { width, height: phone.height },
    colorScheme: scheme,
  });
  onTestFinished(() => page.close());
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  return { page, requests };
}

async function mails(language = 'en'): Promise<Shown[]> {
  const { ctx } = await freshContext({ POSTAL_ADDRESS: '1 Paper Street' });
  return everyMail(ctx, language);
}

function digestOf(all: Shown[]): Shown {
  const [digest] = all;
  if (digest?.name !== 'digest') throw new Error('no digest');
  return digest;
}

/** Removes all CSS: the style sheet and the presentational attributes of elements. */
function bare(html: string): string {
  return html
    .replaceAll(/<style[\s\S]*?<\/style>/g, '')
    .replaceAll(
      / (style|class|bgcolor|width|align|valign|border|cellpadding|cellspacing)="[^"]*"/g,
      '',
    );
}

test.each(readCatalogue().languages)(
  'the first screen of a phone shows the top paper of the day and the start of its abstract (%s)',
  async (language) => {
    const { page } = await openPage();
    await page.setContent(digestOf(await mails(language)).html);
    const places = await page.evaluate(() => {
      const [first, second] = document.querySelectorAll('h2');
      const abstract = first?.parentElement?.querySelector('p:not([class])');
      const top = (element?: Element | null) =>
        element?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY;
      return { title: top(first), abstract: top(abstract), second: top(second) };
    });
    expect(places.title).toBeLessThan(100);
    expect(places.abstract).toBeLessThan(phone.height / 2);
    expect(places.second).toBeGreaterThan(places.abstract);
  },
);

test('no message requests anything from a server, and none is wider than a small phone', async () => {
  const { page, requests } = await openPage({ width: 320 });
  for (const language of readCatalogue().languages) {
    for (const { name, html } of await mails(language)) {
      await page.setContent(html);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([language, name, requests, width]).toEqual([language, name, [], 320]);
    }
  }
});

test('without CSS each message has the same text in the same order, with headings and links', async () => {
  const [{ page }, { page: plain }] = [await openPage(), await openPage()];
  for (const { name, html } of await mails()) {
    await page.setContent(html);
    await plain.setContent(bare(html));
    const words = async (shown: Page) =>
      (await shown.innerText('body')).replaceAll(/\s+/g, ' ').trim();
    const links = (shown: Page) =>
      shown.locator('a').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    expect([name, await words(plain)]).toEqual([name, expect.stringContaining(await words(page))]);
    expect(await links(plain)).toEqual(await links(page));
    expect(await plain.locator('h1').count()).toBe(1);
  }
});

/**
 * How a client changes the colors of a message: not at all, or by inverting the lightness of some
 * or all of them.
 */
type Turn = 'nothing' | 'everything' | 'light backgrounds and dark text';

/**
 * Returns the lowest contrast (WCAG 2.2) between text and its background, and the text that has it.
 */
function leastContrast(page: Page, turn: Turn) {
  return page.evaluate((how) => {
    type Colour = [number, number, number];
    const read = (css: string): Colour & { length: 3 } =>
      (css.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number) as Colour & { length: 3 };
    const lightness = (rgb: Colour) => (Math.max(...rgb) + Math.min(...rgb)) / 510;
    const over = (rgb: Colour): Colour => {
      const shift = 255 - Math.max(...rgb) - Math.min(...rgb);
      return rgb.map((part) => part + shift) as Colour;
    };
    const ground = (rgb: Colour) =>
      how === 'everything' || (how !== 'nothing' && lightness(rgb) > 0.6) ? over(rgb) : rgb;
    const word = (rgb: Colour) =>
      how === 'everything' || (how !== 'nothing' && lightness(rgb) < 0.4) ? over(rgb) : rgb;
    const luminance = (rgb: Colour) => {
      const [r = 0, g = 0, b = 0] = rgb.map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    let least = { contrast: 21, text: '' };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      const parent = walker.currentNode.parentElement;
      if (text === '' || parent === null || parent.getClientRects().length === 0) continue;
      let under: Element | null = parent;
      while (under !== null && /, 0\)$|transparent/.test(getComputedStyle(under).backgroundColor))
        under = under.parentElement;
      const one = luminance(word(read(getComputedStyle(parent).color)));
      const other = luminance(
        ground(under === null ? [255, 255, 255] : read(getComputedStyle(under).backgroundColor)),
      );
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      if (contrast < least.contrast) least = { contrast, text };
    }
    return least;
  }, turn);
}

test.each<[string, 'light' | 'dark', Turn]>([
  ['Apple Mail, Outlook on the web: light', 'light', 'nothing'],
  ['Apple Mail, Outlook on the web: dark', 'dark', 'nothing'],
  ['Gmail on iOS, Outlook on Windows: all colors inverted', 'light', 'everything'],
  [
    'Gmail on Android: light backgrounds and dark text inverted',
    'light',
    'light backgrounds and dark text',
  ],
])('all text has a contrast of at least 4.5 in %s', async (_client, scheme, turn) => {
  const { page } = await openPage({ width: 1280, scheme });
  for (const { name, html } of await mails()) {
    await page.setContent(html);
    const { contrast, text } = await leastContrast(page, turn);
    expect(contrast, `${name}: ${text}`).toBeGreaterThanOrEqual(4.5);
    expect(contrast).toBeLessThan(21);
  }
});
