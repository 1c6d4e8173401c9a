import { z } from 'zod';
import { isDecodable } from './validators.ts';

/** The modes of libpq; https://www.postgresql.org/docs/current/libpq-ssl.html */
const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

/** The parameters that connections use (src/db/connection.ts). */
const parameters = new Set([
  'host',
  'port',
  'user',
  'password',
  'dbname',
  'sslmode',
  'sslrootcert',
  'sslcert',
  'sslkey',
  'sslpassword',
  'sslnegotiation',
  'channel_binding',
  'connect_timeout',
  'options',
]);

const example = 'a URL such as postgresql://user:password@host:5432/name';

/** What the setting expects instead of this URL; undefined if the URL is valid. */
function expectation(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) return example;
  if (!isDecodable(text) || url.hash !== '')
    return `${example}, with user and password percent-encoded`;
  if (url.hostname.includes(',')) return 'one host: several are not supported';
  const schema = url.searchParams.get('schema');
  if (schema !== null && schema !== 'public')
    return 'no schema: the tables are in public, so each installation needs a database of its own';
  if (url.searchParams.has('pgbouncer'))
    return 'no parameter pgbouncer: set DATABASE_DIRECT_URL to Postgres itself';
  return unknownParameter(url.searchParams) ?? sslExpectation(url.searchParams);
}

function unknownParameter(query: URLSearchParams): string | undefined {
  const unknown = [...query.keys()].find(
    (name) => !parameters.has(name) && name !== 'schema' && name !== 'ssl',
  );
  if (unknown === undefined) return undefined;
  return `no parameter ${unknown}: the parameters are ${[...parameters].join(', ')}`;
}

function sslExpectation(query: URLSearchParams): string | undefined {
  const mode = query.get('sslmode');
  const ssl = query.get('ssl');
  if (mode !== null && !sslModes.includes(mode))
    return `one of these for sslmode: ${sslModes.join(', ')}`;
  if (ssl !== null && ssl !== 'true') return 'sslmode=… instead of ssl=…';
  if (mode === 'verify-ca' && !query.has('sslrootcert'))
    return 'sslrootcert, the file of the CA, with sslmode=verify-ca';
  if (query.has('sslcert') !== query.has('sslkey')) return 'sslcert and sslkey together';
  return undefined;
}

/** A Postgres URL, with the rules of libpq. */
export const databaseUrl = z.string().check((payload) => {
  const message = expectation(payload.value);
  if (message !== undefined) payload.issues.push({ code: 'custom', input: payload.value, message });
});
