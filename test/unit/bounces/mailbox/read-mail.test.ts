import { expect, test } from 'vitest';
import { storedDiagnostic } from '../../../../src/bounces/event.ts';
import { readMail } from '../../../../src/bounces/mailbox/read-mail.ts';
import { findReturnPath, rowOfMessageId } from '../../../../src/mail/return-path.ts';
import { makeToken } from '../../../../src/subscribers/tokens.ts';
import { arf, dsn, keys, lines, verp } from '../../../support/bounce-mails.ts';

const now = () => new Date('2026-03-11T00:00:00Z');
const read = (raw: Buffer) => readMail({ keys, now }, raw);
const row = { digestId: 12, subscriberId: 34 };
const to = verp(row);

/** Returns the kind, id and code of what was read, or why the message was ignored. */
async function gist(raw: Buffer): Promise<unknown> {
  const reading = await read(raw);
  if ('ignored' in reading) return reading.ignored;
  const { kind, eventId, about, status } = reading.event;
  return [kind, eventId, about, status];
}

test('a report to the return path is about its delivery', async () => {
  expect(await gist(dsn({ to }))).toEqual(['hard', 'd12-34:hard', { row }, '5.1.1']);
  expect(await gist(dsn({ to, status: '5.2.2' }))).toEqual([
    'soft',
    'd12-34:soft',
    { row },
    '5.2.2',
  ]);
  expect(await gist(dsn({ to: verp({ transactionalEmailId: 7 }) }))).toEqual([
    'hard',
    'm7:hard',
    { row: { transactionalEmailId: 7 } },
    '5.1.1',
  ]);
});

test('a return path in lower case, wrapped, or only in the returned header is recognized', async () => {
  for (const address of [to.toLowerCase(), `prvs=123abc=${to}`, `SRS0=x=y=${to}`])
    expect(await gist(dsn({ to: address }))).toEqual(['hard', 'd12-34:hard', { row }, '5.1.1']);
  const returned = [`Return-Path: <${to}>`];
  expect(await gist(dsn({ to: 'postmaster@papers.example', returned }))).toEqual([
    'hard',
    'd12-34:hard',
    { row },
    '5.1.1',
  ]);
});

test('an invented address, the address of another row and a guessed Message-ID prove nothing', async () => {
  const mac = /-([\w-]{12})@/.exec(to)?.[1] ?? '';
  const invented = [
    `bounce+d12-34-${'A'.repeat(12)}@papers.example`,
    `bounce+d12-35-${mac}@papers.example`,
    `bounce+m12-${mac}@papers.example`,
    `bounce+d12-34-${mac.slice(0, 11)}@papers.example`,
    `bounce+d99999999999-34-${mac}@papers.example`,
    'bounce@papers.example',
  ];
  const returned = ['Message-ID: <digest.12.34@papers.example>', 'To: <ada@example.org>'];
  for (const address of invented)
    expect([address, await gist(dsn({ to: address, returned }))]).toEqual([
      address,
      'not one of our return paths',
    ]);
});

test('the MAC of a return path is not valid for any other purpose', () => {
  const unsubscribe = keys.mac('unsubscribe', 'd12-34').slice(0, 12);
  expect(findReturnPath(keys, `bounce+d12-34-${unsubscribe}@papers.example`)).toBeUndefined();
  expect(findReturnPath(keys, to)).toEqual(row);
});

test('delayed, relayed and expanded are not failures; if one of several recipients was reached, the address works', async () => {
  for (const action of ['delayed', 'relayed', 'expanded', 'delivered'])
    expect(await gist(dsn({ to, action, status: '4.4.1' }))).toBe(
      'the address is not said to be bad',
    );
  const dead = ['Final-Recipient: rfc822; x@y.example', 'Action: failed', 'Status: 5.1.1'];
  const alive = ['Final-Recipient: rfc822; z@y.example', 'Action: delivered', 'Status: 2.0.0'];
  expect(await gist(dsn({ to, groups: [dead, alive] }))).toBe('the address is not said to be bad');
  expect(await gist(dsn({ to, groups: [dead, dead] }))).toEqual([
    'hard',
    'd12-34:hard',
    { row },
    '5.1.1',
  ]);
});

