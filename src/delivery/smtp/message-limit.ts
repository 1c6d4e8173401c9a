/**
 * The number of messages that a relay takes per connection. It is learned when two consecutive
 * connections end after the same number: a limit ends all connections alike, a busy or failing
 * relay does not.
 */
export interface MessageLimit {
  /** The number of accepted messages after which a connection is replaced. */
  maximum(): number;
  /** Reports that the relay ended a connection after this many accepted messages (at least one). */
  ended(messages: number): void;
}

/** Milliseconds after which a learned limit is measured again, because the relay may change it. */
const learnedFor = 3_600_000;

/** @param configured SMTP_MESSAGES_PER_CONNECTION */
export function makeMessageLimit(
  configured: number,
  now: () => number = () => performance.now(),
): MessageLimit {
  let learned = { messages: Infinity, until: 0 };
  let last = 0;
  return {
    maximum: () => (now() < learned.until ? Math.min(configured, learned.messages) : configured),
    ended: (messages) => {
      if (messages === last) learned = { messages, until: now() + learnedFor };
      last = messages;
    },
  };
}
