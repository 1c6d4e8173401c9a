import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { sql } from '../../../../src/db/sql.ts';
import { buildApp } from '../../../../src/web/app.ts';
import { sentDelivery, stateOf } from '../../../support/bounce-mails.ts';
import { freshContext } from '../../../support/context.ts';
import { addReader } from '../../../support/readers.ts';

/** The certificate and key of a simulated Amazon. */
const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-sns-'));
const files = {
  key: path.join(folder, 'key.pem'),
  certificate: path.join(folder, 'certificate.pem'),
};
execFileSync(
  'openssl',
  [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '30',
    '-subj',
    '/CN=sns.amazonaws.com',
    '-keyout',
    files.key,
    '-out',
    files.certificate,
  ],
  { stdio: 'ignore' },
);
const amazon = {
  key: readFileSync(files.key, 'utf8'),
  certificate: readFileSync(files.certificate, 'utf8'),
};
afterAll(() => rmSync(folder, { recursive: true }));

const twilio = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const topic = 'arn:aws:sns:eu-west-1:123456789012:bounces';
const metricsToken = 'a token of Prometheus';
const settings = {
  METRICS_TOKEN: metricsToken,
  SES_TOPIC_ARN: `${topic},arn:aws:sns:eu-west-1:123456789012:complaints`,
  MAILGUN_SIGNING_KEY: 'key-of-mailgun',
  POSTMARK_WEBHOOK_AUTH: 'postmark:a long password',
  SENDGRID_PUBLIC_KEY: twilio.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
};

let certificates = 0;

/**
 * Starts the app, records what it fetched, and adds a reader (Ada) to whom a digest was sent an
 * hour ago.
 */
async function start(env: Record<string, string> = settings) {
  const { ctx: silent, clock } = await freshContext(env);
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const ctx = { ...silent, log };
  const fetched: string[] = [];
  const app = await buildApp(ctx, {
    getText: (url) => {
      fetched.push(url);
      return Promise.resolve(
        url.endsWith('.pem') ? amazon.certificate : '<ConfirmSubscriptionResponse/>',
      );
    },
  });
  onTestFinished(() => app.close());
  const ada = await addReader(ctx, { email: 'ada@example.org' });
  const row = await sentDelivery(ctx, ada, '2026-03-10T08:00:00Z');
  const messageId =
    'digestId' in row ? `<digest.${row.digestId}.${row.subscriberId}@papers.example>` : '';
  const post = async (provider: string, payload: string, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      method: 'POST',
      url: `/webhooks/${provider}`,
      headers,
      payload,
    });
    return {
      status: answer.statusCode,
      type: answer.headers['content-type']?.toString().split(';')[0],
      body: answer.json<Record<string, unknown>>(),
      headers: answer.headers,
    };
  };
  return { ctx, clock, app, fetched, logged, ada, messageId, post };
}

/** The status of a reader after each request. */
const status = async (ctx: Context, id: number) => (await stateOf(ctx, id)).status;

const refused = (code: number) =>
  expect.objectContaining({ status: code, type: 'application/problem+json' });

// Amazon SES over SNS

interface Sns {
  Type: string;
  Message: string;
  [name: string]: string;
}

function sns(
  parts: Partial<Sns> = {},
  { key = amazon.key, version = '2' }: { key?: string; version?: string } = {},
): Sns {
  // A URL that no other test has fetched.
  certificates += 1;
  const message: Sns = {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: topic,
    Message: '{}',
    Timestamp: '2026-03-10T08:59:00.000Z',
    SignatureVersion: version,
    SigningCertURL: `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${certificates}.pem`,
    ...parts,
  };
  const names =
    message.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
  const text = names
    .filter((name) => message[name] !== undefined)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');
  const signature = sign(
    version === '2' ? 'RSA-SHA256' : 'RSA-SHA1',
    Buffer.from(text),
    key,
  ).toString('base64');
  return { Signature: signature, ...message };
}

