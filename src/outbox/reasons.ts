/** Why a row is `skipped`: the claim found that it must not be sent any more. */
export type SkipReason =
  | 'erased'
  | 'unsubscribed'
  | 'paused'
  | 'bounced'
  | 'complained'
  | 'suppressed'
  | 'expired'
  | 'cancelled'
  /** A confirmation to a subscriber who has confirmed by another one. */
  | 'confirmed'
  /** No paper of the digest matches the subscriber's topics. */
  | 'no-match';

/** Why a row is `deferred` without an attempt. */
type DeferReason =
  /** The domain alone refuses us: see `recipient_domain`. */
  | 'domain-paused'
  /** `SMTP_RATE_PER_DOMAIN` */
  | 'awaiting-turn'
  /** `SMTP_CONNECTIONS_PER_DOMAIN` */
  | 'domain-busy'
  /** The relay that may have it is away or rests, and no other is tried. */
  | 'awaiting-relay'
  /** A confirmation that waits for its turn: its mailbox, or this installation, got many. */
  | 'throttled';

/** Why an attempt did not end with `sent`. */
type FailureReason =
  /** The SMTP server answered 4xx (`deferred`) or 5xx (`failed`); its reply is the detail. */
  | 'refused'
  /**
   * Before the message had left (`deferred`), or between its last byte and the reply (`uncertain`).
   */
  | 'connection-lost'
  | 'not-rendered'
  | 'invalid-envelope';

/** The reason of a row of the outbox: a code, worded where it is shown. */
export type Reason = SkipReason | DeferReason | FailureReason;
