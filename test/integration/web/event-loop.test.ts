import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { hostileTexts } from '../../hostile/texts.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';

const key = 'test-key-of-some-length';

/** Milliseconds that fail this test. The aim is 50, but the machine may be busy. */
const limit = 250;

interface Attack {
  name: string;
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const json = { 'content-type': 'application/json' };
const operator = { ...json, authorization: `Bearer ${key}` };

function post(name: string, path: string, headers: Record<string, string>, body: string): Attack {
  return { name, method: 'POST', path, headers, body };
}

/** Each text wherever untrusted text is read. */
function textAttacks(text: string): Attack[] {
  const start = JSON.stringify(text.slice(0, 8));
  const field = (name: string, value: string) => new URLSearchParams({ [name]: value }).toString();
  const short = encodeURIComponent(text.slice(0, 3000).replace(/[\ud800-\udbff]$/, ''));
  return [
    post(`email ${start}`, '/subscribe', form, field('email', text)),
    post(`domain ${start}`, '/subscribe', json, JSON.stringify({ email: `a@${text}` })),
    post(`topics ${start}`, '/subscribe', json, JSON.stringify({ email: 'a@b.c', topics: [text] })),
    post(`next ${start}`, '/admin/sign-in', form, field('next', `/admin/${text}`)),
    post(`held ${start}`, '/admin/sign-in', form, field('held', text)),
    post(
      `arXiv id ${start}`,
      '/api/v1/papers',
      operator,
      JSON.stringify({ title: 'a', arxivId: text }),
    ),
    post(
      `url ${start}`,
      '/api/v1/papers',
      operator,
      JSON.stringify({ title: 'a', url: text, doi: text }),
    ),
    post(
      `abstract ${start}`,
      '/api/v1/papers',
      operator,
      JSON.stringify({ title: 'a', abstract: text }),
    ),
    post(`unsubscribe ${start}`, '/unsubscribe/x', form, text),
    { name: `search ${start}`, path: `/search?q=${short}` },
    { name: `path ${start}`, path: `/papers/${short}` },
    { name: `date ${start}`, path: `/papers?date=${short}` },
  ];
}

const long = (part: string, length = 14_000) =>
  part.repeat(Math.ceil(length / part.length)).slice(0, length);

const boundary = { 'content-type': 'multipart/form-data; boundary=x' };
const part = (n: number) => `--x\r\ncontent-disposition: form-data; name="f${n}"\r\n\r\nv\r\n`;
const parts = (count: number) => Array.from({ length: count }, (_, n) => part(n)).join('');

const shapeAttacks: Attack[] = [
  {
    name: 'Authorization',
    path: '/api/v1/papers',
    headers: { authorization: `Bearer a${long(' ')}b` },
  },
  { name: 'Basic', path: '/webhooks/postmark', headers: { authorization: `Basic a${long(' ')}` } },
  { name: 'cookies', path: '/admin', headers: { cookie: long('a=;') } },
  { name: 'languages', path: '/', headers: { 'accept-language': long('en-a,') } },
  { name: 'types', path: '/', headers: { accept: long('a/b;q=1,') } },
  { name: 'etags', path: '/', headers: { 'if-none-match': long('W/"a",') } },
  { name: 'X-Forwarded-For', path: '/', headers: { 'x-forwarded-for': long('1,') } },
  post('deep JSON', '/subscribe', json, '['.repeat(99_000)),
  post('deep objects', '/api/v1/papers', operator, '{"a":'.repeat(19_000)),
  post('closed JSON', '/subscribe', json, `${'['.repeat(49_000)}${']'.repeat(49_000)}`),
  post(
    'many keys',
    '/subscribe',
    json,
    `{${Array.from({ length: 8000 }, (_, n) => `"k${n}":1`).join(',')}}`,
  ),
  post('many fields', '/subscribe', form, long('a=1&', 99_000)),
  post(
    'many field names',
    '/admin/sign-in',
    form,
    Array.from({ length: 12_000 }, (_, n) => `f${n}=`).join('&'),
  ),
  post('many parts', '/subscribe', boundary, `${parts(1500)}--x--`),
  post(
    'long part header',
    '/subscribe',
    boundary,
    `--x\r\n${long('a:', 90_000)}\r\n\r\nv\r\n--x--`,
  ),
  post('boundaries', '/unsubscribe/x', boundary, long('--x\r\n', 99_000)),
  post(
    'long boundary',
    '/subscribe',
    { 'content-type': `multipart/form-data; boundary=${long('-')}` },
    long('-', 80_000),
  ),
];

test('no request blocks the event loop', async () => {
  const { ctx } = await freshContext({
    ADMIN_API_KEY: key,
    SUBSCRIBE_RATE: '100000',
    SEARCH_RATE: '100000',
    TRUST_PROXY: '127.0.0.1',
  });
  const app = await startApp(ctx);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;

  /** The longest delay of the event loop while a request is answered. */
  async function blockedBy({ method = 'GET', path, headers = {}, body = '' }: Attack) {
    const delays = monitorEventLoopDelay({ resolution: 5 });
    delays.enable();
    await new Promise<void>((resolve, reject) => {
      const request = httpRequest({
        port,
        method,
        path,
        headers: { connection: 'close', ...headers },
      });
      request.on('response', (response) => response.resume().on('end', resolve));
      // A server that has answered need not read the rest of the body.
      request.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve() : reject(error),
      );
      request.end(body);
    });
    delays.disable();
    return delays.max / 1e6;
  }

  /** At best of three: another process may have had the core. */
  async function best(attack: Attack): Promise<number> {
    let found = Infinity;
    for (let run = 0; run < 3 && found > 50; run += 1)
      found = Math.min(found, await blockedBy(attack));
    return found;
  }

  const ordinary: Attack = post('ordinary', '/subscribe', json, '{"email":"ada@example.org"}');
  for (let n = 0; n < 5; n += 1) await blockedBy(ordinary);
  const baseline = await best(ordinary);
  const results: { name: string; ms: number }[] = [];
  for (const attack of [...shapeAttacks, ...hostileTexts.flatMap(textAttacks)]) {
    // Ten tries a minute are what signing in allows.
    await ctx.db.prisma.rateLimit.deleteMany();
    results.push({
      name: `${attack.path.split('?')[0]?.slice(0, 30)} ${attack.name}`,
      ms: await best(attack),
    });
  }
  const worst = results.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
  const text = worst.map(({ name, ms }) => `${name}: ${ms.toFixed(0)} ms`).join('; ');
  console.log(`baseline ${baseline.toFixed(0)} ms; ${results.length} requests, longest: ${text}`);
  expect(worst[0]?.ms).toBeLessThan(baseline + limit);
}, 300_000);
