import { hostname } from 'node:os';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Config } from '../../config/config.ts';
import { hostAndPort, relayName, type RelayUrl } from '../../config/relay-url.ts';

/** An SMTP server and how to connect to it. */
export interface Relay {
  /** `host:port`, or `inbox`. */
  name: string;
  /** Its share of the connections relative to the other relays. */
  weight: number;
  options: SMTPConnectionOptions;
  auth: { user: string; credentials: { user: string; pass: string } } | undefined;
}

/**
 * How long to wait for the relay, in milliseconds. RFC 5321 4.5.3.2 asks for at least five minutes
 * for the greeting and ten after the final dot. Everything between (five for MAIL and RCPT, two for
 * DATA, three for a block of the text) gets ten minutes too.
 */
const greetingTimeout = 300_000;
const answerTimeout = 600_000;

/**
 * The relays of SMTP_URL or SMTP_URLS.
 * @param inboxPort the port of the local inbox, which replaces them
 */
export function relaysOf(config: Config, inboxPort?: number): [Relay, ...Relay[]] {
  const [first, ...more] = config.relays;
  if (inboxPort !== undefined || first === undefined) {
    const inbox = { url: `smtp://127.0.0.1:${inboxPort ?? 0}`, weight: 1 };
    return [{ ...relayOf(config, inbox), name: 'inbox' }];
  }
  return [relayOf(config, first), ...more.map((relay) => relayOf(config, relay))];
}

function relayOf(config: Config, { url: given, weight }: RelayUrl): Relay {
  const url = new URL(given);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    name: relayName(given),
    weight,
    options: {
      ...hostAndPort(given),
      secure,
      ignoreTLS: config.SMTP_TLS === 'off',
      requireTLS: !secure && config.SMTP_TLS === 'required',
      // A relay that offers STARTTLS but then replies 454 gets the message unencrypted.
      opportunisticTLS: config.SMTP_TLS === 'opportunistic',
      tls: { rejectUnauthorized: config.SMTP_TLS === 'required' || secure },
      name: helloName(config),
      // nodemailer's timeout for connecting includes the greeting, so both have the same value.
      connectionTimeout: greetingTimeout,
      greetingTimeout,
      socketTimeout: answerTimeout,
      socketCloseTimeout: 1000,
    },
    auth:
      user === ''
        ? undefined
        : { user, credentials: { user, pass: decodeURIComponent(url.password) } },
  };
}

/** The name in EHLO: the public host if there is one, otherwise the name of this machine. */
function helloName(config: Config): string {
  const host = new URL(config.PUBLIC_URL).hostname;
  if (host.includes('.') && !/^[\d.]+$/.test(host)) return host;
  return /^[\w.-]+\.[\w-]+$/.test(hostname()) ? hostname() : '[127.0.0.1]';
}
