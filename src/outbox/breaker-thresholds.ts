/**
 * When refusals open the circuit breaker of the senders. Bounces that arrive later are not believed
 * above the same share.
 */
export const breakerThresholds = {
  /** Refusals about us in a row, without an accepted mail between them. */
  streak: 50,
  /** Refusals about us: more than this share of the last `window` attempts. */
  window: 1000,
  refusedShare: 0.05,
  /** Refused by fewer domains than these: only they are paused. */
  domains: 3,
  /**
   * Unknown recipients: more than this share means a broken SMTP server or a bought list. Of the
   * last `unknownWindow` attempts.
   */
  unknownWindow: 500,
  unknownShare: 0.2,
} as const;
