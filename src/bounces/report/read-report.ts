import { readDeliveryStatus } from './delivery-status.ts';
import { readFeedback } from './feedback.ts';
import type { Message } from './message.ts';
import type { Report } from './report.ts';
import { isFromDaemon, isFromPerson } from './sender.ts';
import { readSnsMail } from './sns-mail.ts';
import { readUnreported } from './unreported.ts';

/**
 * Returns what a message is. Other modules decide which subscriber it is about and whether to trust
 * it.
 */
export function readReport(message: Message): Report {
  const feedback =
    message.contentType !== 'multipart/report' && isFromPerson(message)
      ? undefined
      : readFeedback(message);
  if (feedback !== undefined) return feedback;
  const status = mayReport(message) ? readDeliveryStatus(message) : undefined;
  return status ?? readSnsMail(message) ?? readUnreported(message);
}

/** A report that a person forwards with all of its parts is not a report. */
function mayReport(message: Message): boolean {
  return (
    message.contentType === 'multipart/report' ||
    (isFromDaemon(message) && !isFromPerson(message)) ||
    message.headerNames.has('x-failed-recipients')
  );
}