const sesBounce = (
  parts: object = {},
  recipients: unknown[] = [
    {
      emailAddress: 'ada@example.org',
      action: 'failed',
      status: '5.1.1',
      diagnosticCode: 'smtp; 550 5.1.1 <ada@example.org>... User',
    },
  ],
) =>
  JSON.stringify({
    notificationType: 'Bounce',
    bounce: {
      bounceType: 'Permanent',
      bounceSubType: 'General',
      bouncedRecipients: recipients,
      timestamp: '2026-03-10T08:58:38.237Z',
      feedbackId: '00000138111222aa-33322211-cccc-cccc-cccc-ddddaaaa068a-000000',
      reportingMTA: 'dns; email.example.com',
      ...parts,
    },
    mail: {
      timestamp: '2026-03-10T08:00:00.000Z',
      messageId: '00000138111222aa',
      source: 'digest@papers.example',
      destination: ['ada@example.org'],
    },
  });

const text = { 'content-type': 'text/plain; charset=UTF-8' };

test('SES: a signed bounce suppresses; sent again, or with the older signature version, it changes nothing', async () => {
  const { ctx, ada, post, fetched } = await start();
  const body = sns({ Message: sesBounce() });
  expect(await post('ses', JSON.stringify(body), text)).toMatchObject({
    status: 200,
    body: { hard: 1, ignored: 0 },
  });
  expect(await stateOf(ctx, ada)).toMatchObject({
    status: 'bounced',
    evidence: 'ses: 5.1.1 smtp; 550 5.1.1 <(address)>... User',
  });
  expect(await post('ses', JSON.stringify(body), text)).toMatchObject({
    status: 200,
    body: { hard: 0, ignored: 1 },
  });
  expect(fetched).toEqual([body['SigningCertURL']]);
  expect(
    await post('ses', JSON.stringify(sns({ Message: sesBounce() }, { version: '1' })), text),
  ).toMatchObject({
    status: 200,
    body: { ignored: 1 },
  });
});

test('SES: a message that Amazon did not sign for our topic is refused and changes nothing', async () => {
  const { ctx, ada, post, fetched } = await start();
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const good = sns({ Message: sesBounce() });
  const forged: [string, object][] = [
    ['another key', sns({ Message: sesBounce() }, { key: stranger })],
    ['a changed message', { ...good, Message: sesBounce({ feedbackId: 'other' }) }],
    ['a changed time', { ...good, Timestamp: '2026-03-10T08:59:30.000Z' }],
    ['a subject that was not signed', { ...good, Subject: 'x' }],
    ['an older algorithm', { ...good, SignatureVersion: '1' }],
    ['no signature', { ...good, Signature: '' }],
    ['too old', sns({ Message: sesBounce(), Timestamp: '2026-03-07T08:59:00.000Z' })],
    ['dated ahead', sns({ Message: sesBounce(), Timestamp: '2026-03-10T10:59:00.000Z' })],
    ['no time', sns({ Message: sesBounce(), Timestamp: 'yesterday' })],
  ];
  for (const [why, body] of forged)
    expect([why, await post('ses', JSON.stringify(body), text)]).toEqual([why, refused(403)]);
  const before = fetched.length;
  const unfetched: [string, object][] = [
    [
      'another topic',
      sns({ Message: sesBounce(), TopicArn: 'arn:aws:sns:eu-west-1:999999999999:bounces' }),
    ],
    ...[
      'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
      'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem',
      'https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
      'https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-1.pem',
      'https://user@sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
      'https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-1.pem',
      'https://s3.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem',
      'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.txt',
      'https://sns.a.b.amazonaws.com/SimpleNotificationService-1.pem',
      'https://sns.s3-us-west-2.amazonaws.com/SimpleNotificationService-1.pem',
      'https://sns.eu-west-1.amazonaws.com/other.pem',
      'https://sns.eu-west-1.amazonaws.com/?Action=x&y=/SimpleNotificationService-1.pem',
      'file:///etc/passwd.pem',
      'nonsense',
    ].map((url): [string, object] => [url, sns({ Message: sesBounce(), SigningCertURL: url })]),
  ];
  for (const [why, body] of unfetched)
    expect([why, await post('ses', JSON.stringify(body), text)]).toEqual([why, refused(403)]);
  expect(fetched.length).toBe(before);
  expect(await post('ses', 'no JSON', text)).toEqual(refused(400));
  expect(await post('ses', '{"Type":"Notification"}', text)).toEqual(refused(400));
  expect(await status(ctx, ada)).toBe('active');
});

