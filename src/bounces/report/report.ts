import type { Classification } from '../../outbox/classification/reply.ts';

/** A recipient that a message reports as failed. */
export interface FailedRecipient {
  /** The address as the message states it, which is not trusted. */
  address: string | undefined;
  /** Enhanced status code of the report. */
  status: string | undefined;
  /** The text that was classified. */
  diagnostic: string;
  classification: Classification;
}

/** What a message to the bounce mailbox is. */
export type Report =
  | { kind: 'bounce'; failed: FailedRecipient[] }
  /** The server continues to try. */
  | { kind: 'delay' }
  /** Delivered, relayed or expanded (RFC 3464 2.3.3). */
  | { kind: 'delivered' }
  | { kind: 'complaint'; feedbackType: string }
  | { kind: 'opt-out'; feedbackType: string }
  /** Feedback other than a complaint, such as `auth-failure` or `not-spam`. */
  | { kind: 'other-feedback'; feedbackType: string }
  | { kind: 'auto-reply' }
  /** Not a report: from a person, a challenge or a mailing list. */
  | { kind: 'other' };
