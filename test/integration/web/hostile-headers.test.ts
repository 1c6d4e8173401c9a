import { expect, test } from 'vitest';
import { authenticate, bearerToken } from '../../../src/admin/accounts/api-keys.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';

/** Node.js reads at most 16 KB of headers. */
const size = 15_500;

/** Header values that make a backtracking expression quadratic. */
const hostile = [
  `Bearer A${' '.repeat(size)}B`,
  `Bearer ${' '.repeat(size)}\u00e9`,
  `Basic ${' '.repeat(size)}\u00e9`,
  `Basic A${' '.repeat(size)}B`,
  `text/html${' '.repeat(size)}x`,
  `text/html;${' ;'.repeat(size / 2)}x`,
  `"${',"'.repeat(size / 2)}`,
  `a=${'a;='.repeat(size / 3)}`,
  `${'a-'.repeat(size / 2)}!`,
  `${'a.'.repeat(size / 2)}!`,
  `${':1'.repeat(size / 2)}x`,
  `W/${'W/"'.repeat(size / 3)}`,
  ','.repeat(size),
];

const names = [
  'authorization',
  'accept',
  'accept-language',
  'accept-encoding',
  'content-type',
  'cookie',
  'forwarded',
  'host',
  'if-none-match',
  'origin',
  'referer',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
];

test('reads an Authorization header', () => {
  for (const value of hostile) expect(bearerToken(value) ?? '').toBeTypeOf('string');
  expect(bearerToken('bearer  dp_key with spaces ')).toBe('dp_key with spaces');
  for (const value of [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer    ',
    'Basic abc',
    'Bearerdp_key',
  ])
    expect(bearerToken(value)).toBeUndefined();
});

test('causes no server error with any request header', async () => {
  const { ctx } = await freshContext({
    ADMIN_API_KEY: 'a key of enough length',
    POSTMARK_WEBHOOK_AUTH: 'user:password',
  });
  const app = await startApp(ctx);
  await app.inject('/');
  const requests = [
    { method: 'GET', url: '/' },
    { method: 'GET', url: '/api/v1/papers' },
    { method: 'GET', url: '/admin' },
    { method: 'GET', url: '/inbox' },
    { method: 'POST', url: '/webhooks/postmark', payload: '{}' },
    { method: 'POST', url: '/subscribe', payload: 'email=ada%40example.org' },
  ] as const;
  const failed: unknown[] = [];
  for (const request of requests)
    for (const name of names)
      for (const [index, value] of hostile.entries()) {
        const { statusCode } = await app.inject({ ...request, headers: { [name]: value } });
        if (statusCode >= 500) failed.push({ url: request.url, name, value: index, statusCode });
      }
  expect(failed).toEqual([]);
  expect(await authenticate(ctx, `Bearer A${' '.repeat(size)}B`)).toBeUndefined();
});
