/**
 * How many messages a relay takes per connection. It is learned when two connections in succession
 * end after the same number: a limit ends all of them alike, a busy or failing relay does not.
 */
export interface MessageLimit {
  /** Accepted messages after which a connection is replaced. */
  maximum(): number;
  /** The relay ended a connection after so many accepted messages, one or more. */
  ended(messages: number): void;
}

/** Milliseconds after which a learned limit is measured again: the relay may have changed it. */
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
