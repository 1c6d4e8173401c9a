import { expect, test } from 'vitest';
import { safeRedirectTarget } from '../../../../src/admin/accounts/origin.ts';
import { hostileTexts } from '../../../hostile/texts.ts';

test('replaces a hostile `next` by an admin page', () => {
  for (const text of hostileTexts)
    for (const next of [text, `/admin/${text}`, `//${text}`, `/admin?${text}`])
      expect(safeRedirectTarget(next)).toMatch(/^\/admin/);
});

test('replaces a too long `next` by the start page', () => {
  expect(safeRedirectTarget('/admin/log?page=2')).toBe('/admin/log?page=2');
  expect(safeRedirectTarget(`/admin/log?${'a'.repeat(3000)}`)).toBe('/admin');
});
