import { request as httpRequest } from 'node:http';
import { hostileTexts } from './texts.ts';

/** The ADMIN_API_KEY of the app that gets these requests. */
export const key = 'test-key-of-some-length';

/** A request that makes a slow parser slow. */
export interface HostileRequest {
  name: string;
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

const form = { 'content-type': 'application/x-www-form-urlencoded' };
export const json = { 'content-type': 'application/json' };
export const operator = { ...json, authorization: `Bearer ${key}` };

/** A POST request. */
export function post(
  name: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): HostileRequest {
  return { name, method: 'POST', path, headers, body };
}

/** Each text wherever untrusted text is read. */
function withText(text: string): HostileRequest[] {
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

const shapes: HostileRequest[] = [
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

export const hostileRequests: HostileRequest[] = [...shapes, ...hostileTexts.flatMap(withText)];

/** Sends a request. @returns the status, or null if the server closed before it read all */
export function send(
  port: number,
  { method = 'GET', path, headers = {}, body = '' }: HostileRequest,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      port,
      agent: false,
      method,
      path,
      headers: { connection: 'close', ...headers },
    });
    request.on('response', (response) =>
      response.resume().on('end', () => resolve(response.statusCode ?? null)),
    );
    // A server that has answered need not read the rest of the body.
    request.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(null) : reject(error),
    );
    request.end(body);
  });
}
