import { readFieldGroups } from './fields.ts';
import { type Message, partOf, returnedHeader } from './message.ts';
import type { Report } from './report.ts';

/**
 * What kinds of feedback mean (RFC 5965 7.3, RFC 6430); others, such as `auth-failure`, `virus`,
 * `not-spam`, change nothing.
 */
const feedbackKinds = new Map<string, 'complaint' | 'opt-out'>([
  ['abuse', 'complaint'],
  ['fraud', 'complaint'],
  ['other', 'complaint'],
  ['opt-out', 'opt-out'],
  ['opt-out-list', 'opt-out'],
]);

/** The fields of an abuse report (RFC 5965); empty if it has none. */
export function feedbackFields(message: Message): Map<string, string> {
  const part =
    partOf(message, /^message\/feedback-report$/) ??
    /^feedback-type:[^]*/im.exec(message.text)?.[0] ??
    '';
  return readFieldGroups(part)[0] ?? new Map<string, string>();
}

/**
 * Feedback about a mail: an abuse report, or the form of Microsoft's Junk Mail Reporting Program.
 */
export function readFeedback(message: Message): Report | undefined {
  const reported = partOf(message, /^message\/feedback-report$/);
  if (reported !== undefined || isFeedbackReport(message)) {
    const feedbackType = (feedbackFields(message).get('feedback-type') ?? 'abuse').toLowerCase();
    return { kind: feedbackKinds.get(feedbackType) ?? 'other-feedback', feedbackType };
  }
  return isJunkMailReport(message) ? { kind: 'complaint', feedbackType: 'abuse' } : undefined;
}

function isFeedbackReport({ header, contentType }: Message): boolean {
  return contentType === 'multipart/report' && /report-type=["']?feedback-report/i.test(header);
}

/**
 * JMRP sends no report: the original as `message/rfc822` in `multipart/mixed`, with fields of
 * Hotmail's own.
 */
function isJunkMailReport(message: Message): boolean {
  if (!message.contentType.startsWith('multipart/')) return false;
  return (
    /^x-hmxmroriginalrecipient:/im.test(returnedHeader(message)) ||
    (/^staff@hotmail\.com$/i.test(message.from) &&
      /^\W*complaint about message from/i.test(message.subject))
  );
}
