import type { ReplyClass } from '../outbox/classification/reply.ts';
import { hideAddresses } from '../lib/text/redact.ts';
import type { Row } from '../mail/return-path.ts';
import { oneLine } from '../lib/text/one-line.ts';

/**
 * `hard`: the address is dead. `soft`: this mail did not get through, the next may. `refused`: it
 * was refused because of us or of the mail, and counts against nobody. `complaint`: the reader
 * called a mail spam. `unsubscribe`: the reader asked for no more.
 */
export const kinds = ['hard', 'soft', 'refused', 'complaint', 'unsubscribe'] as const;
export type Kind = (typeof kinds)[number];

/** `smtp`: the answer of a server to the sender. */
type Source = 'mailbox' | 'smtp' | 'ses' | 'mailgun' | 'postmark' | 'sendgrid';

/**
 * Whom an event is about, as far as it is proven: a row of the outbox, where the address is known
 * too it must be the row's own; an address in the word of a provider; a subscriber, by a token that
 * only their mails hold.
 */
export type About =
  | { row: Row; email?: string | undefined }
  | { email: string }
  | { subscriberId: number };

/** What came back of a mail. */
export interface BounceEvent {
  kind: Kind;
  source: Source;
  /** The source's own id: the same event twice changes nothing. */
  eventId: string;
  about: About;
  /** When it happened, as the source says. */
  at: Date;
  /** What the failure is about, where it is one, and the rule that decided. */
  class?: ReplyClass | undefined;
  rule?: string | undefined;
  /** Enhanced status code (RFC 3463), such as `5.1.1`. */
  status?: string | undefined;
  /** What was said; kept cut, on one line, without addresses. */
  diagnostic?: string | undefined;
}

/** Characters of a diagnostic that are kept. */
const diagnosticLength = 300;

/** A diagnostic as it is kept; null where nothing was said. */
export function storedDiagnostic(text: string | undefined): string | null {
  const redacted = hideAddresses(oneLine((text ?? '').slice(0, 4000))).slice(0, diagnosticLength);
  return redacted === '' ? null : oneLine(redacted);
}

/** A status code to store; null if it is invalid. */
export function storedStatus(text: string | undefined): string | null {
  return /^[245]\.\d{1,3}\.\d{1,3}$/.exec(text?.trim() ?? '')?.[0] ?? null;
}
