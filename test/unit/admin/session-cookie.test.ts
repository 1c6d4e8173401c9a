import { expect, test } from 'vitest';
import { cookieName } from '../../../src/admin/session-cookie.ts';
import { readConfig } from '../../../src/config/config.ts';
import type { Context } from '../../../src/context.ts';

test('restricts the cookie to the host, or to a path of it', () => {
  const name = (PUBLIC_URL: string) =>
    cookieName({ config: readConfig({ PUBLIC_URL }) } as Context);
  expect(name('http://papers.example')).toBe('operator');
  expect(name('https://papers.example')).toBe('__Host-operator');
  expect(name('https://example.org/papers/')).toBe('__Secure-operator');
});
