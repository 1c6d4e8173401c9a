import { channel } from 'node:diagnostics_channel';
import type { OutgoingMail } from '../../outbox/rendering.ts';
import type { SmtpResult } from './result.ts';
import type { Session } from './session.ts';

/** The duration of an SMTP transaction, as published on the channel. */
export interface SmtpTiming {
  /** `host:port` */
  relay: string;
  result: SmtpResult['kind'];
  seconds: number;
}

/** A channel, because metrics are above this folder. They subscribe if this process serves them. */
export const smtpTimings = channel('daily-papers.smtp');

/** Sends a message, and publishes the time from MAIL FROM to the last reply. */
export async function timedSend(
  session: Session,
  mail: OutgoingMail,
  relay: string,
): Promise<SmtpResult> {
  if (!smtpTimings.hasSubscribers) return session.send(mail);
  const began = performance.now();
  const result = await session.send(mail);
  const timing: SmtpTiming = {
    relay,
    result: result.kind,
    seconds: (performance.now() - began) / 1000,
  };
  smtpTimings.publish(timing);
  return result;
}
