import { hostname } from 'node:os';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Config } from '../config.ts';

/** Where mails go, and how to get in. */
export interface Relay {
  options: SMTPConnectionOptions;
  auth: { user: string; credentials: { user: string; pass: string } } | undefined;
}

/** RFC 5321 4.5.3.2.6: the answer to the final dot may take ten minutes. */
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
      connectionTimeout: 30_000,
      greetingTimeout: 60_000,
      socketTimeout: answerTimeout,
      socketCloseTimeout: 1000,
    },
    auth: user === '' ? undefined : { user, credentials: { user, pass: decodeURIComponent(url.password) } },
  };
}

/** What EHLO says: the public host where there is one, else this machine's name. */
function helloName(config: Config): string {
  const host = new URL(config.PUBLIC_URL).hostname;
  if (host.includes('.') && !/^[\d.]+$/.test(host)) return host;
  return /^[\w.-]+\.[\w-]+$/.test(hostname()) ? hostname() : '[127.0.0.1]';
}
