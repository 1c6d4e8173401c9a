import { expect, test } from 'vitest';
import { ConfigError } from '../../../src/config/config-error.ts';
import { readConfig } from '../../../src/config/config.ts';
import { relayName } from '../../../src/config/relay-url.ts';

function faults(env: Record<string, string>): string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults;
  }
}

test('SMTP_URLS accepts relays separated by commas or line breaks, with weights', () => {
  const { relays, sources } = readConfig({
    SMTP_URLS: 'smtp://papers:a%2Cb@one.example:2525?weight=3,\n  smtps://two.example\n',
  });
  expect(relays).toEqual([
    { url: 'smtp://papers:a%2Cb@one.example:2525', weight: 3 },
    { url: 'smtps://two.example', weight: 1 },
  ]);
  expect(relays.map(({ url }) => relayName(url))).toEqual(['one.example:2525', 'two.example:465']);
  // As with SMTP_URL, sample papers are disabled.
  expect(sources).toEqual([]);
});

test.each([
  'smtp://papers:secret-word@one.example?weight=0',
  'smtp://papers:secret-word@one.example?weight=1.5',
  'smtp://papers:secret-word@one.example?pool=true',
  'smtp://papers:secret-word@one.example, http://two.example',
  'smtp://papers:secret-word@one.example, smtp://other:secret-word@one.example:587',
  'smtp://papers:secret-word%@one.example',
  'inbox',
  ',',
])('SMTP_URLS=%s is refused, and the error does not contain its password', (SMTP_URLS) => {
  const [fault, ...more] = faults({ SMTP_URLS });
  expect(fault).toMatch(/^SMTP_URLS is invalid \(value not shown\); expected /);
  expect(fault).not.toContain('secret-word');
  expect(more).toEqual([]);
});

test('SMTP_URL and SMTP_URLS together are refused; production accepts either', () => {
  const SMTP_URLS = 'smtp://papers:secret-word@one.example';
  const both = faults({ SMTP_URL: 'smtp://papers:secret-word@two.example', SMTP_URLS });
  expect(both).toEqual([expect.stringContaining('SMTP_URL and SMTP_URLS are both set')]);
  expect(both.join('')).not.toContain('secret-word');
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://papers.example',
    MAIL_FROM: 'papers@papers.example',
  };
  expect(faults({ ...production, SMTP_URLS })).toEqual([]);
  expect(faults(production)).toEqual([expect.stringMatching(/^SMTP_URL is not set/)]);
});
