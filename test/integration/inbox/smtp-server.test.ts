import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { z } from 'zod';
import { expect, onTestFinished, test } from 'vitest';
import { sql } from '../../../src/db/sql.ts';
import { startInbox } from '../../../src/inbox/smtp-server.ts';
import { freshContext } from '../../support/context.ts';

async function setup() {
  const { ctx } = await freshContext();
  const inbox = await startInbox(ctx);
  const socket = createConnection(inbox.port, '127.0.0.1');
  onTestFinished(async () => {
    socket.destroy();
    await inbox.stop();
  });
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  /** Reads the last line of the next reply. */
  const reply = async (): Promise<string> => {
    const { value } = await lines.next();
    return /^\d{3}-/.test(String(value)) ? reply() : String(value);
  };
  const say = async (line: string) => {
    socket.write(`${line}\r\n`);
    return reply();
  };
  await reply();
  await say('EHLO client.example');
  const count = async () =>
    (await ctx.db.row(z.object({ n: z.number() }), sql`select count(*)::int n from inbox_message`))
      ?.n;
  return { socket, say, reply, count };
}

test('refuses a message over the limit, by announced and by actual size, and stores the next one', async () => {
  const { socket, say, reply, count } = await setup();
  expect(await say('MAIL FROM:<a@example.org> SIZE=6000000')).toMatch(/^552/);
  await say('MAIL FROM:<a@example.org>');
  await say('RCPT TO:<b@example.org>');
  expect(await say('DATA')).toMatch(/^354/);
  const line = `${'x'.repeat(998)}\r\n`.repeat(100);
  for (let sent = 0; sent < 6_000_000; sent += line.length)
    if (!socket.write(line)) await once(socket, 'drain');
  socket.write('\r\n.\r\n');
  expect(await reply()).toMatch(/^552/);
  expect(await count()).toBe(0);
  await say('MAIL FROM:<a@example.org>');
  await say('RCPT TO:<b@example.org>');
  await say('DATA');
  expect(await say('Subject: small\r\n\r\ntext\r\n.')).toMatch(/^250/);
  expect(await count()).toBe(1);
});
