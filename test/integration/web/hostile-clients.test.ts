import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { sql } from '../../../src/db/sql.ts';
import { makeLog } from '../../../src/lib/log.ts';
import { makeRegistry } from '../../../src/web/metrics/registry.ts';
import { buildApp } from '../../../src/web/app.ts';
import { freshContext } from '../../support/context.ts';
import { fromOurPage, operatorOn } from '../../support/operator.ts';

const key = 'test-key-of-some-length';
const upload = '/admin/subscribers/import';

/** A listening server, its log, and a client that sends raw bytes. */
async function setup() {
  // Other test files upload at the same time.
  vi.stubEnv('TMPDIR', mkdtempSync(path.join(tmpdir(), 'daily-papers-hostile-')));
  onTestFinished(() => void vi.unstubAllEnvs());
  const { ctx: quiet } = await freshContext({ ADMIN_API_KEY: key, SUBSCRIBE_RATE: '100000' });
  const lines: { level: number; event: string; err?: unknown }[] = [];
  const log = makeLog('debug', { write: (line) => lines.push(JSON.parse(line)) });
  const ctx = { ...quiet, log };
  const registry = makeRegistry(ctx);
  const app = await buildApp(ctx, { registry });
  onTestFinished(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  const { cookie, csrf } = await operatorOn(ctx, app);
  const operator = { cookie, accept: 'text/html', ...fromOurPage };

  function open(method: string, path: string, headers: Record<string, string | number> = {}) {
    const socket = connect(port, '127.0.0.1');
    const all = { host: 'papers.example', ...headers };
    const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`${method} ${path} HTTP/1.1\r\n${head.join('')}\r\n`);
    socket.on('error', () => {});
    return socket;
  }

  /**
   * Returns the status of a multipart form. The client sends pieces until it receives a response.
   */
  async function send(
    path: string,
    pieces: Iterable<string>,
    headers: Record<string, string | number> = {},
  ) {
    const socket = open('POST', path, {
      'content-type': 'multipart/form-data; boundary=x',
      'transfer-encoding': 'chunked',
      accept: 'application/json',
      ...headers,
    });
    let answer = '';
    let sent = 0;
    socket.on('data', (piece) => (answer += String(piece)));
    const closed = once(socket, 'close');
    for (const piece of pieces) {
      if (answer !== '' || socket.destroyed) break;
      sent += piece.length;
      const isFull = !socket.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
      if (isFull) await Promise.race([once(socket, 'drain'), closed]);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    if (!socket.destroyed) socket.write('0\r\n\r\n');
    await vi.waitFor(() => expect(answer).toMatch(/^HTTP/), { timeout: 60_000 });
    socket.destroy();
    return { status: Number(answer.slice(9, 12)), sent };
  }

  /** The rest of the request never arrives. */
  async function hangUp(socket: Socket) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  return { ctx, app, lines, registry, open, send, hangUp, operator, csrf };
}

const part = (name: string, value: string, file?: string) =>
  `--x\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n${value}\r\n`;
const end = '--x--\r\n';

function* endless(start: string, piece: string) {
  yield start;
  for (;;) yield piece;
}

function* times(count: number, piece: (n: number) => string) {
  for (let n = 0; n < count; n += 1) yield piece(n);
  yield end;
}

const spooled = () =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('daily-papers-upload-'));

test('accepts no file, few and short fields, and 100 KB in total without an upload', async () => {
  const { send, lines } = await setup();
  const address = part('email', 'ada@example.org');
  const long = 'x'.repeat(60_000);
  for (const [name, pieces, status] of [
    ['a whole form', [address + end], 202],
    ['a file', [address + part('file', 'x', 'a.csv') + end], 413],
    ['too many fields', times(150, (n) => part(`f${n}`, 'x')), 413],
    ['an endless field', endless(part('email', 'a').slice(0, -2), long), 413],
    ['an endless file', endless(part('file', 'a', 'a.csv').slice(0, -2), long), 413],
    ['an endless preamble', endless('x', long), 413],
    ['an endless part header', endless('--x\r\n', `a: ${long}\r\n`), 413],
    ['endless part headers', endless('--x\r\n', 'a: b\r\n'.repeat(10_000)), 413],
    ['endless boundaries', endless('--x\r\n', '--x\r\n'.repeat(10_000)), 413],
  ] as const) {
    const answer = await send('/subscribe', pieces);
    expect([name, answer.status]).toEqual([name, status]);
    expect(answer.sent).toBeLessThan(5_000_000);
  }
  const announced = await send('/subscribe', [address], { 'content-length': 900_000_000 });
  expect([400, 413]).toContain(announced.status);
  expect(lines.filter(({ level }) => level >= 50)).toEqual([]);
});

