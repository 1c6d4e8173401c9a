import { connect, createServer } from 'node:net';
import getPort from 'get-port';
import type { SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import { relaysOf } from '../../../src/delivery/smtp/relay.ts';
import { isLocalNetwork } from '../../../src/doctor/local-network.ts';
import { examineRelay } from '../../../src/doctor/relay.ts';
import { selfSigned } from '../../support/certificate.ts';
import { startRelay } from '../../support/relay.ts';
import { startTlsRefusing } from '../../support/starttls-refusing.ts';

const host = 'relay.example.org';
const { key, cert } = selfSigned(host, 90);
const now = new Date();
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

const offering: SMTPServerOptions = { disabledCommands: [], key, cert, authMethods: ['PLAIN'] };

/**
 * Examines a relay on this machine that is named `host`, as if it were remote. Its hooks may close
 * the connection.
 */
async function examined(
  hooks: SMTPServerOptions | ((hangUp: () => void) => SMTPServerOptions),
  { url = `smtp://${host}`, tls = 'opportunistic', trusts = true, at = now } = {},
) {
  const hangUp = () => relay.connections.forEach((client) => client._socket.destroy());
  const relay = await startRelay(typeof hooks === 'function' ? hooks(hangUp) : hooks);
  const { options, ...one } = relaysOf(
    readConfig({ SMTP_URL: url, SMTP_TLS: tls, PUBLIC_URL: 'https://papers.example' }),
  )[0];
  const connection = connect(Number(new URL(relay.url).port), '127.0.0.1');
  const findings = await examineRelay(
    {
      ...one,
      options: { ...options, connection, tls: { ...options.tls, ...(trusts ? { ca: cert } : {}) } },
    },
    at,
  );
  expect(relay.received).toEqual([]);
  return findings;
}

const states = (findings: Awaited<ReturnType<typeof examined>>) =>
  findings.map(({ check, state }) => [check, state]);

const accepts: SMTPServerOptions['onAuth'] = ({ username, password }, _session, done) =>
  done(null, username === 'papers' && password === 'right' ? { user: 'papers' } : {});

test('accepts an encrypted relay with a valid certificate and credentials', async () => {
  const url = `smtp://papers:right@${host}`;
  const findings = await examined({ ...offering, onAuth: accepts }, { url, tls: 'required' });
  expect(states(findings)).toEqual([
    ['relay', 'ok'],
    ['relay-tls', 'ok'],
    ['relay-tls', 'ok'],
    ['relay-auth', 'ok'],
    ['relay-size', 'ok'],
  ]);
});

test.each([
  [80, 'warn'],
  [91, 'fail'],
] as const)('a certificate of 90 days, looked at in %i', async (days, state) => {
  const findings = await examined(offering, { at: inDays(days) });
  expect(findings).toContainEqual(
    expect.objectContaining({ check: 'relay-tls', state, fix: expect.any(String) }),
  );
});

test('reports a rejected password without printing it', async () => {
  const url = `smtp://papers:wrong%40secret@${host}`;
  const findings = await examined({ ...offering, onAuth: accepts }, { url });
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'relay-auth',
      state: 'fail',
      what: expect.stringMatching(/rejects .*535/),
    }),
  );
  expect(JSON.stringify(findings)).not.toMatch(/wrong|secret/);
});

test('sends credentials neither to an unverified relay nor unencrypted', async () => {
  const asked: string[] = [];
  const onAuth: SMTPServerOptions['onAuth'] = ({ username }, _session, done) => {
    asked.push(String(username));
    done(null, { user: 'papers' });
  };
  const url = `smtp://papers:right@${host}`;
  const unknown = await examined({ ...offering, onAuth }, { url, tls: 'required', trusts: false });
  const open = await examined({ allowInsecureAuth: true, onAuth }, { url });
  for (const findings of [unknown, open])
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'relay-auth', state: 'fail' }),
    );
  expect(unknown).toContainEqual(expect.objectContaining({ check: 'relay-tls', state: 'fail' }));
  expect(open).toContainEqual(expect.objectContaining({ check: 'relay-tls', state: 'warn' }));
  expect(asked).toEqual([]);
});

test('reports a relay that closes the connection at any point', async () => {
  const url = `smtp://papers:right@${host}`;
  const first = await examined((hangUp) => ({ ...offering, onConnect: hangUp }), { url });
  const last = await examined((hangUp) => ({ ...offering, onAuth: hangUp }), { url });
  for (const findings of [first, last])
    expect(findings).toMatchObject([
      { check: 'relay', state: 'fail', what: expect.stringMatching(/clos|hang up|ended/i) },
    ]);
});

