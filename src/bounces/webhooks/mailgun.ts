import { isSameSecret } from '../../lib/same-secret.ts';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { BounceEvent, Kind } from '../event.ts';
import {
  aboutOf,
  checkFresh,
  notSetUp,
  notSigned,
  parseBody,
  providerAddress,
  providerId,
  providerSeconds,
  providerText,
  tempered,
  type VerifiedWebhook,
  type WebhookRequest,
} from './provider.ts';

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks */
const request = z.object({
  signature: z.object({
    timestamp: z.coerce.string().regex(/^\d{1,12}$/),
    token: providerId,
    signature: z.string().max(200),
  }),
  'event-data': z.unknown(),
});

const code = z.union([z.string(), z.number()]).transform(String).optional().catch(undefined);

/** https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure */
const eventData = z.object({
  event: z.string(),
  id: providerId,
  timestamp: providerSeconds,
  recipient: providerAddress,
  severity: providerText,
  reason: providerText,
  'delivery-status': z
    .object({
      code,
      'enhanced-code': providerText,
      message: providerText,
      description: providerText,
    })
    .optional()
    .catch(undefined),
  message: z
    .object({ headers: z.object({ 'message-id': providerText }).optional() })
    .optional()
    .catch(undefined),
});
type EventData = z.output<typeof eventData>;

/**
 * `event/severity/reason`, then shorter prefixes of it. Mailgun retries a temporary failure and
 * reports "old" when it gives up.
 */
const meanings = new Map<string, Kind | undefined>([
  ['failed/temporary', undefined],
  ['failed/permanent/bounce', 'hard'],
  ['failed/permanent/suppress-bounce', 'hard'],
  ['failed/permanent/suppress-complaint', 'complaint'],
  ['failed/permanent/suppress-unsubscribe', 'unsubscribe'],
  ['failed/permanent/espblock', undefined],
  ['failed/permanent', 'soft'],
  ['complained', 'complaint'],
  ['unsubscribed', 'unsubscribe'],
]);

/**
 * Mailgun: events signed with MAILGUN_SIGNING_KEY. The signature covers a token and not the body,
 * so each token is accepted once.
 * @throws Problem
 */
export function readMailgun({ config, now }: Context, { body }: WebhookRequest): VerifiedWebhook {
  const { MAILGUN_SIGNING_KEY: key } = config;
  if (key === undefined) throw notSetUp('MAILGUN_SIGNING_KEY');
  const parsed = request.safeParse(parseBody(body));
  if (!parsed.success) throw notSigned('The body contains no Mailgun signature.');
  const { signature, 'event-data': data } = parsed.data;
  const { timestamp, token } = signature;
  const made = createHmac('sha256', key)
    .update(timestamp + token)
    .digest('hex');
  if (!isSameSecret(signature.signature, made)) throw notSigned('The signature does not match.');
  checkFresh(new Date(Number(timestamp) * 1000), now());
  const payload = eventData.safeParse(data);
  const once = `mailgun:${token}`;
  return payload.success
    ? { events: eventsOf(payload.data), unreadable: 0, once }
    : { events: [], unreadable: 1, once };
}

function eventsOf(payload: EventData): BounceEvent[] {
  const { id, timestamp, recipient, reason, 'delivery-status': deliveryStatus } = payload;
  const status = deliveryStatus?.['enhanced-code'];
  const diagnostic = [deliveryStatus?.code, deliveryStatus?.message ?? deliveryStatus?.description]
    .filter((part) => part !== undefined)
    .join(' ');
  const found = tempered(meaningOf(payload), status, diagnostic);
  if (found === undefined) return [];
  const at = new Date(timestamp * 1000);
  return [
    {
      ...found,
      source: 'mailgun',
      // An id is unique only within a day.
      eventId: `${at.toISOString().slice(0, 10)}/${id}`,
      about: aboutOf(recipient, payload.message?.headers?.['message-id']),
      at,
      status,
      diagnostic: diagnostic === '' ? reason : diagnostic,
    },
  ];
}

function meaningOf({ event, severity, reason }: EventData): Kind | undefined {
  const names = [`${event}/${severity}/${reason}`, `${event}/${severity}`, event];
  const known = names.find((name) => meanings.has(name));
  return known === undefined ? undefined : meanings.get(known);
}