test('SES: a subscription is confirmed only at Amazon and only after its signature is verified', async () => {
  const { post, fetched } = await start();
  const confirmation = (url: string, key = amazon.key) =>
    sns(
      {
        Type: 'SubscriptionConfirmation',
        Token: '2336412f37',
        SubscribeURL: url,
        Message: 'You have chosen…',
      },
      { key },
    );
  const url =
    'https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=x&Token=2336412f37';
  expect(await post('ses', JSON.stringify(confirmation(url)), text)).toMatchObject({ status: 200 });
  expect(fetched.filter((each) => !each.endsWith('.pem'))).toEqual([url]);
  for (const wrong of [
    'https://evil.example/?Action=ConfirmSubscription',
    'http://169.254.169.254/latest/meta-data',
    'https://sns.eu-west-1.amazonaws.com/?Action=DeleteTopic',
  ])
    expect([wrong, await post('ses', JSON.stringify(confirmation(wrong)), text)]).toEqual([
      wrong,
      refused(403),
    ]);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  expect(
    await post(
      'ses',
      JSON.stringify(
        confirmation(url, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()),
      ),
      text,
    ),
  ).toEqual(refused(403));
  expect(fetched.filter((each) => !each.endsWith('.pem'))).toEqual([url]);
});

test('SES: if Amazon cannot be reached the response is 502, and SNS retries', async () => {
  const { ctx } = await freshContext(settings);
  const app = await buildApp(ctx, { getText: () => Promise.reject(new Error('no way out')) });
  onTestFinished(() => app.close());
  const { statusCode } = await app.inject({
    method: 'POST',
    url: '/webhooks/ses',
    headers: text,
    payload: JSON.stringify(sns()),
  });
  expect(statusCode).toBe(502);
});

test('SES: an error page instead of the certificate is not cached, and SNS retries', async () => {
  const { ctx } = await freshContext(settings);
  const answers = ['<Error>Try again</Error>', amazon.certificate];
  const app = await buildApp(ctx, { getText: () => Promise.resolve(answers.shift() ?? '') });
  onTestFinished(() => app.close());
  const payload = JSON.stringify(sns({ Message: sesBounce() }));
  const ask = () => app.inject({ method: 'POST', url: '/webhooks/ses', headers: text, payload });
  expect((await ask()).statusCode).toBe(502);
  expect((await ask()).statusCode).toBe(200);
  expect((await ask()).statusCode).toBe(200);
});

test('SES: each event type maps to its kind', async () => {
  const { post } = await start();
  const meanings: [object, string | undefined, string | undefined][] = [
    [{ bounceType: 'Permanent', bounceSubType: 'NoEmail' }, undefined, 'hard'],
    [{ bounceType: 'Permanent', bounceSubType: 'OnAccountSuppressionList' }, undefined, 'hard'],
    [{ bounceType: 'Permanent', bounceSubType: 'UnsubscribedRecipient' }, undefined, 'unsubscribe'],
    [{ bounceType: 'Permanent', bounceSubType: 'General' }, '5.7.1', 'refused'],
    [{ bounceType: 'Permanent', bounceSubType: 'General' }, '5.2.2', 'soft'],
    [{ bounceType: 'Transient', bounceSubType: 'MailboxFull' }, undefined, 'soft'],
    [{ bounceType: 'Transient', bounceSubType: 'General' }, '5.1.1', 'soft'],
    [{ bounceType: 'Transient', bounceSubType: 'ContentRejected' }, undefined, undefined],
    [{ bounceType: 'Undetermined', bounceSubType: 'Undetermined' }, undefined, 'soft'],
  ];
  for (const [n, [parts, code, kind]] of meanings.entries()) {
    const message = sesBounce({ feedbackId: `f${n}`, ...parts }, [
      { emailAddress: 'ada@example.org', ...(code === undefined ? {} : { status: code }) },
    ]);
    const { status: answered, body } = await post(
      'ses',
      JSON.stringify(sns({ Message: message })),
      text,
    );
    const counted = Object.entries(body)
      .filter(([, count]) => count === 1)
      .map(([name]) => name);
    expect([parts, answered, counted]).toEqual([parts, 200, kind === undefined ? [] : [kind]]);
  }
});

