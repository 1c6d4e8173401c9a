import { expect, test } from 'vitest';
import { classify } from '../../../../src/outbox/classification/classify.ts';
import { findEnhanced, findReplyCode } from '../../../../src/outbox/classification/codes.ts';
import { consequenceOf } from '../../../../src/outbox/classification/consequence.ts';
import type { Stage } from '../../../../src/outbox/classification/reply.ts';

const read = (reply: string, command?: Stage) =>
  classify({ code: Number(reply.slice(0, 3)), text: reply.slice(4), command });
const classOf = (reply: string, command?: Stage) => read(reply, command).class;

test.each([
  ['550 5.1.1 no', '5.1.1'],
  ['550 #5.1.0 no', '5.1.0'],
  ['554 no (#5.1.1)', '5.1.1'],
  ['550 (5.1.1) no', '5.1.1'],
  ['550 [5.1.1] no', '5.1.1'],
  ['550 5.1.1: no', '5.1.1'],
  ['550-5.1.1 no\n550 5.1.1 here', '5.1.1'],
  ['550 5.0.0 no 5.1.1', '5.1.1'],
  ['550 5.0.0 no', '5.0.0'],
  ['550 from 5.1.1.9', ''],
  ['550 Exim 4.96.2 says no', ''],
  ['550 2.1.5 no', ''],
])('%s has the code %s', (text, code) => {
  expect(findEnhanced(text)).toBe(code);
});

test('finds a reply code where servers write one, not in a size, a time or a network', () => {
  expect(findReplyCode('550 no')).toBe(550);
  expect(findReplyCode('said: 450-later')).toBe(450);
  for (const text of ['192.0.2.550 no', '[550', 'code 5501', 'at 12:550', '250 ok'])
    expect(findReplyCode(text)).toBeUndefined();
});

test('words about policy, rate, quota and size take precedence over codes of a dead mailbox', () => {
  expect(
    classOf('550 5.1.1 <ada@papers.example> 192.0.2.1 sent to too many recipients this hour'),
  ).toBe('about-us');
  expect(classOf('550 5.2.1 Mailbox unavailable. Your IP address is blacklisted')).toBe('about-us');
  expect(classOf('552 5.1.1 ada@papers.example overquota')).toBe('mailbox-full');
  expect(classOf('550 5.1.1 The message is too large')).toBe('content');
  expect(
    classOf(
      '550 5.2.1 The user receives mail at a rate that prevents more: receiving mail at a rate',
    ),
  ).toBe('recipient-limit');
});

test('counts the day against the address if a recipient table of Postfix refuses it', () => {
  const reply = (rejected: string) => `554 5.7.1 <ada@papers.example>: ${rejected}: Access denied`;
  const refused = read(reply('Recipient address rejected'), 'rcpt');
  expect([refused.class, consequenceOf(refused)]).toEqual(['recipient-limit', 'count']);
  expect(classOf(reply('Client host rejected'), 'rcpt')).toBe('about-us');
  expect(classOf(reply('Sender address rejected'), 'rcpt')).toBe('about-us');
});

test('plain words about a dead mailbox count if the code is unspecific', () => {
  for (const reply of [
    '550 5.7.1 No such user!',
    '554 5.0.0 The address does not exist',
    '553 5.3.0 <ada@papers.example>... Addressee unknown',
    '550 5.5.0 Requested action not taken: mailbox unavailable',
    '550 5.4.1 ada@papers.example not found',
    '550 Unrouteable address',
    '550 UserUnknown',
  ])
    expect([reply, classOf(reply, 'rcpt')]).toEqual([reply, 'mailbox-unknown']);
});

test('a failure of the sender, a server or a connection says nothing about the mailbox', () => {
  const dead: [string, string][] = [
    // About the sender
    ['550 Sender account does not exist', 'nothing'],
    ['550 Sender <a@papers.example> is not valid', 'nothing'],
    ['550 The reply address is unknown', 'nothing'],
    ['550 Your account has been closed', 'nothing'],
    ["550 The sender's mailbox has been deleted", 'nothing'],
    ['550 Invalid user name or password', 'nothing'],
    ['550 Invalid IP address', 'nothing'],
    ['550 address not listed in our whitelist', 'nothing'],
    ['550-mailbox unavailable 550 invalid DNS MX of the sender', 'nothing'],
    ["550 5.1.0 - Unknown address error 554-'delivery refused'", 'nothing'],
    // About a server, a connection or the queue
    ['550 I tried to deliver it, but the remote host closed the connection', 'count'],
    ['550 The server of the recipient closed the session', 'count'],
    ['550 The message to this address was not delivered: it expired in the queue', 'count'],
    ['550 Delivery to mailbox abandoned', 'count'],
    ['550 The recipient database is not available', 'count'],
    ['550 User lookup failed', 'count'],
    ['550 mailbox: unknown error', 'count'],
    ['550 Contact us, the licence has expired', 'count'],
    ['550 The mail system of this user is not available', 'count'],
    ['550 The server for this recipient could not be found. Check the address', 'count'],
    ['550 Unable to verify address', 'count'],
    ['550 5.1.1 Unable to open database', 'count'],
    ['550 mailbox unavailable, try again later', 'count'],
    ['550 error in recipient: attribute missing', 'count'],
    // About the permission of the sender or the rate of the recipient
    ['550 5.7.1 This user accepts no external mail', 'count'],
    ['550 Mailbox unavailable or access denied', 'count'],
    ['554 5.5.1 no valid recipients', 'count'],
  ];
  for (const [reply, consequence] of dead)
    expect([reply, consequenceOf(read(reply))]).toEqual([reply, consequence]);
});

