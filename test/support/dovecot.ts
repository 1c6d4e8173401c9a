import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { ImapFlow } from 'imapflow';
import { onTestFinished, vi } from 'vitest';
import { hasPrograms } from './programs.ts';

const program = '/usr/sbin/dovecot';

/** Requires Debian's package dovecot-imapd. */
export const hasDovecot = hasPrograms(program, '/usr/lib/dovecot/imap');

/** A real IMAP server on a free port with one empty mailbox, in its own folder. */
export async function startDovecot() {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-imap-'));
  chmodSync(folder, 0o755);
  const mail = path.join(folder, 'mail');
  mkdirSync(mail);
  const { uid, gid, username } = userInfo();
  // Dovecot refuses mailboxes for root.
  const owner = uid === 0 ? { uid: 65534, gid: 65534 } : { uid, gid };
  if (uid === 0) chownSync(mail, owner.uid, owner.gid);
  const port = await getPort();
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const ourselves =
    uid === 0
      ? ''
      : `default_internal_user = ${username}\ndefault_internal_group = ${group}\ndefault_login_user = ${username}\n`;
  writeFileSync(
    path.join(folder, 'dovecot.conf'),
    `${ourselves}protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:${mail}/%u
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${mail}/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
`,
  );
  const server: ChildProcess = spawn(program, ['-F', '-c', path.join(folder, 'dovecot.conf')], {
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  onTestFinished(async () => {
    server.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }, 20_000);
  await vi.waitFor(() => connected(port), { timeout: 60_000, interval: 50 });
  const url = `imap://bounces:secret@127.0.0.1:${port}/INBOX`;
  return { url, port, append: (mails: Buffer[]) => append(port, mails), flags: () => flags(port) };
}

function connected(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

async function asUser<T>(port: number, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    auth: { user: 'bounces', pass: 'secret' },
    logger: false,
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.logout();
  }
}

function append(port: number, mails: Buffer[]): Promise<void> {
  return asUser(port, async (client) => {
    for (const mail of mails) await client.append('INBOX', mail);
  });
}

/** The flags of each email, in the order of arrival. */
function flags(port: number): Promise<string[][]> {
  return asUser(port, async (client) => {
    await client.mailboxOpen('INBOX', { readOnly: true });
    const mails = await client.fetchAll('1:*', { flags: true });
    return mails.map((mail) =>
      [...(mail.flags ?? [])].filter((flag) => flag !== String.raw`\Recent`).toSorted(),
    );
  });
}
