import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { userInfo } from 'node:os';
import type { ClientConfig } from 'pg';
import { ConfigError } from '../config/config-error.ts';
import { reasonOf } from '../lib/errors/reason.ts';

/**
 * The parameters of a URL, combined with its other parts. As in libpq, parameters take precedence.
 */
function partsOf(text: string) {
  const url = new URL(text);
  const query = url.searchParams;
  const part = (name: string, value: string) => query.get(name) ?? decodeURIComponent(value);
  return {
    query,
    host: part('host', url.hostname.replace(/^\[(.+)\]$/, '$1')) || 'localhost',
    port: Number(part('port', url.port) || 5432),
    user: part('user', url.username) || userInfo().username,
    password: part('password', url.password) || undefined,
    database: part('dbname', url.pathname.slice(1)) || undefined,
    sslMode: query.get('sslmode') ?? (query.get('ssl') === 'true' ? 'require' : undefined),
  };
}

/**
 * The node-postgres options for a URL, with libpq's meaning of its parameters. `require` encrypts
 * and, without a root certificate, verifies nothing; `verify-ca` verifies the certificate,
 * `verify-full` also its host name. Without `sslrootcert`, `verify-full` trusts the CAs of Node.js.
 * `prefer` is not encrypted here: `resolveSslMode` replaces it first.
 */
export function clientConfig(text: string): ClientConfig {
  const { query, host, port, user, password, database, sslMode } = partsOf(text);
  const timeout = Number(query.get('connect_timeout') ?? 0);
  const options = query.get('options');
  const encrypted = sslMode === 'require' || sslMode === 'verify-ca' || sslMode === 'verify-full';
  return {
    host,
    port,
    user,
    database: database ?? user,
    ...(password !== undefined && { password }),
    ...(options !== null && { options }),
    ...(query.get('channel_binding') === 'require' && { enableChannelBinding: true }),
    ...(query.get('sslnegotiation') === 'direct' && { sslnegotiation: 'direct' }),
    connectionTimeoutMillis: timeout > 0 ? timeout * 1000 : 10_000,
    // As in libpq, Unix sockets are never encrypted.
    ssl: encrypted && !host.startsWith('/') ? tlsOptions(sslMode, query) : false,
  };
}

function tlsOptions(sslMode: string, query: URLSearchParams) {
  const root = query.get('sslrootcert');
  const ca = root === null || root === 'system' ? undefined : readPem('sslrootcert', root);
  const [cert, key] = [query.get('sslcert'), query.get('sslkey')];
  const passphrase = query.get('sslpassword');
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== null && { cert: readPem('sslcert', cert) }),
    ...(key !== null && { key: readPem('sslkey', key) }),
    ...(passphrase !== null && { passphrase }),
    rejectUnauthorized: sslMode !== 'require' || ca !== undefined,
    ...(sslMode !== 'verify-full' && { checkServerIdentity: () => undefined }),
  };
}

/** @throws ConfigError if the file cannot be read */
function readPem(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([
      `the database URL has ${parameter} ${file}; expected a PEM file that can be read: ${reasonOf(error)}`,
    ]);
  }
}

/** Milliseconds to wait for the response of the server. */
const answerTimeout = 10_000;

/**
 * Resolves `sslmode=prefer`, the default, and `allow` for all connections of a process: `require`
 * if the server offers TLS, otherwise `disable`.
 * @throws Error if the server cannot be reached
 */
export async function resolveSslMode(text: string): Promise<string> {
  const { host, port, sslMode = 'prefer' } = partsOf(text);
  if (host.startsWith('/') || (sslMode !== 'prefer' && sslMode !== 'allow')) return text;
  const url = new URL(text);
  url.searchParams.set('sslmode', (await offersTls(host, port)) ? 'require' : 'disable');
  return url.href;
}

/** SSLRequest: its length, and the number that replaces the protocol version. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

function offersTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, timeout: answerTimeout }, () =>
      socket.write(sslRequest),
    );
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('error', fail);
    socket.once('timeout', () => fail(new Error(`no answer within ${answerTimeout / 1000} s`)));
    socket.once('close', () => fail(new Error('the server closed the connection')));
    socket.once('data', (answer) => {
      resolve(answer.toString('latin1').startsWith('S'));
      socket.destroy();
    });
  });
}