test('finds a dead mailbox next to words about the sender and the server', () => {
  for (const reply of [
    '550 5.4.1 All recipient addresses rejected : Access denied',
    '554 delivery error: dd ada@papers.example is no longer valid',
    '550 Message returned to sender: user unknown',
    '550 Dear sender, the address does not exist',
    '550 We do not have a user by that name',
    '550 Mailbox not found on this server',
    '550 User removed',
    '550 This address has been replaced',
    '550 ada@papers.example has moved',
    '554 5.7.1 Recipient address rejected: Not in recipient list',
    '550 this recipient is not in my validrcptto list',
    '550 Illegal user',
  ])
    expect([reply, consequenceOf(read(reply, 'rcpt'))]).toEqual([reply, 'suppress']);
});

test('a limit of rate is no full mailbox, and a blocked mailbox no blocked sender', () => {
  expect(classOf('550 5.7.1 Email quota exceeded')).not.toBe('mailbox-full');
  expect(classOf('550 Ratelimit exceeded for mailbox')).toBe('about-us');
  expect(classOf('550 Mailbox is blocked')).toBe('mailbox-disabled');
  expect(consequenceOf(read('421 4.3.2 Your ip is blocked'))).toBe('nothing');
});

test('no words override a code about the sender, the message or the state of the mailbox', () => {
  const words = 'No such user here, user unknown, mailbox does not exist';
  for (const code of [
    '5.1.7',
    '5.1.8',
    '5.2.2',
    '5.2.3',
    '5.3.1',
    '5.3.4',
    '5.6.0',
    '5.6.7',
    '5.7.9',
    '5.7.23',
    '5.7.509',
  ])
    expect([code, consequenceOf(read(`550 ${code} ${words}`, 'rcpt'))]).not.toEqual([
      code,
      'suppress',
    ]);
});

test('a 4xx is always temporary; a full mailbox and a missing domain keep their class', () => {
  expect(read('450 4.1.1 <ada@papers.example>: User unknown')).toMatchObject({
    class: 'temporary',
    permanent: false,
  });
  expect(read('421 4.7.0 poor reputation')).toMatchObject({
    class: 'temporary',
    rule: { class: 'about-us' },
  });
  expect(read('452 4.2.2 over quota')).toMatchObject({ class: 'mailbox-full', permanent: false });
  expect(classify({ text: '550 Domain not found', enhanced: '4.4.4' })).toMatchObject({
    class: 'domain-unknown',
    permanent: false,
  });
});

test('determines the consequence of a failure for its address', () => {
  const meaning = (reply: string, command?: Stage) => consequenceOf(read(reply, command));
  expect(meaning('550 5.1.1 User unknown', 'rcpt')).toBe('suppress');
  // A disabled mailbox exists (RFC 3463 3.3); a closed one does not return.
  expect(meaning('550 5.2.1 Mailbox disabled', 'rcpt')).toBe('count');
  expect(meaning('550 5.2.1 Mailbox closed', 'rcpt')).toBe('suppress');
  expect(meaning('550 The account is suspended', 'rcpt')).toBe('count');
  expect(meaning('552 5.2.2 Mailbox full', 'rcpt')).toBe('count');
  expect(meaning('550 Domain does not exist', 'rcpt')).toBe('absent');
  expect(meaning('550 found in dnsbl', 'rcpt')).toBe('nothing');
  expect(meaning('421 4.7.0 found in dnsbl')).toBe('nothing');
  expect(meaning('451 4.4.1 Connection timed out')).toBe('count');
  expect(meaning('552 5.3.4 Message too big')).toBe('nothing');
  expect(meaning('550 Unknown user', 'data')).toBe('count');
});

test('classifies hostile texts of a megabyte', () => {
  const pieces = [
    'sender address ',
    'a@',
    'not ',
    'user ',
    '<',
    '5.1.1',
    'exceeded the ',
    'a.',
    '550 ',
    'mailbox is ',
    ' ',
  ];
  // Quadratic time would exceed the timeout of the test.
  for (const piece of pieces)
    expect(classify({ text: piece.repeat(100_000) }).class).toBeTypeOf('string');
});
