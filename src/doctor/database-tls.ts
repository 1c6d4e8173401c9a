import { TLSSocket } from 'node:tls';
import { clientConfig } from '../db/connection.ts';
import { ScramClient } from '../db/scram-client.ts';
import { certificateFinding } from './certificate.ts';
import { type Finding, ok, warn } from './finding.ts';
import { isLocalNetwork } from './local-network.ts';

const check = 'postgres-tls';

/**
 * Checks whether connections to Postgres are encrypted and whether the server is authenticated.
 * @param url a URL with an explicit sslmode
 */
export async function examineDatabaseTls(url: string, now: Date): Promise<Finding[]> {
  const config = clientConfig(url);
  const { host = '' } = config;
  if (host.startsWith('/')) return [ok(check, 'a socket on this machine')];
  const client = new ScramClient(config);
  await client.connect();
  try {
    const { stream } = client.connection;
    if (!(stream instanceof TLSSocket)) return [inClear(host)];
    const { valid_to: validTo } = stream.getPeerCertificate();
    return [encrypted(url, host, stream), certificateFinding(check, validTo, now)];
  } finally {
    await client.end();
  }
}

function inClear(host: string): Finding {
  if (isLocalNetwork(host)) return ok(check, 'not encrypted, in a local network');
  return warn(
    check,
    'passwords and addresses go to Postgres unencrypted',
    'Add sslmode=verify-full to DATABASE_URL, and sslrootcert for a CA of your own',
  );
}

function encrypted(url: string, host: string, stream: TLSSocket): Finding {
  const how = `encrypted, ${stream.getProtocol() ?? 'TLS'}`;
  const query = new URL(url).searchParams;
  const mode = query.get('sslmode');
  if (mode === 'verify-full') return ok(check, `${how}, certificate and host name verified`);
  const verifiesCa = mode === 'verify-ca' || query.has('sslrootcert');
  if (isLocalNetwork(host)) return ok(check, how);
  return warn(
    check,
    verifiesCa
      ? `${how}; sslmode=${mode ?? ''} verifies the certificate, not the host name`
      : `${how}; sslmode=${mode ?? ''} verifies neither certificate nor host name`,
    'Use sslmode=verify-full, with sslrootcert for a CA of your own: else another machine can pose as Postgres',
  );
}