test('SES: leaving the list with its subscription management unsubscribes; changing only topics does not', async () => {
  const { ctx, post } = await start();
  const subscription = (newTopicPreferences: object) =>
    JSON.stringify(
      sns({
        Message: JSON.stringify({
          eventType: 'Subscription',
          mail: { messageId: '0102018', destination: ['ada@example.org'] },
          subscription: {
            timestamp: '2026-03-10T08:58:38.237Z',
            source: 'UnsubscribeHeader',
            newTopicPreferences,
          },
        }),
      }),
    );
  const stay = {
    unsubscribeAll: false,
    topicSubscriptionStatus: [{ topicName: 'a', subscriptionStatus: 'OptIn' }],
  };
  expect(await post('ses', subscription(stay), text)).toMatchObject({
    status: 200,
    body: { unsubscribe: 0 },
  });
  expect(await post('ses', subscription({ unsubscribeAll: true }), text)).toMatchObject({
    body: { unsubscribe: 1 },
  });
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({ status: 'unsubscribed' });
});

test('SES: handles several recipients with a malformed entry among them, and a complaint of event publishing', async () => {
  const { ctx, logged, ada, post } = await start();
  const ben = await addReader(ctx, { email: 'ben@example.org' });
  await sentDelivery(ctx, ben, '2026-03-10T08:00:00Z');
  const message = sesBounce({}, [
    { emailAddress: 'ada@example.org' },
    { emailAddress: 5 },
    null,
    { emailAddress: 'Ben <ben@example.org>' },
  ]);
  expect(await post('ses', JSON.stringify(sns({ Message: message })), text)).toMatchObject({
    status: 200,
    body: { hard: 2 },
  });
  expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({ source: 'ses', unreadable: 2 });
  const complaint = JSON.stringify({
    eventType: 'Complaint',
    complaint: {
      complainedRecipients: [{ emailAddress: 'ada@example.org' }],
      timestamp: '2026-03-10T08:59:00.000Z',
      feedbackId: 'f2',
      complaintFeedbackType: 'abuse',
    },
    mail: { timestamp: '2026-03-10T08:00:00.000Z' },
  });
  expect(await post('ses', JSON.stringify(sns({ Message: complaint })), text)).toMatchObject({
    status: 200,
    body: { complaint: 1 },
  });
  expect([await status(ctx, ada), await status(ctx, ben)]).toEqual(['complained', 'bounced']);
  for (const unknown of [
    'hello',
    '{"eventType":"Delivery","mail":{}}',
    '{"eventType":"Bounce"}',
    '{',
  ])
    expect([
      unknown,
      (await post('ses', JSON.stringify(sns({ Message: unknown })), text)).status,
    ]).toEqual([unknown, 200]);
});

// Mailgun

let tokens = 0;

function mailgun(
  data: object,
  { key = settings.MAILGUN_SIGNING_KEY, at = '2026-03-10T08:59:00Z', token = '' } = {},
): string {
  tokens += 1;
  const timestamp = String(Date.parse(at) / 1000);
  const once = token === '' ? String(tokens).padStart(50, 'a') : token;
  const signature = createHmac('sha256', key)
    .update(timestamp + once)
    .digest('hex');
  return JSON.stringify({ signature: { timestamp, token: once, signature }, 'event-data': data });
}

const json = { 'content-type': 'application/json' };
const mailgunFailed = (parts: object = {}) => ({
  event: 'failed',
  id: 'G9Bn5sl1TC6nu79C8C0bwg',
  timestamp: 1773133100.5,
  severity: 'permanent',
  reason: 'bounce',
  recipient: 'ada@example.org',
  'delivery-status': {
    code: 550,
    message: '5.1.1 The email account that you tried to reach does not exist',
    description: '',
    'attempt-no': 1,
  },
  message: {
    headers: {
      to: 'ada@example.org',
      'message-id': 'x@papers.example',
      from: 'digest@papers.example',
    },
  },
  ...parts,
});

