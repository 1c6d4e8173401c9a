import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
import { isSameSecret } from '../../lib/same-secret.ts';
import type { BounceEvent, Kind } from '../event.ts';
import {
  aboutOf,
  notSetUp,
  parseBody,
  providerAddress,
  providerId,
  providerTime,
  providerText,
  shortHash,
  tempered,
  type VerifiedWebhook,
  type WebhookRequest,
} from './provider.ts';

/**
 * https://postmarkapp.com/developer/api/bounce-api#bounce-types. Other types change nothing:
 * `Transient` (Postmark retries), replies of people and programs, blocks and spam filters, and
 * errors of this server.
 */
const bounceTypes = new Map<string, Kind>([
  ['HardBounce', 'hard'],
  ['BadEmailAddress', 'hard'],
  ['ManuallyDeactivated', 'unsubscribe'],
  ['SoftBounce', 'soft'],
  ['DnsError', 'soft'],
  ['Unknown', 'soft'],
  ['Unsubscribe', 'unsubscribe'],
  ['SpamComplaint', 'complaint'],
]);

/** https://postmarkapp.com/developer/webhooks/subscription-change-webhook */
const suppressions = new Map<string, Kind>([
  ['HardBounce', 'hard'],
  ['SpamComplaint', 'complaint'],
  ['ManualSuppression', 'unsubscribe'],
]);

const payload = z.discriminatedUnion('RecordType', [
  z.object({
    RecordType: z.enum(['Bounce', 'SpamComplaint']),
    ID: z.union([z.number(), providerId]),
    Type: z.string(),
    Email: providerAddress,
    BouncedAt: providerTime,
    Details: providerText,
    Description: providerText,
  }),
  z.object({
    RecordType: z.literal('SubscriptionChange'),
    Recipient: providerAddress,
    ChangedAt: providerTime,
    SuppressSending: z.boolean(),
    SuppressionReason: z.string().nullish(),
  }),
]);

/** https://postmarkapp.com/developer/webhooks/webhooks-overview: webhooks that are not needed. */
const ignoredRecord = z.object({
  RecordType: z.enum(['Delivery', 'Open', 'Click', 'Inbound', 'SMTPApiError']),
});

/**
 * Postmark: no signature; the user and password of POSTMARK_WEBHOOK_AUTH.
 * @throws Problem
 */
export function readPostmark(
  { config }: Context,
  { headers, body }: WebhookRequest,
): VerifiedWebhook {
  const { POSTMARK_WEBHOOK_AUTH: secret } = config;
  if (secret === undefined) throw notSetUp('POSTMARK_WEBHOOK_AUTH');
  const [, given = ''] =
    /^Basic +([A-Za-z0-9+/=_-]{1,1000}) *$/i.exec(headers.authorization ?? '') ?? [];
  if (!isSameSecret(Buffer.from(given, 'base64').toString('utf8'), secret))
    throw new Problem(
      401,
      'Password required',
      'Send the user and password of POSTMARK_WEBHOOK_AUTH.',
    );
  const json = parseBody(body);
  if (ignoredRecord.safeParse(json).success) return { events: [], unreadable: 0 };
  const parsed = payload.safeParse(json);
  return parsed.success
    ? { events: eventsOf(parsed.data), unreadable: 0 }
    : { events: [], unreadable: 1 };
}

function eventsOf(event: z.output<typeof payload>): BounceEvent[] {
  if (event.RecordType === 'SubscriptionChange') {
    const {
      Recipient: email,
      ChangedAt: at,
      SuppressSending: stop,
      SuppressionReason: reason,
    } = event;
    const kind = stop ? suppressions.get(reason ?? '') : undefined;
    const eventId = `change/${at.toISOString()}/${shortHash(email.toLowerCase())}`;
    return kind === undefined
      ? []
      : [{ kind, source: 'postmark', eventId, about: aboutOf(email, undefined), at }];
  }
  const {
    ID: id,
    Type: type,
    Email: email,
    BouncedAt: at,
    Details: diagnostic,
    Description: description,
  } = event;
  const found = tempered(bounceTypes.get(type), undefined, diagnostic);
  if (found === undefined) return [];
  const about = aboutOf(email, undefined);
  return [
    {
      ...found,
      source: 'postmark',
      eventId: `${event.RecordType}/${id}`,
      about,
      at,
      diagnostic: diagnostic ?? description,
    },
  ];
}
