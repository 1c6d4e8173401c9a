import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../../../src/config/config.ts';
import { relaysOf } from '../../../../src/delivery/smtp/relay.ts';
import { openSession } from '../../../../src/delivery/smtp/session.ts';
import { selfSigned } from '../../../support/certificate.ts';
import { plainMail } from '../../../support/outbox.ts';
import { startRelay } from '../../../support/relay.ts';
import { startTlsRefusing } from '../../../support/starttls-refusing.ts';

/**
 * The replies of a relay at each step, instead of the usual ones. Each string of a list is a
 * separate packet; null closes the connection.
 */
type Script = Partial<Record<'mail' | 'rcpt' | 'data' | 'dot' | 'rset', (string | null)[]>>;

const usual = {
  mail: ['250 2.1.0 Ok\r\n'],
  rcpt: ['250 2.1.5 Ok\r\n'],
  data: ['354 go ahead\r\n'],
  dot: ['250 2.0.0 Ok\r\n'],
  rset: ['250 2.0.0 Ok\r\n'],
};

/** A relay on raw sockets that follows a script for its first message and then behaves normally. */
async function startScripted(script: Script): Promise<{ url: string; accepted: string[] }> {
  const accepted: string[] = [];
  const server = createServer((socket) => converse(socket, script, accepted));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  return { url: `smtp://127.0.0.1:${port}`, accepted };
}

function converse(socket: Socket, script: Script, accepted: string[]): void {
  let rest = '';
  let text: string | undefined;
  let mails = 0;
  let to = '';
  socket.setNoDelay(true);
  socket.on('error', () => {});
  const say = async (step: keyof Script) => {
    for (const packet of (mails === 1 ? script[step] : undefined) ?? usual[step]) {
      if (packet === null) {
        socket.destroy();
        return;
      }
      socket.write(packet, 'latin1');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const command = async (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') socket.write('250 relay.test\r\n');
    else if (verb === 'MAIL') {
      mails += 1;
      await say('mail');
    } else if (verb === 'RCPT') {
      to = /<(.*)>/.exec(line)?.[1] ?? '';
      await say('rcpt');
    } else if (verb === 'DATA') {
      text = '';
      await say('data');
    } else if (verb === 'RSET') await say('rset');
    else socket.end('221 Bye\r\n');
  };
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (text === undefined) void command(line);
      else if (line === '.') {
        text = undefined;
        accepted.push(to);
        void say('dot');
      } else text += line;
    }
  });
  socket.write('220 relay.test ESMTP\r\n');
}

const mailTo = (id: number) =>
  plainMail({
    kind: 'digest',
    digestId: 1,
    selectionId: null,
    transactionalEmailId: null,
    subscriberId: id,
    address: `reader${id}@d.example`,
    moves: 0,
    language: null,
    timezone: null,
    data: {},
    fencingToken: 1,
  });

async function open(script: Script) {
  const relay = await startScripted(script);
  const session = await openSession(relaysOf(readConfig({ SMTP_URL: relay.url }))[0]);
  onTestFinished(() => session.close());
  return { session, accepted: relay.accepted };
}

const unstorable = `5.1.1 No\0such user ${'x'.repeat(300 - 19 - 1)}`;
const accepted = { kind: 'accepted' };
const lost = (uncertain: boolean) => ({ kind: 'lost', uncertain });
const refused = (stage: string, code: number, text = '') => ({
  kind: 'refused',
  reply: { stage, code, text: expect.stringContaining(text) },
});

test.for([
  ['a reply of many lines', { dot: ['250-one\r\n250-5.1.1 two\r\n250 three\r\n'] }, accepted],
  [
    'a refusal of many lines',
    { rcpt: ['550-5.1.1 No\r\n550 5.1.1 such user\r\n'] },
    refused('rcpt', 550, '5.1.1 No 5.1.1 such user'),
  ],
  ['a reply in single bytes', { dot: '250 2.0.0 Ok\r\n'.split('') }, accepted],
  [
    'a refusal in single bytes',
    { rcpt: '550 5.1.1 No\r\n'.split('') },
    refused('rcpt', 550, '5.1.1 No'),
  ],
  ['a reply cut between its lines', { dot: ['250-one\r\n', '250 two\r\n'] }, accepted],
  [
    '8-bit bytes',
    { rcpt: ['550 5.1.1 Empf\xe4nger \xff\xfe\r\n'] },
    refused('rcpt', 550, '5.1.1 Empf'),
  ],
  ['8-bit bytes behind a 250', { dot: ['250 \x80\xff\0 garbage\r\n'] }, accepted],
  ['a 250 without a text', { dot: ['250\r\n'] }, accepted],
  [
    'a long refusal, which is cut',
    { rcpt: [`550 5.1.1 ${'x'.repeat(60_000)}\r\n`] },
    refused('rcpt', 550, '5.1.1 xxx'),
  ],
  [
    'NUL, and an emoji at the cut, neither of which Postgres stores',
    { rcpt: [`550 ${unstorable}${Buffer.from('😀').toString('latin1')}\r\n`] },
    { kind: 'refused', reply: { stage: 'rcpt', code: 550, text: unstorable.replace('\0', ' ') } },
  ],
  ['a line without an end', { rcpt: ['x'.repeat(1_200_000)] }, lost(false)],
  ['lines without an end, behind the dot', { dot: ['250-x\r\n'.repeat(200_000)] }, lost(true)],
  ['half a refusal, then the end', { rcpt: ['550 5.1.1 No such us', null] }, lost(false)],
  ['half an acceptance, then the end', { dot: ['250 2.0.0 O', null] }, lost(true)],
  ['two digits', { dot: ['25\r\n'] }, lost(true)],
  ['four digits', { rcpt: ['5501 5.1.1 No such user\r\n'] }, lost(false)],
  ['no digits', { dot: ['OK, thanks\r\n'] }, lost(true)],
  ['a code out of range', { rcpt: ['650 5.1.1 No such user\r\n'] }, lost(false)],
  ['354 to MAIL', { mail: ['354 go ahead\r\n'] }, lost(false)],
  ['354 to RCPT', { rcpt: ['354 go ahead\r\n'] }, lost(false)],
  ['354 to the dot', { dot: ['354 go ahead\r\n'] }, lost(true)],
  ['250 to DATA', { data: ['250 2.0.0 Ok\r\n'] }, lost(false)],
  ['a 250 before the text was there', { data: ['354 go ahead\r\n250 2.0.0 Ok\r\n'] }, lost(false)],
  [
    'a 550 before the text was there',
    { data: ['354 go ahead\r\n550 5.1.1 No such user\r\n'] },
    lost(false),
  ],
  ['one answer too many to MAIL', { mail: ['250 2.1.0 Ok\r\n250 2.1.0 Ok\r\n'] }, lost(false)],
  ['two answers too many to MAIL', { mail: ['250 Ok\r\n250 Ok\r\n250 Ok\r\n'] }, lost(false)],
] satisfies [string, Script, object][])('%s', async ([, script, result]) => {
  const { session } = await open(script);
  expect(await session.send(mailTo(1))).toMatchObject(result);
  // No remaining reply may answer the next message: either the connection is unusable, or the next
  // message succeeds.
  await session.waitForReset();
  const next = session.isAlive() ? await session.send(mailTo(2)) : 'done with';
  expect(next).toEqual(result.kind === 'lost' ? 'done with' : accepted);
});

