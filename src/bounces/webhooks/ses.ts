import { z } from 'zod';
import type { Context } from '../../context.ts';
import type { BounceEvent, Kind } from '../event.ts';
import {
  aboutOf,
  type Call,
  notSetUp,
  providerAddress,
  providerId,
  providerMoment,
  shortHash,
  tempered,
  type Told,
} from './provider.ts';
import { type GetText, readSns } from './sns.ts';

/** https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html, "Bounce types": `type/subtype`, else the type alone. */
const bounceTypes = new Map<string, Kind>([
  ['Permanent', 'hard'],
  ['Permanent/UnsubscribedRecipient', 'unsubscribe'],
  ['Transient', 'soft'],
  ['Undetermined', 'soft'],
]);

/** What is said about our mail, not about the address. */
const aboutTheMail = new Set([
  'Transient/MessageTooLarge',
  'Transient/ContentRejected',
  'Transient/AttachmentRejected',
]);

const named = z.object({ name: z.string(), value: z.string() });

const notification = z.object({
  /** `notificationType` of notifications, `eventType` of event publishing. */
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  mail: z
    .object({
      headers: z.array(named).optional().catch(undefined),
      commonHeaders: z.object({ messageId: z.string().optional() }).optional().catch(undefined),
    })
    .optional(),
  bounce: z
    .object({
      bounceType: z.string(),
      bounceSubType: z.string().optional(),
      bouncedRecipients: z.array(z.unknown()),
      timestamp: providerMoment,
      feedbackId: providerId,
    })
    .optional(),
  complaint: z
    .object({
      complainedRecipients: z.array(z.unknown()),
      timestamp: providerMoment,
      feedbackId: providerId,
      complaintFeedbackType: z.string().nullish(),
    })
    .optional(),
});
type Notification = z.output<typeof notification>;

/** Text of a topic that others may write to as well, such as the test message of a setup. */
const asNotification = z
  .string()
  .transform((text, check) => {
    try {
      const parsed: unknown = JSON.parse(text);
      return parsed;
    } catch {
      check.addIssue('no JSON');
      return z.NEVER;
    }
  })
  .pipe(notification);

const recipient = z.object({
  emailAddress: providerAddress,
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});
type Recipient = z.output<typeof recipient>;

/** Amazon SES over SNS: bounces and complaints of SES_TOPIC_ARN. @throws Problem */
export async function readSes(ctx: Context, { body }: Call, get: GetText): Promise<Told> {
  const { SES_TOPIC_ARN: topics } = ctx.config;
  if (topics === undefined) throw notSetUp('SES_TOPIC_ARN');
  const message = await readSns(ctx, { body, topics, get });
  const parsed = asNotification.safeParse(message);
  return { events: parsed.success ? eventsOf(parsed.data) : [] };
}

function eventsOf(told: Notification): BounceEvent[] {
  const type = told.notificationType ?? told.eventType;
  if (type === 'Bounce' && told.bounce !== undefined) {
    const { bounceType, bounceSubType, bouncedRecipients } = told.bounce;
    const full = `${bounceType}/${bounceSubType}`;
    const kind = aboutTheMail.has(full) ? undefined : (bounceTypes.get(full) ?? bounceTypes.get(bounceType));
    return recipients(bouncedRecipients).flatMap((one) =>
      eventOf(told, told.bounce, one, tempered(kind, one.status, one.diagnosticCode), full),
    );
  }
  if (type === 'Complaint' && told.complaint !== undefined) {
    const { complainedRecipients, complaintFeedbackType: feedback } = told.complaint;
    // "not-spam": the reader says that it is none.
    const kind = feedback === 'not-spam' ? undefined : 'complaint';
    return recipients(complainedRecipients).flatMap((one) =>
      eventOf(told, told.complaint, one, kind, `complaint ${feedback ?? ''}`),
    );
  }
  return [];
}

/** Those that can be read: a broken entry does not lose the others. */
function recipients(given: unknown[]): Recipient[] {
  return given.flatMap((one) => recipient.safeParse(one).data ?? []);
}

function eventOf(
  told: Notification,
  report: { feedbackId: string; timestamp: Date } | undefined,
  { emailAddress, status, diagnosticCode }: Recipient,
  kind: Kind | undefined,
  said: string,
): BounceEvent[] {
  if (kind === undefined || report === undefined) return [];
  return [
    {
      kind,
      source: 'ses',
      eventId: `${report.feedbackId}/${shortHash(emailAddress.toLowerCase())}`,
      about: aboutOf(emailAddress, messageIdOf(told)),
      at: report.timestamp,
      status,
      diagnostic: diagnosticCode ?? said,
    },
  ];
}

/** SES writes a Message-ID of its own; the headers of the notification have ours. */
function messageIdOf({ mail }: Notification): string | undefined {
  const header = mail?.headers?.find(({ name }) => name.toLowerCase() === 'message-id')?.value;
  return header ?? mail?.commonHeaders?.messageId;
}
