import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { onTestFinished, vi } from 'vitest';

/**
 * The required variables and the given ones: no other setting of this machine reaches the program.
 */
function environment(env: Record<string, string>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '/tmp', ...env };
}

export interface Run {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a command to its end. */
export function cli(args: string[], env: Record<string, string>, input?: string): Promise<Run> {
  const child = spawn(process.execPath, ['dist/cli.js', ...args], { env: environment(env) });
  const run: Run = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (run.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (run.err += chunk.toString()));
  child.stdin.end(input);
  return new Promise((resolve) => child.once('close', (code) => resolve({ ...run, code })));
}

/** Writes a file for a command and returns its path. */
export function inputFile(name: string, content: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'daily-papers-cli-')), name);
  writeFileSync(file, content);
  return file;
}

/** Starts the server in its own process group; resolves when it is ready. */
export async function startServer(
  env: Record<string, string>,
  options: { uid?: number; gid?: number } = {},
) {
  const port = await getPort();
  const url = `http://127.0.0.1:${port}`;
  const child: ChildProcess = spawn(process.execPath, ['dist/main.js'], {
    env: environment({ PORT: String(port), LOG_LEVEL: 'error', ...env }),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const kill = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, signal);
    await ended;
  };
  onTestFinished(() => kill('SIGTERM'), 40_000);
  await vi.waitFor(
    async () => {
      if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
      if ((await fetch(`${url}/readyz`)).status !== 200) throw new Error('not ready');
    },
    { timeout: 40_000, interval: 50 },
  );
  return { url, kill, pid: child.pid ?? 0 };
}
