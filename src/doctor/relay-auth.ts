import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Relay } from '../delivery/smtp/relay.ts';
import { signInRefusal } from '../delivery/smtp/session.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { isLocalNetwork } from './local-network.ts';
import { isStrict, isTrusted } from './relay-tls.ts';

/** Signs in with the configured user and password, unless that would expose them. */
export async function signIn(
  connection: SMTPConnection,
  relay: Relay,
  greeting: string,
): Promise<Finding> {
  const { auth } = relay;
  if (auth === undefined) return withoutCredentials(relay, greeting);
  const unsafe = unsafeFor(connection, relay);
  if (unsafe !== undefined) return unsafe;
  const refusal = await new Promise<SMTPConnection.SMTPError | null | undefined>((resolve) => {
    connection.login(auth, resolve);
  });
  if (!refusal) return ok('relay-auth', 'the relay accepts the user and password of SMTP_URL');
  return fail(
    'relay-auth',
    `the relay rejects the user and password of SMTP_URL: ${refusal.response ?? refusal.message}`,
    'Correct them in SMTP_URL; percent-encode characters such as @ / :',
  );
}

function withoutCredentials({ options: { host = '' } }: Relay, greeting: string): Finding {
  if (isLocalNetwork(host) || !/^250[- ]AUTH/im.test(greeting))
    return ok('relay-auth', 'without user and password');
  return warn(
    'relay-auth',
    'SMTP_URL has no user and password, but the relay offers authentication',
    'Add them to SMTP_URL, percent-encoded, unless the relay accepts this machine by its address',
  );
}

/** Why credentials cannot be sent over this connection, or undefined if they can. */
function unsafeFor(connection: SMTPConnection, relay: Relay): Finding | undefined {
  const { host = '' } = relay.options;
  const refusal = signInRefusal(connection, relay);
  if (refusal !== undefined)
    return fail(
      'relay-auth',
      `user and password of SMTP_URL are not sent: ${refusal}`,
      'Make the relay accept STARTTLS, or use smtps://. Without a password, remove both from SMTP_URL. ' +
        'If the relay only lacks encryption and you trust the network, set SMTP_TLS=off',
    );
  if (!connection.secure && !isLocalNetwork(host))
    return fail(
      'relay-auth',
      'user and password of SMTP_URL are sent unencrypted',
      'Set SMTP_TLS=required, or use smtps://',
    );
  if (isStrict(relay) && !isTrusted(connection))
    return fail(
      'relay-auth',
      'user and password were not sent, because the relay is not trusted',
      'Fix its certificate first',
    );
  return undefined;
}
