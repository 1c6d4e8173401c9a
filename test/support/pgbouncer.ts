import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { onTestFinished, vi } from 'vitest';
import { clientConfig } from '../../src/db/connection.ts';
import { ScramClient } from '../../src/db/scram-client.ts';

/**
 * Starts Debian's PgBouncer in front of a database.
 * @returns its URL
 */
export async function startPgBouncer(url: string, mode: 'session' | 'transaction') {
  const { hostname, port: server, username, password, pathname } = new URL(url);
  const port = await getPort();
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-pgbouncer-'));
  chmodSync(folder, 0o755);
  const file = path.join(folder, 'pgbouncer.ini');
  writeFileSync(
    file,
    `[databases]
papers = host=${hostname} port=${server} dbname=${pathname.slice(1)} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = ${mode}
default_pool_size = 12
`,
  );
  // PgBouncer refuses to run as root.
  const as = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const child: ChildProcess = spawn('/usr/sbin/pgbouncer', [file], { stdio: 'ignore', ...as });
  onTestFinished(() => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });
  const bounced = `postgresql://anybody@127.0.0.1:${port}/papers`;
  await vi.waitFor(() => answers(bounced), { timeout: 60_000, interval: 50 });
  return bounced;
}

async function answers(url: string): Promise<void> {
  const client = new ScramClient(clientConfig(url));
  client.on('error', () => {});
  await client.connect();
  await client.end();
}
