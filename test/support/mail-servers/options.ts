/** What all mail servers of a test are started with. */
export interface MailServerOptions {
  /** The domain whose recipients it knows; it relays mail to every other domain. */
  domain: string;
  port: number;
  /** Where it takes accepted mail and bounces: an SMTP server of the test. */
  sink: number;
  /** Where mail of other domains goes, by domain. */
  routes: Record<string, { protocol: 'smtp' | 'lmtp'; port: number }>;
}

/** Bytes that a message may have. */
export const maximumMessage = 20_000;

/** Bytes that the mailbox of `full` may have; it holds nearly as many from the start. */
export const fullMailbox = 20_000;