test('Mailgun: each event type maps to its kind', async () => {
  const { post } = await start();
  const meanings: [object, string | undefined][] = [
    [{}, 'hard'],
    [{ reason: 'suppress-bounce', 'delivery-status': { code: 605 } }, 'hard'],
    [{ reason: 'suppress-complaint' }, 'complaint'],
    [{ reason: 'suppress-unsubscribe' }, 'unsubscribe'],
    [{ reason: 'old', 'delivery-status': { code: 602 } }, 'soft'],
    [{ reason: 'generic', 'delivery-status': { code: 550, message: '5.2.2 full' } }, 'soft'],
    [{ reason: 'espblock' }, undefined],
    [{ 'delivery-status': { code: 550, message: '5.7.1 blocked' } }, 'refused'],
    [{ severity: 'temporary', reason: 'greylisted' }, undefined],
    [
      { event: 'complained', severity: undefined, reason: undefined, 'delivery-status': undefined },
      'complaint',
    ],
    [
      {
        event: 'unsubscribed',
        severity: undefined,
        reason: undefined,
        'delivery-status': undefined,
      },
      'unsubscribe',
    ],
    [{ event: 'delivered' }, undefined],
    [{ event: 'constructor' }, undefined],
  ];
  for (const [n, [parts, kind]] of meanings.entries()) {
    const { status: answered, body } = await post(
      'mailgun',
      mailgun(mailgunFailed({ id: `id${n}`, ...parts })),
      json,
    );
    const counted = Object.entries(body)
      .filter(([, count]) => count === 1)
      .map(([name]) => name);
    expect([parts, answered, counted]).toEqual([parts, 200, kind === undefined ? [] : [kind]]);
  }
});

test('Mailgun: another key, an old timestamp, a changed timestamp and a body without a signature are refused', async () => {
  const { ctx, ada, post } = await start();
  const data = mailgunFailed();
  const changed = JSON.parse(mailgun(data)) as { signature: { timestamp: string } };
  changed.signature.timestamp = String(Number(changed.signature.timestamp) + 1);
  const forged: [string, string, number][] = [
    ['another key', mailgun(data, { key: 'key-of-a-stranger' }), 403],
    ['too old', mailgun(data, { at: '2026-03-07T08:59:00Z' }), 403],
    ['dated ahead', mailgun(data, { at: '2026-03-10T12:00:00Z' }), 403],
    ['a changed timestamp', JSON.stringify(changed), 403],
    ['no signature', JSON.stringify({ 'event-data': data }), 403],
    ['an array', '[]', 403],
    ['no JSON', 'signature=x', 400],
  ];
  for (const [why, body, code] of forged)
    expect([why, await post('mailgun', body, json)]).toEqual([why, refused(code)]);
  expect(await status(ctx, ada)).toBe('active');
});

test('Mailgun: a token is accepted once, so that an intercepted signature is useless for another body', async () => {
  const { ctx, ada, post } = await start();
  const ben = await addReader(ctx, { email: 'ben@example.org' });
  await sentDelivery(ctx, ben, '2026-03-10T08:00:00Z');
  const token = 'b'.repeat(50);
  expect(await post('mailgun', mailgun(mailgunFailed(), { token }), json)).toMatchObject({
    status: 200,
    body: { hard: 1 },
  });
  const other = mailgunFailed({ recipient: 'ben@example.org', id: 'another' });
  expect(await post('mailgun', mailgun(other, { token }), json)).toMatchObject({
    status: 200,
    body: { hard: 0, ignored: 1 },
  });
  expect([await status(ctx, ada), await status(ctx, ben)]).toEqual(['bounced', 'active']);
});

test('Mailgun: an event whose commit failed is accepted again with the same token', async () => {
  const { ctx, ada, post } = await start();
  const body = mailgun(mailgunFailed());
  await ctx.db.run(sql`alter table bounce rename to bounce_away`);
  expect((await post('mailgun', body, json)).status).toBe(500);
  await ctx.db.run(sql`alter table bounce_away rename to bounce`);
  expect(await post('mailgun', body, json)).toMatchObject({ status: 200, body: { hard: 1 } });
  expect(await status(ctx, ada)).toBe('bounced');
});

// Postmark

const basic = (secret: string) => ({
  ...json,
  authorization: `Basic ${Buffer.from(secret).toString('base64')}`,
});
const postmark = (parts: object = {}) =>
  JSON.stringify({
    RecordType: 'Bounce',
    ID: 692560173,
    Type: 'HardBounce',
    TypeCode: 1,
    Name: 'Hard bounce',
    MessageID: '2c1b63fe',
    Description: 'The server was unable to deliver your message',
    Details: 'smtp;550 5.1.1 <ada@example.org> user unknown',
    Email: 'ada@example.org',
    BouncedAt: '2026-03-10T08:30:00.0000000-00:00',
    Inactive: true,
    ...parts,
  });

