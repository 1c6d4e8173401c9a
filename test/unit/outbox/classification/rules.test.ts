import { expect, test } from 'vitest';
import { classify } from '../../../../src/outbox/classification/classify.ts';
import type { Stage } from '../../../../src/outbox/classification/reply.ts';
import { rules } from '../../../../src/outbox/classification/rules.ts';

/** A reply decided by each rule. */
const cases: [rule: string, reply: string, command?: Stage][] = [
  [
    'postfix-recipient-access-denied',
    '554 5.7.1 <ada@papers.example>: Recipient address rejected: Access denied',
    'rcpt',
  ],
  [
    'microsoft-recipient-access-denied',
    '550 5.4.1 [ada@papers.example]: Recipient address rejected: Access denied',
    'rcpt',
  ],
  [
    'microsoft-resolver-recipient',
    '550 5.1.10 RESOLVER.ADR.RecipientNotFound; not in the directory',
  ],
  ['microsoft-resolver-restriction', '550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized'],
  ['microsoft-recipient-rate', '550 5.2.122 The recipient gets no more messages in this hour'],
  ['microsoft-no-such-domain', '550 5.4.310 DNS domain papers.invalid does not exist'],
  ['kddi-filter', '550 : User unknown', 'data'],
  [
    'microsoft-recipient-unknown-351',
    '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable',
  ],
  ['microsoft-reputation', '550 SC-001 (X) messages from this address are not taken'],
  ['yahoo-reputation', '554 5.7.9 [TSS09] all messages are deferred for good'],
  ['aol-reputation', '521 5.2.1 : (CON:B1) see the postmaster pages'],
  ['google-blocked-content', '552 5.7.0 The content presents a potential security issue'],
  [
    'google-help-no-such-user',
    '550 5.1.1 see https://support.google.com/mail/?p=NoSuchUser a1-b2 - gsmtp',
  ],
  [
    'google-help-disabled-user',
    '550 5.2.1 see https://support.google.com/mail/?p=DisabledUser a1-b2 - gsmtp',
  ],
  [
    'google-help-over-quota',
    '552 5.2.2 see https://support.google.com/mail/?p=OverQuotaPerm a1-b2 - gsmtp',
  ],
  [
    'google-help-receiving-rate',
    '550 5.2.1 see https://support.google.com/mail/?p=ReceivingRatePerm a1-b2 - gsmtp',
  ],
  ['apple-policy', '550 5.7.1 [CS01] Message rejected'],
  ['orange-unknown', '550 5.5.0 Destinataire. OFR_416 [416]'],
  ['orange-full', '550 5.1.1 Destinataire. OFR_417 [417]'],
  ['orange-disabled', '550 5.5.0 Destinataire. OFR_420 [420]'],
  ['orange-refused', '550 5.2.0 Mail. OFR_506 [506]'],
  ['netease-unknown', '550 RC:NE papers'],
  ['netease-policy', '554 DT:SPM papers mx1'],
  ['tencent-refused-by-recipient', '550 Mail is rejected by recipients'],
  ['tencent-receiving-rate', '550 Mailbox unavailable or access denied'],
  ['tencent-frequency', '550 Sender frequency limited'],
  ['gmx-nemesis', '554 mx.example (mx001) Nemesis ESMTP Service not available'],
  ['gmx-sender', '550-mailbox unavailable 550 Sender domain has no address'],
  ['t-online-blocked', '554 A problem occurred. Ask your postmaster for help. (BL)'],
  ['acceptable-use-code', '550 5.1.0 AUP#1234'],
  ['comcast-blocked', '554 resimta RL000003'],
  ['godaddy-blocked', '550 5.1.1 IB607 x.co/rlbounce'],
  ['facebook-unknown', '550 5.1.1 RCP-P1'],
  ['facebook-preferences', '550 5.1.1 RCP-P2'],
  ['facebook-policy', '550 5.1.1 POL-P4'],
  ['cox-blocked', '554 CXBL'],
  ['i-ua-unknown', '550 http://mail.i.ua/err/2/'],
  ['i-ua-unused', '550 http://mail.i.ua/err/3/'],
  ['i-ua-full', '550 http://mail.i.ua/err/4/'],
  ['zoho-destination-rejects', '541 5.4.1 Mail rejected by the destination domain'],
  ['ses-identity', '554 Message rejected: Email address is not verified.'],
  ['explicit-block', '550 5.2.2 explicit blocking of an address'],
  ['null-mx-sendmail', '550 5.7.27 Host does not accept mail'],
  ['code-sender-address', '553 5.1.8 no such user here'],
  ['code-mailbox-full', '550 5.2.2 no such user here'],
  ['code-message-length', '552 5.3.4 no such user here'],
  ['code-mail-system', '550 5.3.2 no such user here'],
  ['code-content', '550 5.6.0 no such user here'],
  ['code-owner-changed', '550 5.7.17 Mailbox owner has changed'],
  ['code-policy', '550 5.7.26 no such user here'],
  ['reply-authentication', '530 Must come first'],
  ['receiving-rate', '550 5.2.1 The user is receiving mail too quickly'],
  ['recipient-refuses', '550 The recipient only accepts mail from known senders'],
  ['blocklist', '550 5.1.1 192.0.2.1 found in dnsbl.lists.example'],
  ['reputation', '550 5.2.1 poor reputation'],
  ['spam', '550 5.1.1 This looks like spam'],
  ['policy-reason', '550 5.1.1 not taken for policy reasons'],
  ['sender-authentication', '550 SPF failed'],
  ['sender-host', '550 5.1.1 no PTR for 192.0.2.1'],
  ['relaying', '550 5.1.2 we relay not: relaying denied'],
  ['sender-address', '550 Sender verify failed'],
  ['sender-unknown-translated', '550 Der Absender existiert nicht'],
  ['subscription-limit', '550 5.1.1 this host has sent too many per hour'],
  ['too-many', '550 Too many invalid recipients'],
  ['message-size', '552 Message size exceeds the limit'],
  ['mailbox-full', '552 5.1.1 ada is overquota'],
  ['mailbox-full-translated', '550 Das Postfach ist voll'],
  ['content', '554 A virus was found'],
  ['system-state', '554 Connection timed out'],
  ['mailbox-suspended', '550 The account has been suspended'],
  ['before-recipient', '550 no such user', 'mail'],
  ['domain-unknown', '550 Host or domain name not found'],
  ['mailbox-disabled-by-policy-code', '525 5.7.13 Disabled recipient address'],
  ['mailbox-closed', '550 5.2.1 This mailbox has been closed'],
  ['mailbox-disabled', '550 5.2.1 This mailbox is disabled'],
  [
    'yahoo-no-account',
    '554 delivery error: dd This user doesn’t have a papers.example account',
    'data',
  ],
  ['unknown-after-data', '550 Unknown user', 'data'],
  ['no-recipient-left', '554 5.5.1 There are no valid recipients'],
  ['mailbox-unknown', '550 No such user here', 'rcpt'],
  ['mailbox-unknown-translated', '550 Benutzer existiert nicht'],
  ['address-rejected', '550 #5.1.0 Address rejected.'],
  ['address-syntax', '553 Illegal characters: address syntax', 'rcpt'],
  ['policy', '550 Local rules: terms of service violated'],
  ['access-denied', '550 Access denied'],
  ['rejected', '550 Declined'],
  ['code-mailbox-address', '550 5.1.1 no'],
  ['code-system-address', '550 5.1.2 no'],
  ['code-address-syntax', '550 5.1.3 no'],
  ['code-moved', '551 5.1.6 no'],
  ['code-null-mx', '556 5.1.10 no'],
  ['code-sender-limit', '550 5.1.90 no'],
  ['code-mailbox-disabled', '550 5.2.1 no'],
  ['code-no-route', '550 5.4.4 no'],
  ['code-network', '550 5.4.6 no'],
  ['code-protocol', '550 5.5.2 no'],
  ['code-security', '550 5.7.1 no'],
  ['reply-no-mail', '521 no'],
  ['reply-not-local', '551 no'],
  ['reply-storage', '552 no', 'rcpt'],
  ['reply-storage-after-data', '552 no', 'data'],
  ['reply-protocol', '503 no'],
  ['reply-transaction', '554 no'],
];

test.each(cases)('%s: %s', (rule, reply, command) => {
  const found = classify({ code: Number(reply.slice(0, 3)), text: reply.slice(4), command });
  expect(found.rule.id).toBe(rule);
});

test('each rule has a unique name, a provider, a source and a case', () => {
  const ids = rules.map(({ id }) => id);
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([]);
  expect(rules.filter(({ provider, source }) => provider === '' || source === '')).toEqual([]);
  const shown = new Set(cases.map(([id]) => id));
  expect(ids.filter((id) => !shown.has(id))).toEqual([]);
});
