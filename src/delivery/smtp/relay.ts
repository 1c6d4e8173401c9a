import { hostname } from 'node:os';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Config } from '../../config/config.ts';

/** Where mails go, and how to get in. */
export interface Relay {
  options: SMTPConnectionOptions;
  auth: { user: string; credentials: { user: string; pass: string } } | undefined;
}

/**
 * How long the relay may say nothing, in milliseconds. RFC 5321 4.5.3.2 asks for no less than five
 * minutes for the greeting, and for ten after the final dot; what lies between (five for MAIL and
 * RCPT, two for DATA, three for a block of the text) gets those ten as well.
 */
const greetingTimeout = 300_000;
const answerTimeout = 600_000;

/** The relay of `SMTP_URL`; `port` is the local inbox's, in place of a relay. */
export function relayOf(config: Config, port?: number): Relay {
  const url = new URL(port === undefined ? config.SMTP_URL : `smtp://127.0.0.1:${port}`);
  const secure = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    options: {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      ignoreTLS: config.SMTP_TLS === 'off',
      requireTLS: !secure && config.SMTP_TLS === 'required',
      tls: { rejectUnauthorized: config.SMTP_TLS === 'required' || secure },
      name: helloName(config),
      // nodemailer's clock of the whole way in, which cuts the greeting's short: both are the same.
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

/** What EHLO says: the public host where there is one, else this machine's name. */
function helloName(config: Config): string {
  const host = new URL(config.PUBLIC_URL).hostname;
  if (host.includes('.') && !/^[\d.]+$/.test(host)) return host;
  return /^[\w.-]+\.[\w-]+$/.test(hostname()) ? hostname() : '[127.0.0.1]';
}
