/** Why a row is `skipped`: the claim found that it must no longer be sent. */
export type SkipReason =
  | 'erased'
  | 'unsubscribed'
  | 'paused'
  | 'bounced'
  | 'complained'
  | 'suppressed'
  | 'expired'
  | 'cancelled'
  /** A confirmation to a subscriber who has already used another one. */
  | 'confirmed'
  /** No paper of the digest matches the subscriber's topics. */
  | 'no-match';

/** Why a row is `deferred` without an attempt. */
type DeferReason =
  /** Only this domain refuses us: see `recipient_domain`. */
  | 'domain-paused'
  /** `SMTP_RATE_PER_DOMAIN` */
  | 'awaiting-turn'
  /** `SMTP_CONNECTIONS_PER_DOMAIN` */
  | 'domain-busy'
  /** The relay that may have the message is unreachable or paused, and no other is tried. */
  | 'awaiting-relay'
  /** A confirmation that is delayed: its mailbox, or this installation, has received too many. */
  | 'throttled';

/** Why an attempt did not end with `sent`. */
type FailureReason =
  /** The SMTP server replied 4xx (`deferred`) or 5xx (`failed`); the reply is in `detail`. */
  | 'refused'
  /**
   * Before the message was sent completely (`deferred`), or between its last byte and the reply
   * (`uncertain`).
   */
  | 'connection-lost'
  | 'not-rendered'
  | 'invalid-envelope';

/** The reason of a row of the outbox: a code, which is turned into words when it is shown. */
export type Reason = SkipReason | DeferReason | FailureReason;
