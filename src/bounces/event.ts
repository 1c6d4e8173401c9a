import type { ReplyClass } from '../outbox/classification/reply.ts';
import { hideAddresses } from '../lib/text/redact.ts';
import type { Row } from '../mail/return-path.ts';
import { oneLine } from '../lib/text/one-line.ts';

/**
 * `hard`: the address does not exist. `soft`: this message was not delivered, the next one may be.
 * `refused`: the cause is this sender or this message, so it counts against no address.
 * `complaint`: the reader reported spam. `unsubscribe`: the reader asked to unsubscribe.
 */
export const kinds = ['hard', 'soft', 'refused', 'complaint', 'unsubscribe'] as const;
export type Kind = (typeof kinds)[number];

/** `smtp`: a server's reply to the sender. */
type Source = 'mailbox' | 'smtp' | 'ses' | 'mailgun' | 'postmark' | 'sendgrid';

/**
 * What identifies the subscriber of an event, as far as it is proven: a row of the outbox (if an
 * address is given, it must be that row's address), an address that a provider reports, or a
 * subscriber by a token that only their messages contain.
 */
export type About =
  | { row: Row; email?: string | undefined }
  | { email: string }
  | { subscriberId: number };

/** A bounce, a complaint or an unsubscribe request. */
export interface BounceEvent {
  kind: Kind;
  source: Source;
  /** The source's own id. Recording the same event twice changes nothing. */
  eventId: string;
  about: About;
  /** When it happened, according to the source. */
  at: Date;
  /** For a failure, its class and the rule that matched. */
  class?: ReplyClass | undefined;
  rule?: string | undefined;
  /** Enhanced status code (RFC 3463), such as `5.1.1`. */
  status?: string | undefined;
  /** The text of the failure; stored truncated, on one line and without addresses. */
  diagnostic?: string | undefined;
}

/** Maximum characters of a stored diagnostic. */
const diagnosticLength = 300;

/** Returns a diagnostic in the form that is stored; null if there is no text. */
export function storedDiagnostic(text: string | undefined): string | null {
  const redacted = hideAddresses(oneLine((text ?? '').slice(0, 4000))).slice(0, diagnosticLength);
  return redacted === '' ? null : oneLine(redacted);
}

/** Returns a status code to store; null if it is invalid. */
export function storedStatus(text: string | undefined): string | null {
  return /^[245]\.\d{1,3}\.\d{1,3}$/.exec(text?.trim() ?? '')?.[0] ?? null;
}