test('a folded field, a comment after the status, fields in other case and bare line feeds are read', async () => {
  const groups = [
    [
      'final-recipient: rfc822;ada@example.org',
      'ACTION: Failed',
      'status: 5.0.0 (permanent failure)',
      'diagnostic-code: smtp;',
      '\t550 No such',
      ' user here',
    ],
  ];
  const raw = dsn({ to, groups });
  expect(await gist(raw)).toEqual(['hard', 'd12-34:hard', { row }, '5.0.0']);
  expect(await gist(Buffer.from(raw.toString().replaceAll('\r\n', '\n')))).toEqual([
    'hard',
    'd12-34:hard',
    { row },
    '5.0.0',
  ]);
});

test('a policy block does not count against the reader', async () => {
  const refused = ['refused', 'd12-34:refused', { row }, expect.any(String)];
  const diagnostic =
    '550 5.7.1 Our system has detected that this message is likely unsolicited mail';
  expect(await gist(dsn({ to, status: '5.7.1', diagnostic }))).toEqual(refused);
  expect(await gist(dsn({ to, status: '5.1.1', diagnostic }))).toEqual(refused);
});

const qmail = (...text: string[]) =>
  lines(
    `Delivered-To: ${to}`,
    'From: MAILER-DAEMON@mx.example.org',
    `To: ${to}`,
    'Subject: failure notice',
    '',
    ...text,
  );

test('a bounce without a report is read by its text', async () => {
  const words = [
    'Hi. This is the qmail-send program at mx.example.org.',
    '',
    '<ada@example.org>:',
    'Sorry, no mailbox here.',
  ];
  expect(await gist(qmail(...words))).toEqual(['hard', 'd12-34:hard', { row }, undefined]);
  expect(await gist(qmail('<ada@example.org>:', 'It did not work out.'))).toEqual([
    'soft',
    'd12-34:soft',
    { row },
    undefined,
  ]);
  expect(await gist(qmail(...words, 'Remote host said: 550 5.1.1 User unknown'))).toEqual([
    'hard',
    'd12-34:hard',
    { row },
    '5.1.1',
  ]);
  expect(await gist(qmail('550 5.7.1 blocked'))).toEqual([
    'refused',
    'd12-34:refused',
    { row },
    '5.7.1',
  ]);
  expect(await gist(qmail('from 5.1.1.9 (a network)'))).toEqual([
    'soft',
    'd12-34:soft',
    { row },
    undefined,
  ]);
});

test('automatic replies, challenges and personal messages change nothing', async () => {
  const mails = [
    [
      'Auto-Submitted: auto-replied',
      'From: Ada <ada@example.org>',
      'Subject: Out of office, undeliverable until May',
    ],
    ['X-Autoreply: yes', 'From: postmaster@example.org', 'Subject: I am away'],
    ['From: ada@example.org', 'Subject: Please confirm that you are a person'],
    ['From: ada@example.org', 'Subject: Thank you for the papers'],
    ['From: ada@example.org', 'Subject: Automatic reply: Why mail delivery failed in 1983'],
  ];
  for (const fields of mails)
    expect(
      await gist(lines(`To: ${to}`, ...fields, '', 'Status: 5.1.1, 550 5.1.1 User unknown')),
    ).toMatch(/^(an automatic answer|no bounce)$/);
});

test('a complaint is about the message whose return path it contains', async () => {
  const complaint = ['complaint', 'd12-34:complaint', { row }, undefined];
  expect(await gist(arf({ returned: [`Return-Path: <${to}>`] }))).toEqual(complaint);
  expect(await gist(arf({ fields: [`Original-Mail-From: <${to}>`] }))).toEqual(complaint);
  expect(await gist(arf({ type: 'opt-out', fields: [`Original-Mail-From: <${to}>`] }))).toEqual([
    'unsubscribe',
    'd12-34:unsubscribe',
    { row },
    undefined,
  ]);
  expect(await gist(arf({ type: 'not-spam', returned: [`Return-Path: <${to}>`] }))).toBe(
    'feedback of another kind',
  );
  expect(await gist(arf({ returned: ['To: <ada@example.org>'] }))).toBe(
    'none of our return paths or links',
  );
});

