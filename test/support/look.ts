import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Presses Tab until the control or link with this name has the focus, like a keyboard user. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 300; n += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return '';
      const labels =
        at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.labels : null;
      return (labels?.[0]?.textContent ?? at.getAttribute('aria-label') ?? at.textContent).trim();
    });
    if (name.test(focused)) return;
  }
  throw new Error(`no way to ${name.source} by keyboard`);
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Checks the page with axe, including the target size of WCAG 2.2, and that it is not wider than
 * the screen of a phone.
 */
export async function look(page: Page, where: string): Promise<void> {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { violations } = await (
      window as unknown as {
        axe: {
          run(
            options: object,
          ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      }
    ).axe.run({ iframes: false, rules: { 'target-size': { enabled: true } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`);
  });
  expect([where, found]).toEqual([where, []]);
  expect([where, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([
    where,
    375,
  ]);
}
