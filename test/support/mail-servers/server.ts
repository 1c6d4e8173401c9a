import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';

/** A running mail server. */
export interface MailServer {
  port: number;
  stop(): Promise<void>;
}

/** A new folder that the users of a mail server can enter. */
export function makeFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `daily-papers-${name}-`));
  chmodSync(folder, 0o755);
  return folder;
}

/**
 * Starts a server in the foreground, with its output in `FOLDER/log`, and waits until its port
 * responds.
 */
export async function startServer(
  folder: string,
  port: number,
  command: string[],
): Promise<MailServer> {
  const [program = '', ...args] = command;
  const log = createWriteStream(path.join(folder, 'log'));
  const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  server.stdout.pipe(log);
  server.stderr.pipe(log);
  const stop = () => end(server).finally(() => rmSync(folder, { recursive: true, force: true }));
  await vi
    .waitFor(() => connected(port), { timeout: 40_000, interval: 50 })
    .catch(async (cause: unknown) => {
      await stop();
      throw new Error(`${command.join(' ')} does not answer`, { cause });
    });
  return { port, stop };
}

function end(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once('close', () => resolve());
    server.kill('SIGTERM');
  });
}

export function connected(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
