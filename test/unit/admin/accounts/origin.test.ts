import { expect, test } from 'vitest';
import { ownPage } from '../../../../src/admin/accounts/origin.ts';
import { hostileTexts } from '../../../hostile/texts.ts';
import { cpuTime } from '../../../support/cpu-time.ts';

test('no `next` takes long to read', async () => {
  for (const text of hostileTexts)
    for (const next of [text, `/admin/${text}`, `//${text}`, `/admin?${text}`])
      expect(await cpuTime(() => ownPage(next))).toBeLessThan(50);
});

test('a `next` longer than any of our pages leads to the start page', () => {
  expect(ownPage('/admin/log?page=2')).toBe('/admin/log?page=2');
  expect(ownPage(`/admin/log?${'a'.repeat(3000)}`)).toBe('/admin');
});
