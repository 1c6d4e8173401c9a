import { expect, test } from 'vitest';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';

async function setup(env: Record<string, string> = {}) {
  const { ctx } = await freshContext({ PUBLIC_URL: 'https://papers.example', ...env });
  return startApp(ctx);
}

test('serves icons at the paths that browsers request by default', async () => {
  const app = await setup();
  const ico = await app.inject('/favicon.ico');
  expect([ico.statusCode, ico.headers['content-type']]).toEqual([200, 'image/x-icon']);
  expect([...ico.rawPayload.subarray(0, 4)]).toEqual([0, 0, 1, 0]);
  const touch = await app.inject('/apple-touch-icon.png');
  expect([touch.statusCode, touch.headers['content-type']]).toEqual([200, 'image/png']);
  // Width and height in the IHDR chunk.
  expect([touch.rawPayload.readUInt32BE(16), touch.rawPayload.readUInt32BE(20)]).toEqual([
    180, 180,
  ]);
  const page = await app.inject({ url: '/', headers: { accept: 'text/html' } });
  for (const path of ['/favicon.ico', '/apple-touch-icon.png'])
    expect(page.body).toContain(`href="${path}"`);
});

test('names the reply address in security.txt and expires it within a year (RFC 9116)', async () => {
  const app = await setup({
    MAIL_FROM: 'Papers <news@papers.example>',
    MAIL_REPLY_TO: 'Ada <ada@papers.example>',
  });
  const { statusCode, headers, body } = await app.inject('/.well-known/security.txt');
  expect([statusCode, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
  expect(body).toContain('Contact: mailto:ada@papers.example\n');
  expect(body).toContain('Canonical: https://papers.example/.well-known/security.txt\n');
  const [, expires = ''] = /^Expires: (.+)$/m.exec(body) ?? [];
  const days = (Date.parse(expires) - Date.now()) / 86_400_000;
  expect(expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  expect(days).toBeLessThan(365);
});

test('names the sender in security.txt without MAIL_REPLY_TO', async () => {
  const app = await setup({ MAIL_FROM: 'Papers <news@papers.example>' });
  expect((await app.inject('/.well-known/security.txt')).body).toContain(
    'Contact: mailto:news@papers.example\n',
  );
});