test('a complaint that only contains the unsubscribe link has the effect of the link', async () => {
  const link = `List-Unsubscribe: <https://papers.example/unsubscribe/${makeToken(keys, 'unsubscribe', 34)}>`;
  expect(await gist(arf({ returned: [link] }))).toEqual([
    'unsubscribe',
    expect.stringMatching(/^[\w-]{43}:link$/),
    { subscriberId: 34 },
    undefined,
  ]);
  const named = (id: string) => arf({ returned: [link, `Message-ID: <${id}@papers.example>`] });
  expect(await gist(named('digest.12.34'))).toEqual([
    'unsubscribe',
    'd12-34:link',
    { row },
    undefined,
  ]);
  // The Message-ID of a message to another reader adds nothing.
  expect(await gist(named('digest.12.35'))).toEqual([
    'unsubscribe',
    expect.stringMatching(/^[\w-]{43}:link$/),
    { subscriberId: 34 },
    undefined,
  ]);
  const other = `List-Unsubscribe: <https://papers.example/unsubscribe/${makeToken(keys, 'preferences', 34)}>`;
  expect(await gist(arf({ returned: [other] }))).toBe('none of our return paths or links');
});

test('an unsubscribe request by email is trusted only by its token', async () => {
  const leave = (subject: string) =>
    lines('From: eve@example.com', 'To: leave@papers.example', `Subject: ${subject}`, '', '');
  const token = makeToken(keys, 'unsubscribe', 34);
  expect(await gist(leave(`unsubscribe ${token}`))).toEqual([
    'unsubscribe',
    expect.stringMatching(/^unsubscribe:[\w-]{43}$/),
    { subscriberId: 34 },
    undefined,
  ]);
  for (const subject of [
    'unsubscribe',
    `unsubscribe ${makeToken(keys, 'manage', 34)}`,
    `unsubscribe ${token}x`,
    'unsubscribe 34',
  ])
    expect(await gist(leave(subject))).toBe('not one of our return paths');
});

test('a date in the future is ignored', async () => {
  const leave = lines(
    'Date: Tue, 10 Mar 2099 09:00:00 +0000',
    `Subject: unsubscribe ${makeToken(keys, 'unsubscribe', 34)}`,
    '',
    '',
  );
  expect(await read(leave)).toMatchObject({ event: { at: now() } });
});

test('a diagnostic is stored as one short line without addresses', () => {
  expect(storedDiagnostic('550 <ada@example.org>\r\n no\0 such\u202E user')).toBe(
    '550 <(address)> no such user',
  );
  expect(storedDiagnostic('x'.repeat(10_000))).toHaveLength(300);
  expect(storedDiagnostic(' \n')).toBeNull();
});

test('a Message-ID identifies a row only in our format', () => {
  expect(rowOfMessageId('<digest.12.34@papers.example>')).toEqual(row);
  expect(rowOfMessageId('mail.7@papers.example')).toEqual({ transactionalEmailId: 7 });
  for (const text of [
    '<digest.0.34@x.example>',
    '<digest.12@x.example>',
    '<xdigest.12.34@x.example>y',
    '',
  ])
    expect(rowOfMessageId(text)).toBeUndefined();
});

test('hostile messages are read in bounded time or refused, and none is an event', async () => {
  const nested = ['Content-Type: multipart/mixed; boundary="b0"', ''];
  for (let depth = 0; depth < 3000; depth += 1)
    nested.push(`--b${depth}`, `Content-Type: multipart/mixed; boundary="b${depth + 1}"`, '');
  const hostile: Buffer[] = [
    lines(`To: ${to}`, ...nested),
    lines(`To: ${to}`, 'Content-Type: multipart/report; boundary="', '', '--', 'x'),
    lines(`To: ${to}`, 'Content-Type: text/html', '', '<b>'.repeat(80_000)),
    lines(`To: ${`${to}, `.repeat(4000)}`, '', ''),
    lines('X: y\r\n'.repeat(40_000), ''),
    Buffer.alloc(1_000_000, 0),
    Buffer.alloc(1_000_000, 'bounce+d1-2-'),
    Buffer.alloc(0),
  ];
  for (const raw of hostile) {
    const reading = await read(raw).catch((error: unknown) => ({ refused: error }));
    expect('event' in reading).toBe(false);
  }
});

test('a report before 20 MB of returned message is read', async () => {
  const report = dsn({ to });
  const end = report.indexOf('Subject: Ten papers');
  const whole = Buffer.concat([report.subarray(0, end), Buffer.alloc(20_000_000, 'a paper\r\n')]);
  expect(await gist(whole)).toEqual(['hard', 'd12-34:hard', { row }, '5.1.1']);
});

test('text after the first 256 KB of a message is not read', async () => {
  const report = dsn({ to }).toString();
  const long = report.replace('I am sorry', `${'I am very sorry.\r\n'.repeat(20_000)}I am sorry`);
  expect(await gist(Buffer.from(long))).not.toContain('hard');
});
