import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Measured } from './ask.ts';

/** Starts a server whose log goes to a pipe, as in a container, and waits until it responds. */
export async function startServer(
  args: string[],
  env: Record<string, string>,
  url: string,
): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-2000)));
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server of ${url} ended: ${log}`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return child;
    await delay(50);
  }
  await stopServer(child);
  throw new Error(`${url} does not answer`);
}

/** Stops a server and waits until it has ended. */
export async function stopServer(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode === null && child.kill('SIGTERM')) await closed;
}

/** Returns requests per second and the server's CPU milliseconds per request. */
export async function timed(server: ChildProcess, work: () => Promise<Measured>) {
  const spent = () => {
    const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(stat[11]) + Number(stat[12])) * 10;
  };
  const before = spent();
  const { requests } = await work();
  return { rate: requests.average, cpu: (spent() - before) / requests.total };
}
