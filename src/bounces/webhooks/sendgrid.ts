import { createPublicKey, verify } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../../context.ts';
import { Problem } from '../../lib/errors/problem.ts';
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

/** https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event */
const event = z.object({
  event: z.string(),
  email: providerAddress,
  timestamp: providerSeconds,
  sg_event_id: providerId,
  'smtp-id': providerText,
  type: providerText,
  status: providerText,
  reason: providerText,
  bounce_classification: providerText,
});
type Event = z.output<typeof event>;

/**
 * `event/type` of a bounce, `event/reason` of a drop, else the event. Others change nothing:
 * `deferred` (SendGrid retries), `delivered`, `open`, `click`, and drops caused by this server.
 */
const meanings = new Map<string, Kind>([
  ['bounce', 'hard'],
  ['bounce/blocked', 'soft'],
  ['dropped/Bounced Address', 'hard'],
  ['dropped/Invalid', 'hard'],
  ['dropped/Spam Reporting Address', 'complaint'],
  ['dropped/Unsubscribed Address', 'unsubscribe'],
  ['spamreport', 'complaint'],
  ['unsubscribe', 'unsubscribe'],
  ['group_unsubscribe', 'unsubscribe'],
]);

/** Bounce classes caused by this sender: "Content", "Reputation", "Frequency/Volume Too High". */
const aboutUs = /^(content|reputation|frequency)/i;

/**
 * SendGrid: batches signed for SENDGRID_PUBLIC_KEY (ECDSA over the timestamp and the raw body).
 * @throws Problem
 */
export function readSendgrid(
  { config, now }: Context,
  { headers, body }: WebhookRequest,
): VerifiedWebhook {
  const { SENDGRID_PUBLIC_KEY: key } = config;
  if (key === undefined) throw notSetUp('SENDGRID_PUBLIC_KEY');
  const signature = headers['x-twilio-email-event-webhook-signature'];
  const timestamp = headers['x-twilio-email-event-webhook-timestamp'];
  if (
    typeof signature !== 'string' ||
    typeof timestamp !== 'string' ||
    !isSigned(key, timestamp + body, signature)
  )
    throw notSigned('The signature does not match.');
  checkFresh(new Date(Number(timestamp) * 1000), now());
  const batch = z.array(z.unknown()).safeParse(parseBody(body));
  if (!batch.success)
    throw new Problem(400, 'Not a batch of events', 'The body must be an array of events.');
  // A malformed entry does not affect the others.
  const valid = batch.data.flatMap((one) => event.safeParse(one).data ?? []);
  return { events: valid.flatMap(eventsOf), unreadable: batch.data.length - valid.length };
}

function isSigned(key: string, signed: string, signature: string): boolean {
  const publicKey = createPublicKey({
    key: Buffer.from(key, 'base64'),
    format: 'der',
    type: 'spki',
  });
  try {
    return verify('sha256', Buffer.from(signed), publicKey, Buffer.from(signature, 'base64'));
  } catch {
    // The header is not a signature of this format.
    return false;
  }
}

function eventsOf(payload: Event): BounceEvent[] {
  const {
    email,
    timestamp,
    sg_event_id: eventId,
    status,
    reason,
    bounce_classification: classified,
  } = payload;
  if (payload.event === 'bounce' && aboutUs.test(classified ?? '')) return [];
  const found = tempered(meaningOf(payload), status, reason);
  if (found === undefined) return [];
  const about = aboutOf(email, payload['smtp-id']);
  return [
    {
      ...found,
      source: 'sendgrid',
      eventId,
      about,
      at: new Date(timestamp * 1000),
      status,
      diagnostic: reason,
    },
  ];
}

function meaningOf({ event: name, type, reason }: Event): Kind | undefined {
  return meanings.get(`${name}/${name === 'dropped' ? reason : type}`) ?? meanings.get(name);
}