test('Postmark: each event type maps to its kind', async () => {
  const { logged, post } = await start();
  const meanings: [object, string | undefined][] = [
    [{}, 'hard'],
    [{ Type: 'SoftBounce', Details: 'mailbox full' }, 'soft'],
    [{ Type: 'HardBounce', Details: 'smtp;550 5.7.1 blocked' }, 'refused'],
    [{ Type: 'Transient' }, undefined],
    [{ Type: 'AutoResponder' }, undefined],
    [{ Type: 'SpamNotification' }, undefined],
    [{ Type: 'Blocked' }, undefined],
    [{ Type: 'Unsubscribe' }, 'unsubscribe'],
    [{ Type: 'ManuallyDeactivated', TypeCode: 100_007 }, 'unsubscribe'],
    [{ RecordType: 'SpamComplaint', Type: 'SpamComplaint', TypeCode: 512 }, 'complaint'],
    [
      {
        RecordType: 'SubscriptionChange',
        Recipient: 'ada@example.org',
        ChangedAt: '2026-03-10T08:30:00Z',
        SuppressSending: true,
        SuppressionReason: 'ManualSuppression',
      },
      'unsubscribe',
    ],
    [
      {
        RecordType: 'SubscriptionChange',
        Recipient: 'ada@example.org',
        ChangedAt: '2026-03-10T08:30:00Z',
        SuppressSending: false,
        SuppressionReason: null,
      },
      undefined,
    ],
    [{ RecordType: 'Open' }, undefined],
  ];
  for (const [n, [parts, kind]] of meanings.entries()) {
    const { status: answered, body } = await post(
      'postmark',
      postmark({ ID: n, ...parts }),
      basic(settings.POSTMARK_WEBHOOK_AUTH),
    );
    const counted = Object.entries(body)
      .filter(([, count]) => count === 1)
      .map(([name]) => name);
    expect([parts, answered, counted]).toEqual([parts, 200, kind === undefined ? [] : [kind]]);
  }
  expect(logged).toEqual([]);
  await post('postmark', postmark({ ID: null }), basic(settings.POSTMARK_WEBHOOK_AUTH));
  expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({ source: 'postmark', unreadable: 1 });
});

test('Postmark: without the password the response is 401', async () => {
  const { ctx, ada, post } = await start();
  for (const headers of [
    json,
    basic('postmark:another word'),
    basic('postmark:'),
    { ...json, authorization: 'Bearer x' },
  ]) {
    const answer = await post('postmark', postmark(), headers);
    expect(answer).toEqual(refused(401));
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
  }
  expect(await status(ctx, ada)).toBe('active');
  expect(await post('postmark', postmark(), basic(settings.POSTMARK_WEBHOOK_AUTH))).toMatchObject({
    body: { hard: 1 },
  });
  expect(await post('postmark', postmark(), basic(settings.POSTMARK_WEBHOOK_AUTH))).toMatchObject({
    status: 200,
    body: { ignored: 1 },
  });
});

// SendGrid

function sendgrid(
  body: string,
  { key = twilio.privateKey, at = '2026-03-10T08:59:00Z' }: { key?: KeyObject; at?: string } = {},
) {
  const timestamp = String(Date.parse(at) / 1000);
  return {
    ...json,
    'x-twilio-email-event-webhook-signature': sign(
      'sha256',
      Buffer.from(timestamp + body),
      key,
    ).toString('base64'),
    'x-twilio-email-event-webhook-timestamp': timestamp,
  };
}

const sendgridEvent = (parts: object = {}) => ({
  email: 'ada@example.org',
  timestamp: 1773133100,
  event: 'bounce',
  type: 'bounce',
  status: '5.0.0',
  reason: '550 5.1.1 The email account that you tried to reach does not exist',
  sg_event_id: 'Ym91bmNlLTA',
  sg_message_id: '14c5d75ce93.dfd.64b469',
  'smtp-id': '<14c5d75ce93.dfd.64b469@ismtpd-555>',
  ...parts,
});

