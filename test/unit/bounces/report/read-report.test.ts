import { expect, test } from 'vitest';
import { parseMessage } from '../../../../src/bounces/report/message.ts';
import { readReport } from '../../../../src/bounces/report/read-report.ts';
import { dsn, lines } from '../../../support/bounce-mails.ts';

/** Returns the kind of a message and the classes of its failed recipients. */
async function gist(raw: Buffer): Promise<string[]> {
  const report = readReport(await parseMessage(raw));
  return [
    report.kind,
    ...(report.kind === 'bounce'
      ? report.failed.map(({ classification }) => classification.class)
      : []),
  ];
}

const daemon = (subject: string, ...body: string[]) =>
  lines(
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.papers.example',
    `Subject: ${subject}`,
    '',
    ...body,
  );

test('bounces without a report are read by their text up to the returned message', async () => {
  const original = [
    '',
    '--- Below this line is a copy of the message.',
    '',
    'Subject: Mailbox full, user unknown',
  ];
  expect(
    await gist(
      daemon(
        'failure notice',
        '<ada@papers.example>:',
        'Sorry, no mailbox here by that name. (#5.1.1)',
        ...original,
      ),
    ),
  ).toEqual(['bounce', 'mailbox-unknown']);
  expect(
    await gist(
      daemon(
        'failure notice',
        '<ada@papers.example>:',
        'The quota of the mailbox is exceeded.',
        ...original,
      ),
    ),
  ).toEqual(['bounce', 'mailbox-full']);
  expect(
    await gist(daemon('failure notice', '<ada@papers.example>:', 'It did not work.', ...original)),
  ).toEqual(['bounce', 'unknown']);
});

test('several recipients of a bounce without a report each have a reason', async () => {
  const body = [
    'ada@papers.example: 550 5.1.1 User unknown',
    'bob@papers.example: 552 5.2.2 Mailbox full',
    '',
  ];
  expect(await gist(daemon('Delivery status notification: error', ...body))).toEqual([
    'bounce',
    'mailbox-unknown',
    'mailbox-full',
  ]);
});

test('lines may end with CR alone', async () => {
  const report = Buffer.from(dsn({ to: 'x@papers.example' }).toString().replaceAll('\r\n', '\r'));
  expect(await gist(report)).toEqual(['bounce', 'mailbox-unknown']);
});

test('a delay notice is not a failure', async () => {
  expect(
    await gist(
      daemon(
        'Warning: message delayed 24 hours',
        'It has not yet been delivered. 450 4.2.0 later',
        'Delivery attempts will continue.',
      ),
    ),
  ).toEqual(['delay']);
});

test.each([
  ['Ausente', 'Estoy de vacaciones. Tel 431 555.'],
  ['Daily Papers', 'Ich bin bis 5.12. nicht erreichbar. Tel. +49 421 5550'],
  ['Ada has left', 'Ada has left. This mailbox is no longer in use.'],
])('a holiday notice with a null return path is not a bounce: %s', async (subject, text) => {
  const from = 'From: Ada <ada@papers.example>';
  expect(await gist(lines('Return-Path: <>', from, `Subject: ${subject}`, '', text))).toEqual([
    'other',
  ]);
});

test.each([
  ['Não estou no escritório', 'Ligue 21 2543 1000 ou 404-1234.'],
  ['Error in today’s issue', 'The link to paper 3 returns an error: user not found.'],
  ['Undelivered mail?', '> 550 5.1.1 User unknown'],
])('what a person writes is not a bounce: %s', async (subject, text) => {
  expect(
    await gist(lines('From: Ada <ada@papers.example>', `Subject: ${subject}`, '', text)),
  ).toEqual(['other']);
});

test('a bounce that a person quotes or forwards is not a report', async () => {
  const quoted = ['> <ada@papers.example>: 550 5.1.1 User unknown', 'What does this mean?'];
  expect(
    await gist(
      lines(
        'From: ada@papers.example',
        'Subject: Re: Undelivered Mail Returned to Sender',
        '',
        ...quoted,
      ),
    ),
  ).toEqual(['other']);
  expect(
    await gist(lines('From: ada@papers.example', 'Subject: Fwd: failure notice', '', ...quoted)),
  ).toEqual(['other']);
  const forwarded = dsn({ to: 'x@papers.example' })
    .toString()
    .replace('Return-Path: <>', 'Return-Path: <ada@papers.example>')
    .replace(/^From: .*$/m, 'From: ada@papers.example')
    .replace('Subject: Undelivered', 'Subject: Fwd: Undelivered')
    .replace('multipart/report', 'multipart/mixed');
  expect(await gist(Buffer.from(forwarded))).toEqual(['other']);
});

test('the format of Microsoft’s Junk Mail Reporting Program is a complaint', async () => {
  const report = lines(
    'From: staff@hotmail.com',
    'Subject: complaint about message from 192.0.2.1',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="b"',
    '',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'X-HmXmrOriginalRecipient: ada@papers.example',
    'Subject: Ten papers',
    '',
    'Ten papers.',
    '--b--',
  );
  expect(await gist(report)).toEqual(['complaint']);
});
