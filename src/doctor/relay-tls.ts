import { TLSSocket } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Relay } from '../delivery/smtp/relay.ts';
import { certificateFinding } from './certificate.ts';
import { fail, type Finding, ok, warn } from './finding.ts';
import { isLocalNetwork } from './local-network.ts';

/** Whether a relay with an untrusted certificate gets no email. */
export function isStrict({ options: { secure, requireTLS } }: Relay): boolean {
  return secure === true || requireTLS === true;
}

export function isTrusted({ _socket: socket }: SMTPConnection): boolean {
  return socket instanceof TLSSocket && socket.authorized;
}

/** Checks whether the connection is encrypted and the certificate is trusted. */
export function encryption(
  { secure, _socket: socket }: SMTPConnection,
  relay: Relay,
  now: Date,
): Finding[] {
  const { host = '' } = relay.options;
  if (!secure || !(socket instanceof TLSSocket)) {
    if (isLocalNetwork(host)) return [ok('relay-tls', 'not encrypted, but local')];
    return [
      warn(
        'relay-tls',
        'the connection to the relay is not encrypted',
        'Set SMTP_TLS=required or use smtps://, if the relay supports it',
      ),
    ];
  }
  if (!socket.authorized) return [untrusted(socket, relay)];
  return [
    ok('relay-tls', `encrypted, ${protocolOf(socket)}`),
    certificateFinding('relay-tls', socket.getPeerCertificate().valid_to, now),
  ];
}

function untrusted(socket: TLSSocket, relay: Relay): Finding {
  const { host = '' } = relay.options;
  const reason = String(socket.authorizationError);
  if (isStrict(relay))
    return fail(
      'relay-tls',
      `the relay’s certificate is not trusted: ${reason}`,
      'Use the host name of the certificate in SMTP_URL; add a private CA with NODE_EXTRA_CA_CERTS',
    );
  if (isLocalNetwork(host))
    return ok(
      'relay-tls',
      `encrypted, ${protocolOf(socket)}; the certificate is not verified (${reason})`,
    );
  return warn(
    'relay-tls',
    `encrypted, but the relay’s certificate is not trusted: ${reason}`,
    'Fix the certificate, then set SMTP_TLS=required; until then, the connection can be intercepted',
  );
}

function protocolOf(socket: TLSSocket): string {
  return socket.getProtocol() ?? 'TLS';
}
