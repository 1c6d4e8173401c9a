import { z } from 'zod';
import { classify } from '../../outbox/classification/classify.ts';
import type { Message } from './message.ts';
import type { FailedRecipient, Report } from './report.ts';
import { parseJson } from '../../lib/text/json.ts';

/** A notification of Amazon SES that SNS sends by email: JSON in the text of the message. */
const envelope = z.object({ Message: z.string() });

const recipient = z.object({
  emailAddress: z.string(),
  status: z.string().optional(),
  diagnosticCode: z.string().optional(),
});

const notification = z.object({
  notificationType: z.string().optional(),
  eventType: z.string().optional(),
  bounce: z
    .object({ bounceType: z.string(), bouncedRecipients: z.array(recipient).max(100) })
    .optional(),
  complaint: z.object({ complaintFeedbackType: z.string().nullish() }).optional(),
});

export function readSnsMail({ text, from }: Message): Report | undefined {
  if (!/^\s{0,20}\{/.test(text) || !/amazonaws\.com$/i.test(from)) return undefined;
  const outer = envelope.safeParse(parse(text)).data;
  const payload = notification.safeParse(parse(outer?.Message ?? text)).data;
  if (payload?.complaint !== undefined)
    return { kind: 'complaint', feedbackType: payload.complaint.complaintFeedbackType ?? 'abuse' };
  if (payload?.bounce !== undefined)
    return { kind: 'bounce', failed: payload.bounce.bouncedRecipients.map(recipientOf) };
  return /deliver/i.test(payload?.notificationType ?? payload?.eventType ?? '')
    ? { kind: 'delivered' }
    : undefined;
}

function recipientOf({
  emailAddress,
  status,
  diagnosticCode = '',
}: z.output<typeof recipient>): FailedRecipient {
  const diagnostic = diagnosticCode.replace(/^smtp;\s{0,9}/i, '');
  return {
    address: emailAddress,
    status,
    diagnostic,
    classification: classify({ text: diagnostic, enhanced: status }),
  };
}

/**
 * Parses the JSON at the start of a text. SNS appends a note about unsubscribing, and mail servers
 * may wrap the lines.
 */
function parse(text: string): unknown {
  const end = text.lastIndexOf('\n}') + 2;
  const start = text.slice(0, end > 1 ? end : undefined);
  return parseJson(text.replaceAll('\n', '')) ?? parseJson(start.replaceAll('\n', ''));
}
