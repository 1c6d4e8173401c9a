import { readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { userInfo } from 'node:os';
import type { ClientConfig } from 'pg';
import { ConfigError } from '../config/config-error.ts';
import { reasonOf } from '../lib/errors/reason.ts';

/** The parameters of a URL, with what its other parts say; libpq lets parameters win. */
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
 * The options of node-postgres for a URL, with the meaning that libpq gives to its parameters:
 * `require` encrypts and verifies nothing unless there is a root certificate, `verify-ca` verifies
 * the certificate, `verify-full` its host name too. Without `sslrootcert`, `verify-full` trusts the
 * CAs of Node.js. `prefer` is not encrypted here: `settleSslMode` decides it before.
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
    // A socket is never encrypted, as with libpq.
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

/** @throws ConfigError when the file cannot be read */
function readPem(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([
      `DATABASE_URL has ${parameter} ${file}, takes a PEM file that can be read: ${reasonOf(error)}`,
    ]);
  }
}

/** Milliseconds for the answer of the server. */
const timeout = 10_000;

/**
 * Decides `sslmode=prefer`, the default, and `allow` for all connections of a process: `require` if
 * the server offers TLS, else `disable`.
 * @throws Error when the server cannot be reached
 */
export async function resolveSslMode(text: string): Promise<string> {
  const { host, port, sslMode = 'prefer' } = partsOf(text);
  if (host.startsWith('/') || (sslMode !== 'prefer' && sslMode !== 'allow')) return text;
  const url = new URL(text);
  url.searchParams.set('sslmode', (await offersTls(host, port)) ? 'require' : 'disable');
  return url.href;
}

/** SSLRequest: its length, and the number that stands for it in place of a protocol version. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

function offersTls(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, timeout }, () => socket.write(sslRequest));
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.once('error', fail);
    socket.once('timeout', () => fail(new Error(`no answer within ${timeout / 1000} s`)));
    socket.once('close', () => fail(new Error('the server closed the connection')));
    socket.once('data', (answer) => {
      resolve(answer.toString('latin1').startsWith('S'));
      socket.destroy();
    });
  });
}
