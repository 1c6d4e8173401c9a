import type { Classification } from '../../outbox/classification/reply.ts';

/** A recipient that a message says was not reached. */
export interface FailedRecipient {
  /** The address as the message names it; nobody believes it. */
  address: string | undefined;
  /** Enhanced status code of the report. */
  status: string | undefined;
  /** The words that the decision was made by. */
  diagnostic: string;
  classification: Classification;
}

/** What a message to the bounce mailbox is. */
export type Report =
  | { kind: 'bounce'; failed: FailedRecipient[] }
  /** The server goes on trying. */
  | { kind: 'delay' }
  /** Delivered, relayed or expanded (RFC 3464 2.3.3). */
  | { kind: 'delivered' }
  | { kind: 'complaint'; feedbackType: string }
  | { kind: 'opt-out'; feedbackType: string }
  /** Feedback that is no complaint, such as `auth-failure` or `not-spam`. */
  | { kind: 'other-feedback'; feedbackType: string }
  | { kind: 'auto-reply' }
  /** No report: a person, a challenge, a list. */
  | { kind: 'other' };
