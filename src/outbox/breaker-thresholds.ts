/**
 * When refusals open the circuit breaker of the senders. Above the same share, later bounces are
 * treated as implausible.
 */
export const breakerThresholds = {
  /** Consecutive refusals about us, without an accepted email between them. */
  streak: 50,
  /** Refusals about us: more than this share of the last `window` attempts. */
  window: 1000,
  refusedShare: 0.05,
  /** If fewer domains than this refuse, only the domain of the last refusal is paused. */
  domains: 3,
  /**
   * Unknown recipients: more than this share of the last `unknownWindow` attempts suggests a broken
   * SMTP server or a bought list.
   */
  unknownWindow: 500,
  unknownShare: 0.2,
} as const;
