import { expect, test } from 'vitest';
import { readMailbox } from '../../../../src/bounces/mailbox/imap.ts';
import { readConfig } from '../../../../src/config/config.ts';
import { examineBounces } from '../../../../src/doctor/bounces.ts';
import { dsn, sentDelivery, stateOf, verp } from '../../../support/bounce-mails.ts';
import { freshContext } from '../../../support/context.ts';
import { startImap } from '../../../support/imap.ts';
import { addReader } from '../../../support/readers.ts';

test('ignores flag updates of another client; the message that they belong to is read in its turn', async () => {
  const { ctx } = await freshContext();
  const id = await addReader(ctx);
  const mail = dsn({ to: verp(await sentDelivery(ctx, id, '2026-03-09T08:00:00Z')) }).toString();
  // RFC 9051 7.5.2: a server may send flag updates at any time. Message 3 was read before, message
  // 2 has no content to fetch.
  const { url, stored } = await startImap(
    () =>
      '* 3 FETCH (UID 3 FLAGS (\\Flagged))\r\n' +
      `* 1 FETCH (UID 1 BODY[]<0> {${mail.length}}\r\n${mail})\r\n` +
      '* 2 FETCH (UID 2 FLAGS (\\Flagged))\r\n',
  );
  expect(await readMailbox(ctx, url)).toMatchObject({ read: 1, hard: 1 });
  expect((await stateOf(ctx, id)).status).toBe('bounced');
  expect(stored).toEqual([String.raw`1 +FLAGS (\Seen)`]);
});

test('the doctor gives up on a mailbox whose server never completes its response', async () => {
  const { url } = await startImap(() => '', { drips: true });
  const config = readConfig({ BOUNCE_IMAP_URL: url });
  expect(await examineBounces(config, 500)).toEqual([
    expect.objectContaining({
      check: 'bounces',
      state: 'fail',
      what: expect.not.stringContaining('secret'),
    }),
  ]);
});

test.each([
  [/^UID SEARCH/i, 'does not report which messages are unread'],
  [/^UID STORE/i, 'refuses to mark messages as read'],
])('reports a server that refuses %s', async (refuses, why) => {
  const { ctx } = await freshContext();
  const { url } = await startImap(() => '* 1 FETCH (UID 1 BODY[]<0> {12}\r\nSubject: x\r\n)\r\n', {
    refuses,
  });
  await expect(readMailbox(ctx, url)).rejects.toThrow(why);
});
