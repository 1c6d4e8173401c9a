import { setTimeout as delay } from 'node:timers/promises';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Config } from '../config/config.ts';
import { type Relay, relaysOf } from '../delivery/smtp/relay.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { signIn } from './relay-auth.ts';
import { encryption } from './relay-tls.ts';

/** Maximum milliseconds for the relay. Senders wait longer, but a person should not have to. */
const defaultTimeout = 15_000;

/** Milliseconds to wait for the reply to QUIT. */
const goodbye = 1000;

/** Bytes of the largest email: up to 102 KB of HTML and its text, encoded. */
const largest = 300_000;

/** The finding if no relay is configured. */
export function examineMailing({ NODE_ENV: mode }: Config): Finding[] {
  if (mode !== 'production') return [ok('relay', 'email stays in the local inbox at /inbox')];
  return [
    warn(
      'relay',
      'email stays in the local inbox; readers get nothing',
      'Set SMTP_URL to your relay, such as smtp://user:password@relay.example.org:587',
    ),
  ];
}

/** Checks each configured relay. Findings contain its name if there are several. */
export async function examineRelays(config: Config, now: Date): Promise<Finding[]> {
  const relays = relaysOf(config);
  const found = await Promise.all(
    relays.map(async (relay) => {
      const findings = await examineRelay(relay, now);
      return relays.length === 1
        ? findings
        : findings.map((finding) => ({ ...finding, what: `${relay.name}: ${finding.what}` }));
    }),
  );
  return found.flat();
}

/**
 * Connects to the relay like a sender: TCP, EHLO, TLS, AUTH. Ends with QUIT before sending an
 * email.
 * @param timeout milliseconds for the whole check
 */
export async function examineRelay(
  relay: Relay,
  now: Date,
  timeout = defaultTimeout,
): Promise<Finding[]> {
  const { host = '', port = 0 } = relay.options;
  const connection = new SMTPConnection({
    ...relay.options,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    // A certificate error is reported below, together with other findings.
    tls: { ...relay.options.tls, rejectUnauthorized: false },
  });
  const lost = loss(connection);
  const timedOut = delay(timeout, undefined, { ref: false }).then(() => {
    throw new Error(`no reply within ${timeout / 1000} s`);
  });
  try {
    const greeting = await Promise.race([greeted(connection), lost, timedOut]);
    return [
      ok('relay', `${host}:${port} answers`),
      ...encryption(connection, relay, now),
      await Promise.race([signIn(connection, relay, greeting), lost, timedOut]),
      size(greeting),
    ];
  } catch (error) {
    return [refused(relay, error)];
  } finally {
    connection.quit();
    // A relay that does not reply to QUIT must not keep the process alive.
    setTimeout(() => connection.close(), goodbye).unref();
  }
}

/** Returns the reply to the last EHLO. */
function greeted(connection: SMTPConnection): Promise<string> {
  return new Promise((resolve, reject) => {
    connection.connect((error) =>
      error ? reject(error) : resolve(String(connection.lastServerResponse)),
    );
  });
}

/** Rejects if the connection ends, which can happen instead of any reply. */
function loss(connection: SMTPConnection): Promise<never> {
  const lost = new Promise<never>((_resolve, reject) => {
    connection.on('error', reject);
    connection.once('end', () => reject(new Error('the relay closed the connection')));
  });
  // Nothing awaits this promise after the last reply.
  lost.catch(() => {});
  return lost;
}

function refused({ options: { host = '', port = 0, requireTLS } }: Relay, error: unknown): Finding {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message = reasonOf(error);
  if (code === 'ETLS' && requireTLS === true)
    return fail(
      'relay-tls',
      `${host}:${port} does not offer encryption, which SMTP_TLS=required demands: ${message}`,
      'Use a port that offers STARTTLS (587), or smtps:// (465)',
    );
  return fail(
    'relay',
    `${host}:${port} cannot be used: ${message}`,
    `Check that it is reachable from here (nc -vz ${host} ${port}); use smtp:// for port 587 (STARTTLS) and smtps:// for 465`,
  );
}

/** RFC 1870: no number, or 0, means no fixed limit. */
function size(greeting: string): Finding {
  const limit = Number(/^250[- ]SIZE +(\d+)/im.exec(greeting)?.[1] ?? 0);
  if (limit === 0) return ok('relay-size', 'no fixed limit');
  const text = `accepts emails of up to ${Math.floor(limit / 1000)} KB`;
  if (limit >= largest) return ok('relay-size', text);
  return fail(
    'relay-size',
    text,
    `Raise the relay's limit (message_size_limit in Postfix) to ${largest / 1000} KB, or lower DIGEST_PAPERS`,
  );
}
