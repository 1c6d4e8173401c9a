import { z } from 'zod';
import type { Context } from '../../context.ts';
import { parseJson } from '../../lib/text/json.ts';
import type { BounceEvent, Kind } from '../event.ts';
import {
  aboutOf,
  notSetUp,
  providerAddress,
  providerId,
  providerTime,
  shortHash,
  tempered,
  type VerifiedWebhook,
  type WebhookRequest,
} from './provider.ts';
import { type GetText, readSns } from './sns.ts';

/**
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html, "Bounce types":
 * `type/subtype`, else only the type.
 */
const bounceTypes = new Map<string, Kind>([
  ['Permanent', 'hard'],
  ['Permanent/UnsubscribedRecipient', 'unsubscribe'],
  ['Transient', 'soft'],
  ['Undetermined', 'soft'],
]);

/** Bounce types that are about the message, not the address. */
const aboutTheMail = new Set([
  'Transient/MessageTooLarge',
  'Transient/ContentRejected',
  'Transient/AttachmentRejected',
]);

/** https://www.iana.org/assignments/marf-parameters: feedback types that are not complaints. */
const noComplaint = new Set(['not-spam', 'auth-failure', 'virus', 'dmarc']);

const named = z.object({ name: z.string(), value: z.string() });

const notification = z.object({
  /** `notificationType` of notifications, `eventType` of event publishing. */
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail: z
    .object({
      messageId: providerId.optional().catch(undefined),
      destination: z.array(providerAddress).optional().catch(undefined),
      headers: z.array(named).optional().catch(undefined),
      commonHeaders: z.object({ messageId: z.string().optional() }).optional().catch(undefined),
    })
    .optional(),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(z.unknown()),
      timestamp: providerTime,
      feedbackId: providerId,
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: z.array(z.unknown()),
      timestamp: providerTime,
      feedbackId: providerId,
      complaintFeedbackType: z.string().nullish(),
    })
    .optional(),
  /**
   * From event publishing: the recipient used the link or header of SES subscription management.
   */
  subscription: z
    .object({
      timestamp: providerTime,
      newTopicPreferences: z.object({
        unsubscribeAll: z.boolean().optional(),
        topicSubscriptionStatus: z.array(z.object({ subscriptionStatus: z.string() })).optional(),
        topicDefaultSubscriptionStatus: z
          .array(z.object({ subscriptionStatus: z.string() }))
          .optional(),
      }),
    })
    .optional(),
});
type Notification = z.output<typeof notification>;

const recipient = z.object({
  emailAddress: providerAddress,
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});
type Recipient = z.output<typeof recipient>;

/**
 * Amazon SES over SNS: bounces and complaints of SES_TOPIC_ARN.
 * @throws Problem
 */
export async function readSes(
  ctx: Context,
  { body }: WebhookRequest,
  get: GetText,
): Promise<VerifiedWebhook> {
  const { SES_TOPIC_ARN: topics } = ctx.config;
  if (topics === undefined) throw notSetUp('SES_TOPIC_ARN');
  const message = await readSns(ctx, { body, topics, get });
  const event = parseJson(message ?? '');
  // Others may publish to the topic too, such as the test message of a setup, which is not JSON.
  if (event === undefined) return { events: [], unreadable: 0 };
  const parsed = notification.safeParse(event);
  return parsed.success
    ? { events: eventsOf(parsed.data), unreadable: malformedRecipients(parsed.data) }
    : { events: [], unreadable: 1 };
}

function malformedRecipients({ bounce, complaint }: Notification): number {
  const given = [...(bounce?.bouncedRecipients ?? []), ...(complaint?.complainedRecipients ?? [])];
  return given.length - recipients(given).length;
}

function eventsOf(payload: Notification): BounceEvent[] {
  const type = payload.notificationType ?? payload.eventType;
  if (type === 'Bounce' && payload.bounce !== undefined) {
    const { bounceType, bounceSubType, bouncedRecipients } = payload.bounce;
    const full = `${bounceType}/${bounceSubType}`;
    const kind = aboutTheMail.has(full)
      ? undefined
      : (bounceTypes.get(full) ?? bounceTypes.get(bounceType));
    return recipients(bouncedRecipients).flatMap((one) =>
      eventOf(payload, payload.bounce, one, tempered(kind, one.status, one.diagnosticCode), full),
    );
  }
  if (type === 'Subscription') return subscriptionEvents(payload);
  if (type === 'Complaint' && payload.complaint !== undefined) {
    const { complainedRecipients, complaintFeedbackType: feedback } = payload.complaint;
    // ARF types: "not-spam" withdraws a complaint; "auth-failure" and "virus" do not come from
    // readers.
    const kind = noComplaint.has(feedback ?? '') ? undefined : 'complaint';
    return recipients(complainedRecipients).flatMap((one) =>
      eventOf(
        payload,
        payload.complaint,
        one,
        kind === undefined ? undefined : { kind },
        `complaint ${feedback ?? ''}`,
      ),
    );
  }
  return [];
}

/** Returns the valid entries. A malformed entry does not affect the others. */
function recipients(given: unknown[]): Recipient[] {
  return given.flatMap((one) => recipient.safeParse(one).data ?? []);
}

function eventOf(
  payload: Notification,
  report: { feedbackId: string; timestamp: Date } | undefined,
  { emailAddress, status, diagnosticCode }: Recipient,
  found: Pick<BounceEvent, 'kind' | 'class' | 'rule'> | undefined,
  said: string,
): BounceEvent[] {
  if (found === undefined || report === undefined) return [];
  return [
    {
      ...found,
      source: 'ses',
      eventId: `${report.feedbackId}/${shortHash(emailAddress.toLowerCase())}`,
      about: aboutOf(emailAddress, messageIdOf(payload)),
      at: report.timestamp,
      status,
      diagnostic: diagnosticCode ?? said,
    },
  ];
}

/** SES sets its own Message-ID; the headers in the notification contain ours. */
function messageIdOf({ mail }: Notification): string | undefined {
  const header = mail?.headers?.find(({ name }) => name.toLowerCase() === 'message-id')?.value;
  return header ?? mail?.commonHeaders?.messageId;
}

/**
 * A recipient who leaves the list or one of its topics is unsubscribed, because this installation
 * has one list.
 */
function subscriptionEvents({ mail, subscription }: Notification): BounceEvent[] {
  const { destination: [email] = [], messageId } = mail ?? {};
  if (subscription === undefined || email === undefined || messageId === undefined) return [];
  const {
    unsubscribeAll,
    topicSubscriptionStatus = [],
    topicDefaultSubscriptionStatus = [],
  } = subscription.newTopicPreferences;
  const left = [...topicSubscriptionStatus, ...topicDefaultSubscriptionStatus].some(
    ({ subscriptionStatus }) => subscriptionStatus === 'OptOut',
  );
  if (unsubscribeAll !== true && !left) return [];
  const eventId = `${messageId}/subscription`;
  return [
    {
      kind: 'unsubscribe',
      source: 'ses',
      eventId,
      about: aboutOf(email, messageIdOf({ mail })),
      at: subscription.timestamp,
    },
  ];
}
