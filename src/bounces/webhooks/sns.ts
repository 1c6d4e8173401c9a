import { verify, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { reasonOf } from '../../lib/errors/reason.ts';
import { checkFresh, notSigned, parseBody } from './provider.ts';

/** Fetches a text over HTTPS: the certificate of a signature, or the response to a confirmation. */
export type GetText = (url: string) => Promise<string>;

/**
 * The default implementation. It does not follow redirects, because they would leave the verified
 * host.
 */
export async function getText(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return response.text();
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
const envelope = z.object({
  Type: z.enum(['Notification', 'SubscriptionConfirmation', 'UnsubscribeConfirmation']),
  MessageId: z.string().max(200),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.string().nullish(),
  Timestamp: z.string(),
  Token: z.string().optional(),
  SubscribeURL: z.string().optional(),
  SignatureVersion: z.enum(['1', '2']),
  Signature: z.string(),
  SigningCertURL: z.string(),
});
type Envelope = z.output<typeof envelope>;

/** The fields that each type signs, in this order; absent fields are left out. */
const signed = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
} as const;

const algorithms = { 1: 'RSA-SHA1', 2: 'RSA-SHA256' } as const;

/**
 * Returns the message of a signed SNS request of our topics. It confirms a subscription itself and
 * then returns undefined. The cheap checks come first, so that only a client that knows a topic can
 * trigger a fetch.
 * @throws Problem 400, 403; 502 if Amazon cannot be reached, so that SNS retries
 */
export async function readSns(
  { now, log }: Pick<Context, 'now' | 'log'>,
  { body, topics, get }: { body: string; topics: string[]; get: GetText },
): Promise<string | undefined> {
  const parsed = envelope.safeParse(parseBody(body));
  if (!parsed.success)
    throw new Problem(400, 'Not an SNS message', 'The body must be an Amazon SNS message.');
  const message = parsed.data;
  if (!topics.includes(message.TopicArn))
    throw notSigned('The message belongs to a topic other than SES_TOPIC_ARN.');
  if (
    !isOfSns(message.SigningCertURL) ||
    !certificatePath.test(new URL(message.SigningCertURL).pathname)
  )
    throw notSigned('The certificate does not belong to Amazon SNS.');
  const certificate = await certificateAt(message.SigningCertURL, get);
  if (!isSigned(message, certificate)) throw notSigned('The signature does not match.');
  checkFresh(new Date(message.Timestamp), now());
  if (message.Type === 'Notification') return message.Message;
  if (message.Type === 'SubscriptionConfirmation') await confirm(message, get);
  log.info({ event: 'bounces.sns', type: message.Type }, 'received an SNS message');
  return undefined;
}

/** The path of Amazon's certificates; no API action responds at it. */
const certificatePath = /^\/SimpleNotificationService-[\w-]{1,64}\.pem$/;

/**
 * `https://sns.<region>.amazonaws.com(.cn)/…` and no other host: `sns.s3-us-west-2.amazonaws.com`
 * is a bucket of the first account that named one "sns".
 */
function isOfSns(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, host, username, password } = new URL(text);
  const named = /^sns\.[a-z]{2,4}(-[a-z]{1,12}){1,3}-\d{1,2}\.amazonaws\.com(\.cn)?$/.test(host);
  return protocol === 'https:' && named && username === '' && password === '';
}

function isSigned(message: Envelope, certificate: X509Certificate): boolean {
  const text = signed[message.Type]
    .filter((name) => message[name] != null)
    .map((name) => `${name}\n${message[name]}\n`)
    .join('');
  const signature = Buffer.from(message.Signature, 'base64');
  return verify(
    algorithms[message.SignatureVersion],
    Buffer.from(text),
    certificate.publicKey,
    signature,
  );
}

/** Maximum cached certificates. Amazon has few and changes them about once a year. */
const remembered = 10;
const certificates = new Map<string, X509Certificate>();

async function certificateAt(url: string, get: GetText): Promise<X509Certificate> {
  const known = certificates.get(url);
  if (known !== undefined) return known;
  const certificate = await fromAmazon(
    () => get(url).then((text) => new X509Certificate(text)),
    url,
  );
  if (certificates.size >= remembered) certificates.clear();
  certificates.set(url, certificate);
  return certificate;
}

async function confirm({ SubscribeURL: url = '' }: Envelope, get: GetText): Promise<void> {
  if (!isOfSns(url) || new URL(url).searchParams.get('Action') !== 'ConfirmSubscription')
    throw notSigned('The SubscribeURL does not belong to Amazon SNS.');
  await fromAmazon(() => get(url), url);
}

/** Fetches from Amazon. A failure gives 502, because SNS retries after 502 but not after a 4xx. */
async function fromAmazon<Answer>(request: () => Promise<Answer>, url: string): Promise<Answer> {
  return request().catch((cause: unknown) => {
    throw new Problem(502, 'Amazon unreachable', `${new URL(url).host}: ${reasonOf(cause)}`);
  });
}