test('SendGrid: each event type maps to its kind', async () => {
  const { post } = await start();
  const meanings: [object, string | undefined][] = [
    [{}, 'hard'],
    [{ type: 'blocked', reason: '421 try later', status: '4.0.0' }, 'soft'],
    [{ type: 'blocked', reason: '550 5.7.1 blocked' }, 'refused'],
    [{ bounce_classification: 'Reputation', reason: '550 no' }, undefined],
    [{ event: 'dropped', reason: 'Bounced Address' }, 'hard'],
    [{ event: 'dropped', reason: 'Spam Reporting Address' }, 'complaint'],
    [{ event: 'dropped', reason: 'Recipient List over Package Quota' }, undefined],
    [{ event: 'deferred' }, undefined],
    [{ event: 'spamreport' }, 'complaint'],
    [{ event: 'group_unsubscribe' }, 'unsubscribe'],
    [{ event: 'open' }, undefined],
  ];
  for (const [n, [parts, kind]] of meanings.entries()) {
    const body = JSON.stringify([sendgridEvent({ sg_event_id: `e${n}`, ...parts })]);
    const { status: answered, body: counts } = await post('sendgrid', body, sendgrid(body));
    const counted = Object.entries(counts)
      .filter(([, count]) => count === 1)
      .map(([name]) => name);
    expect([parts, answered, counted]).toEqual([parts, 200, kind === undefined ? [] : [kind]]);
  }
});

test('SendGrid: the signature covers the raw body; a malformed entry is logged and does not affect the others', async () => {
  const { ctx, logged, ada, messageId, post } = await start();
  const ben = await addReader(ctx, { email: 'ben@example.org' });
  await sentDelivery(ctx, ben, '2026-03-10T08:00:00Z');
  const batch = [
    null,
    { event: 'bounce' },
    sendgridEvent({ 'smtp-id': messageId }),
    sendgridEvent({ email: 'ben@example.org', sg_event_id: 'b' }),
    sendgridEvent({ timestamp: 1e300, sg_event_id: 'c' }),
    sendgridEvent({ sg_event_id: 'd\0' }),
  ];
  // The format of SendGrid, with white space that parsing and serializing would not restore.
  const body = JSON.stringify(batch, null, 1).replaceAll('\n', '\r\n');
  expect(await post('sendgrid', JSON.stringify(batch), sendgrid(body))).toEqual(refused(403));
  expect(await post('sendgrid', body, sendgrid(body))).toMatchObject({
    status: 200,
    body: { hard: 2, ignored: 0 },
  });
  expect(JSON.parse(logged.at(-1) ?? '')).toMatchObject({
    event: 'bounces.unreadable',
    source: 'sendgrid',
    unreadable: 4,
  });
  expect(await post('sendgrid', body, sendgrid(body))).toMatchObject({
    status: 200,
    body: { hard: 0, ignored: 2 },
  });
  expect([await status(ctx, ada), await status(ctx, ben)]).toEqual(['bounced', 'bounced']);
});

test('SendGrid: another key, an old timestamp and missing headers are refused', async () => {
  const { ctx, ada, post } = await start();
  const body = JSON.stringify([sendgridEvent()]);
  const good = sendgrid(body);
  const forged: [string, Record<string, string>][] = [
    [
      'another key',
      sendgrid(body, { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }),
    ],
    ['too old', sendgrid(body, { at: '2026-03-07T08:59:00Z' })],
    ['a changed timestamp', { ...good, 'x-twilio-email-event-webhook-timestamp': '1773133000' }],
    ['no signature', { ...json, 'x-twilio-email-event-webhook-timestamp': '1773133140' }],
    ['rubbish', { ...good, 'x-twilio-email-event-webhook-signature': 'AAAA' }],
  ];
  for (const [why, headers] of forged)
    expect([why, await post('sendgrid', body, headers)]).toEqual([why, refused(403)]);
  expect(await status(ctx, ada)).toBe('active');
});

test('a webhook that is not set up responds with 404', async () => {
  const { post } = await start({});
  for (const provider of ['ses', 'mailgun', 'postmark', 'sendgrid'])
    expect([provider, await post(provider, '{}', json)]).toEqual([provider, refused(404)]);
});

test('the metrics show bounces by kind and source', async () => {
  const { app, post } = await start();
  await post('mailgun', mailgun(mailgunFailed()), json);
  const { body } = await app.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${metricsToken}` },
  });
  expect(body).toContain('daily_papers_bounces_day{kind="hard",source="mailgun"} 1\n');
  expect(body).toContain('daily_papers_suppressions{reason="bounced"} 1\n');
});
