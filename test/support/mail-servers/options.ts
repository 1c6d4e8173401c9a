/** Options that all mail servers of the tests share. */
export interface MailServerOptions {
  /** The domain whose recipients it knows; it relays messages to every other domain. */
  domain: string;
  port: number;
  /** The port to which it delivers accepted messages and bounces: an SMTP server of the test. */
  sink: number;
  /** Destinations of messages to other domains, by domain. */
  routes: Record<string, { protocol: 'smtp' | 'lmtp'; port: number }>;
}

/** Maximum bytes of a message. */
export const maximumMessage = 20_000;

/** Maximum bytes of the mailbox of `full`, which is almost full from the start. */
export const fullMailbox = 20_000;