test('warns about an unknown certificate if TLS is optional', async () => {
  const findings = await examined(offering, { trusts: false });
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'relay-tls',
      state: 'warn',
      what: expect.stringContaining('SELF_SIGNED'),
    }),
  );
});

test('454 to STARTTLS: warns, and refuses to send a password or to do without TLS', async () => {
  const { port, commands } = await startTlsRefusing();
  const findings = (auth: string, tls: string) => {
    const env = { SMTP_URL: `smtp://${auth}${host}`, SMTP_TLS: tls };
    const { options, ...one } = relaysOf(readConfig(env))[0];
    const connection = connect(port, '127.0.0.1');
    return examineRelay({ ...one, options: { ...options, connection } }, now);
  };
  const faults = async (auth: string, tls: string) =>
    (await findings(auth, tls)).filter(({ state }) => state !== 'ok');
  expect(await faults('papers:secret@', 'opportunistic')).toMatchObject([
    { check: 'relay-tls', state: 'warn', what: expect.stringContaining('not encrypted') },
    { check: 'relay-auth', state: 'fail', what: expect.stringContaining('no authentication') },
  ]);
  expect(await faults('', 'required')).toMatchObject([
    { check: 'relay-tls', state: 'fail', what: expect.stringContaining('STARTTLS') },
  ]);
  expect(commands).not.toContain('AUTH');
});

test('smtps with a private certificate works if its CA is trusted, and fails with the reason if not', async () => {
  const url = `smtps://${host}`;
  const secure = { secure: true, key, cert };
  expect(states(await examined(secure, { url })).slice(0, 3)).toEqual([
    ['relay', 'ok'],
    ['relay-tls', 'ok'],
    ['relay-tls', 'ok'],
  ]);
  expect(await examined(secure, { url, trusts: false })).toContainEqual({
    check: 'relay-tls',
    state: 'fail',
    what: expect.stringContaining('SELF_SIGNED'),
    fix: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
});

test('reports missing STARTTLS, a size limit below a digest, and a missing user', async () => {
  expect(states(await examined({}, { tls: 'required' }))).toEqual([['relay-tls', 'fail']]);
  const findings = await examined({ ...offering, size: 100_000 });
  expect(findings).toContainEqual(
    expect.objectContaining({
      check: 'relay-size',
      state: 'fail',
      what: expect.stringContaining('100 KB'),
    }),
  );
  expect(findings).toContainEqual(expect.objectContaining({ check: 'relay-auth', state: 'warn' }));
});

test('requires neither TLS nor a password on a local relay, and reports one that is down', async () => {
  const relay = await startRelay();
  const near = (url: string) => examineRelay(relaysOf(readConfig({ SMTP_URL: url }))[0], now);
  expect(states(await near(relay.url)).filter(([, state]) => state !== 'ok')).toEqual([]);
  const port = await getPort();
  expect(await near(`smtp://127.0.0.1:${port}`)).toMatchObject([
    {
      check: 'relay',
      state: 'fail',
      what: expect.stringContaining('ECONNREFUSED'),
      fix: expect.stringContaining(`nc -vz 127.0.0.1 ${port}`),
    },
  ]);
});

test.each([
  ['127.0.0.1', true],
  ['localhost', true],
  ['mailpit', true],
  ['10.1.2.3', true],
  ['172.31.0.1', true],
  ['fd00::25', true],
  ['relay.internal', true],
  ['172.32.0.1', false],
  ['10.example.org', false],
  ['2001:db8::25', false],
  ['relay.example.org', false],
])('decides whether the network to %s is private: %s', (name, near) => {
  expect(isLocalNetwork(name)).toBe(near);
});

test.each([
  ['never ends its greeting', '220-wait\r\n', ''],
  ['never ends its answer to EHLO', '220 relay\r\n', '250-wait\r\n'],
])('gives up on a relay that %s', async (_does, first, next) => {
  let close = () => {};
  const closed = new Promise<void>((resolve) => (close = resolve));
  const server = createServer((socket) => {
    socket.write(first);
    const timer = setInterval(() => socket.write(next || first), 20);
    socket.on('error', () => {});
    socket.on('close', () => (clearInterval(timer), close()));
  });
  const port = await getPort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const config = readConfig({ SMTP_URL: `smtp://papers:right@127.0.0.1:${port}` });
  const findings = await examineRelay(relaysOf(config)[0], now, 500);
  expect(states(findings)).toEqual([['relay', 'fail']]);
  // Nothing keeps the process alive.
  await closed;
});