test('accepts one file and few other bytes in an upload form', async () => {
  const { send, operator, csrf } = await setup();
  const token = part('csrf', csrf) + part('agreed', 'given') + part('source', 'sign-up sheet');
  const list = part('file', 'email\nada@example.org\n', 'a.csv');
  const megabyte = 'x'.repeat(1_000_000);
  for (const [name, pieces, status] of [
    ['one file', [token + list + end], 303],
    ['two files', [token + list + list + end], 413],
    ['texts of 25 MB in all', times(25, (n) => part(`f${n}`, megabyte)), 413],
    ['too many fields', times(150, (n) => part(`f${n}`, 'x')), 413],
  ] as const)
    expect([name, (await send(upload, pieces, operator)).status]).toEqual([name, status]);
  expect(spooled()).toEqual([]);
});

test('handles a closed connection without an error in the log, a 500 or a leftover file', async () => {
  const { ctx, app, lines, registry, open, hangUp, operator, csrf } = await setup();
  const json = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const csv = { authorization: `Bearer ${key}`, 'content-type': 'text/csv' };
  const multipart = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': 9000 };
  const begun: [string, Record<string, string | number>, string][] = [
    ['/subscribe', { ...json, 'content-length': 9000 }, '{"email":'],
    ['/subscribe', multipart, part('email', 'ada@example.org')],
    [
      '/subscribe',
      { 'content-type': 'application/x-www-form-urlencoded', 'content-length': 900 },
      'email=',
    ],
    ['/unsubscribe/x', multipart, '--x\r\n'],
    ['/api/v1/subscribers/import', { ...csv, 'content-length': 9000 }, 'email\n'],
    ['/api/v1/suppressions/import', { ...csv, 'transfer-encoding': 'chunked' }, '6\r\nemail\n\r\n'],
    ['/api/v1/papers/import', { ...csv, 'content-length': 9000 }, '[{'],
    [
      upload,
      { ...operator, ...multipart },
      `${part('csrf', csrf)}${part('file', 'email\n', 'a.csv').slice(0, -2)}`,
    ],
    [
      upload,
      { ...operator, ...multipart },
      `${part('csrf', csrf)}${part('file', 'email\n', 'a.csv')}`,
    ],
  ];
  for (const [path, headers, body] of begun) {
    const socket = open('POST', path, headers);
    socket.write(body);
    await hangUp(socket);
  }
  // While the response is built and while it is read. An export exceeds the socket buffer.
  await ctx.db.run(sql`insert into subscriber (email, email_key)
    select lower(repeat('x', 60) || n || '@example.org'), lower(repeat('x', 60) || n || '@example.org')
    from generate_series(1, 200000) as n`);
  for (let n = 0; n < 12; n += 1) {
    const socket = open('GET', '/api/v1/subscribers/export.csv', json);
    await once(socket, 'data');
    socket.pause();
    await hangUp(socket);
  }
  for (const path of ['/', '/search?q=model', '/api/v1/subscribers?q=x', '/healthz'])
    open('GET', path, json).end().destroy();
  await hangUp(open('GET', '/', json));
  const csvBody = 'email\nada@example.org\n';
  const whole = open('POST', '/api/v1/subscribers/import', {
    ...csv,
    'content-length': csvBody.length,
  });
  whole.write(csvBody, () => whole.destroy());

  const alive = await app.inject({ url: '/api/v1/subscribers?limit=1', headers: json });
  expect(alive.statusCode).toBe(200);
  await vi.waitFor(() => expect(spooled()).toEqual([]), { timeout: 60_000 });
  expect(lines.filter(({ level, err }) => level >= 40 || err !== undefined)).toEqual([]);
  expect(await registry.metrics()).not.toMatch(/status="5\d\d"/);
});