test('an unsolicited line after the reply to the dot ends the connection and answers no other message', async () => {
  for (const stale of ['250 2.0.0 Ok\r\n', '550 5.1.1 No such user\r\n', '354 go ahead\r\n']) {
    const { session } = await open({ dot: [`250 2.0.0 Ok\r\n${stale}`] });
    expect(await session.send(mailTo(1))).toEqual(accepted);
    await expect.poll(() => session.isAlive()).toBe(false);
  }
});

test('a refusal that is sent twice does not refuse the next recipient', async () => {
  const { session, accepted } = await open({
    rcpt: ['550 5.1.1 No such user\r\n550 5.1.1 No such user\r\n'],
  });
  expect(await session.send(mailTo(1))).toMatchObject(refused('rcpt', 550));
  await expect.poll(() => session.isAlive()).toBe(false);
  expect(accepted).toEqual([]);
});

test('454 to STARTTLS: an email goes unencrypted, a password does not, and nothing if TLS is required', async () => {
  const { port, commands } = await startTlsRefusing();
  const relay = (auth: string, tls: string) =>
    relaysOf(readConfig({ SMTP_URL: `smtp://${auth}127.0.0.1:${port}`, SMTP_TLS: tls }))[0];
  const session = await openSession(relay('', 'opportunistic'));
  expect(await session.send(mailTo(1))).toMatchObject({ kind: 'accepted' });
  session.close();
  commands.length = 0;
  await expect(openSession(relay('papers:secret@', 'opportunistic'))).rejects.toThrow(/auth/i);
  await expect(openSession(relay('', 'required'))).rejects.toThrow(/STARTTLS/);
  await expect(openSession(relay('papers:secret@', 'required'))).rejects.toThrow(/STARTTLS/);
  expect(commands.filter((verb) => verb === 'AUTH' || verb === 'MAIL')).toEqual([]);
});

test('a password is sent unencrypted only to this machine, or with SMTP_TLS=off', async () => {
  const users: string[] = [];
  const server = await startRelay({
    allowInsecureAuth: true,
    onAuth: ({ username = '' }, _session, done) => {
      users.push(username);
      done(null, { user: username });
    },
  });
  // 0.0.0.0 leads to this machine, but is not a loopback address.
  const { port } = new URL(server.url);
  const connect = async (host: string, tls: string) => {
    const url = `smtp://${tls}:secret@${host}:${port}`;
    const [relay] = relaysOf(readConfig({ SMTP_URL: url, SMTP_TLS: tls }));
    (await openSession(relay)).close();
  };
  await expect(connect('0.0.0.0', 'opportunistic')).rejects.toThrow(/password was not sent/);
  expect(users).toEqual([]);
  await connect('127.0.0.1', 'opportunistic');
  await connect('0.0.0.0', 'off');
  expect(users).toEqual(['opportunistic', 'off']);
});

test('smtps with a private certificate works if its CA is trusted, and is refused with the reason if not', async () => {
  const host = 'relay.example.org';
  const { key, cert } = selfSigned(host, 90);
  const server = await startRelay({ secure: true, key, cert });
  const { port } = new URL(server.url);
  const [{ options, ...rest }] = relaysOf(readConfig({ SMTP_URL: `smtps://127.0.0.1:${port}` }));
  const relay = (tls: object, servername = host) => ({
    ...rest,
    options: { ...options, servername, tls: { ...options.tls, ...tls } },
  });
  const session = await openSession(relay({ ca: cert }));
  expect(await session.send(mailTo(1))).toMatchObject({ kind: 'accepted' });
  session.close();
  await expect(openSession(relay({}))).rejects.toThrow(/self-signed certificate/);
  await expect(openSession(relay({ ca: cert }, 'other.example.org'))).rejects.toThrow(
    /does not match/,
  );
  expect(server.received).toHaveLength(1);
});
