import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { splitMessages } from '../../../../src/bounces/mailbox/mbox.ts';
import { bytesRead } from '../../../../src/bounces/report/message.ts';

/** Returns the messages of a text that arrives in chunks of this size. */
async function split(text: string, size = 7): Promise<string[]> {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
    bytes.subarray(n * size, (n + 1) * size),
  );
  const messages: string[] = [];
  for await (const message of splitMessages(Readable.from(chunks)))
    messages.push(message.toString());
  return messages;
}

const first = 'From MAILER-DAEMON Tue Mar 10 09:00:00 2026\nSubject: 1\n\none\n>From here\n\n';
const second =
  'From ada@papers.example Tue Mar 10 09:01:00 2026\nSubject: 2\n\ntwo\nFrom Monday, 10:00\n';

test('all messages of an mbox are read, with quoted lines restored', async () => {
  const messages = ['Subject: 1\n\none\nFrom here\n\n', 'Subject: 2\n\ntwo\nFrom Monday, 10:00\n'];
  expect(await split(first + second)).toEqual(messages);
  expect(await split(first + second, 100_000)).toEqual(messages);
  expect(await split((first + second).replaceAll('\n', '\r'), 100_000)).toEqual(
    messages.map((text) => text.replaceAll('\n', '\r')),
  );
});

test('a single message is read completely, even if one of its lines starts with From', async () => {
  const single = 'Subject: 1\n\nFrom ada Tue Mar 10 09:00:00 2026\n';
  expect(await split(single)).toEqual([single]);
  expect(await split('')).toEqual([]);
});

test('only the start of a large message is read, and then the next message', async () => {
  const [large, next] = await split(
    first.replace('one\n', 'a line of text\n'.repeat(40_000)) + second,
    65_536,
  );
  expect(large?.length).toBeLessThan(bytesRead + 100);
  expect(next).toContain('Subject: 2');
  const [line] = await split(`Subject: 1\n\n${'x'.repeat(1_000_000)}`, 65_536);
  expect(line?.length).toBeLessThan(bytesRead + 131_073);
});
