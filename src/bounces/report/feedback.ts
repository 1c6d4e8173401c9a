import { readFieldGroups } from './fields.ts';
import { type Message, partOf, returnedHeader } from './message.ts';
import type { Report } from './report.ts';

/**
 * The meaning of feedback types (RFC 5965 7.3, RFC 6430). Others, such as `auth-failure`, `virus`
 * and `not-spam`, change nothing.
 */
const feedbackKinds = new Map<string, 'complaint' | 'opt-out'>([
  ['abuse', 'complaint'],
  ['fraud', 'complaint'],
  ['other', 'complaint'],
  ['opt-out', 'opt-out'],
  ['opt-out-list', 'opt-out'],
]);

/** The fields of an abuse report (RFC 5965); empty if there is none. */
export function feedbackFields(message: Message): Map<string, string> {
  const part =
    partOf(message, /^message\/feedback-report$/) ??
    /^feedback-type:[^]*/im.exec(message.text)?.[0] ??
    '';
  return readFieldGroups(part)[0] ?? new Map<string, string>();
}

/**
 * Reads feedback about a message: an abuse report, or the format of Microsoft's Junk Mail Reporting
 * Program (JMRP).
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
 * JMRP sends no report: it encloses the original as `message/rfc822` in `multipart/mixed`, with
 * header fields of Hotmail.
 */
function isJunkMailReport(message: Message): boolean {
  if (!message.contentType.startsWith('multipart/')) return false;
  return (
    /^x-hmxmroriginalrecipient:/im.test(returnedHeader(message)) ||
    (/^staff@hotmail\.com$/i.test(message.from) &&
      /^\W*complaint about message from/i.test(message.subject))
  );
}
