import { expect, test } from 'vitest';
import { explainMessage, explainReply } from '../../../src/bounces/explain.ts';
import { arf, dsn, lines } from '../../support/bounce-mails.ts';

test('a reply is explained with its class, codes, rule and consequence', () => {
  expect(explainReply('550 5.1.1 <ada@papers.example>: User unknown', 'rcpt')).toEqual({
    class: 'mailbox-unknown',
    permanent: true,
    code: 550,
    enhanced: '5.1.1',
    recipient: null,
    rule: 'unknown-by-code-and-words',
    provider: 'any',
    source: expect.any(String),
    follows: 'suppress',
    said: '550 5.1.1 <ada@papers.example>: User unknown',
  });
  expect(explainReply('no such user', undefined)).toMatchObject({
    class: 'mailbox-unknown',
    code: null,
    enhanced: null,
  });
  expect(explainReply('550 no such user', 'mail')).toMatchObject({
    class: 'about-us',
    follows: 'nothing',
  });
});

test('a message is explained by its mildest recipient', async () => {
  const dead = ['Final-Recipient: rfc822; ada@papers.example', 'Action: failed', 'Status: 5.1.1'];
  const full = ['Final-Recipient: rfc822; bob@papers.example', 'Action: failed', 'Status: 5.2.2'];
  const explained = await explainMessage(
    dsn({ to: 'x@papers.example', groups: [dead, full] }),
    'a.eml',
  );
  expect(explained).toMatchObject({
    file: 'a.eml',
    kind: 'bounce',
    class: 'mailbox-full',
    recipient: 'bob@papers.example',
    follows: 'count',
  });
  expect(explained.recipients.map(({ class: of }) => of)).toEqual([
    'mailbox-unknown',
    'mailbox-full',
  ]);
});

test('a message that is not a failure has no class', async () => {
  const kinds = async (raw: Buffer) => {
    const { kind, follows } = await explainMessage(raw, '-');
    return [kind, follows];
  };
  expect(await kinds(arf({}))).toEqual(['complaint', 'complain']);
  expect(await kinds(arf({ type: 'opt-out' }))).toEqual(['opt-out', 'unsubscribe']);
  expect(await kinds(arf({ type: 'virus' }))).toEqual(['other-feedback', 'nothing']);
  expect(await kinds(dsn({ to: 'x@papers.example', action: 'delayed' }))).toEqual([
    'delay',
    'nothing',
  ]);
  expect(await kinds(lines('From: ada@papers.example', 'Subject: Hello', '', 'Hello.'))).toEqual([
    'other',
    'nothing',
  ]);
});
