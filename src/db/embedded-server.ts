import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseError } from 'pg';
import { sleep } from '../lib/sleep.ts';
import { runAs, type Place } from './cluster.ts';
import { readPassword } from './cluster-password.ts';
import { requirePasswordOfRunning, requirePasswordOfStopped } from './require-password.ts';
import { ScramClient } from './scram-client.ts';
import { isAlive } from './start-lock.ts';

/** Milliseconds until a server must respond: after a crash it first replays its write-ahead log. */
const startTimeout = 300_000;

/**
 * The superuser URL of the running server of a cluster, or undefined if none is running. The caller
 * must hold the start lock.
 */
export async function joinServer(place: Place): Promise<string | undefined> {
  const port = await runningPort(place);
  if (port === undefined) return undefined;
  await requirePasswordOfRunning(place, urlOf(place, port));
  return urlOf(place, port);
}

/**
 * Starts the server of a cluster that is not running. The caller must hold the start lock.
 * @param knownPassword see requirePasswordOfStopped
 * @returns the superuser URL
 */
export async function startServer(
  place: Place,
  port: number,
  knownPassword?: string,
): Promise<string> {
  requirePasswordOfStopped(place, knownPassword);
  rmSync(path.join(place.cluster, 'postmaster.pid'), { force: true });
  const child = spawnServer(place, port);
  for (const deadline = Date.now() + startTimeout; Date.now() < deadline; await sleep(30)) {
    const reply = await probe(place, port);
    if (reply === 'ours') return urlOf(place, port);
    if (reply === 'password-refused') {
      stopServer(place);
      throw new Error(
        `the embedded Postgres refuses the password in ${place.passwordFile}; delete this file and start again to set a new password`,
      );
    }
    if (child.exitCode !== null) break;
  }
  throw new Error(`the embedded Postgres did not start; its log is ${place.cluster}.log`);
}

export function stopServer(place: Place): void {
  runAs(place, path.join(place.bin, 'pg_ctl'), [
    'stop',
    '-D',
    place.cluster,
    '-m',
    'fast',
    '-w',
    '-t',
    '20',
  ]);
}

function urlOf(place: Place, port: number): string {
  const password = readPassword(place.passwordFile);
  return `postgresql://postgres${password === undefined ? '' : `:${password}`}@127.0.0.1:${port}/postgres`;
}

/**
 * The port of this cluster's server if it is running. A pid in postmaster.pid proves nothing by
 * itself.
 * @throws if its process is alive but cannot be used: a second server on the same files would
 *   destroy them
 */
async function runningPort(place: Place): Promise<number | undefined> {
  const file = path.join(place.cluster, 'postmaster.pid');
  for (const deadline = Date.now() + startTimeout; ; await sleep(100)) {
    if (!existsSync(file)) return undefined;
    const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
    const reply = Number(port) > 0 ? await probe(place, Number(port)) : 'no-answer';
    if (reply === 'ours') return Number(port);
    if (!isServerOf(place, Number(pid))) return undefined;
    if (reply === 'password-refused')
      throw new Error(
        `the embedded Postgres runs, and its password is not in ${place.passwordFile}; stop all programs that use this DATA_DIR, ` +
          `stop Postgres (kill -INT ${pid}), delete the file if it exists, and start again to set a new password`,
      );
    if (Date.now() > deadline)
      throw new Error(
        `the embedded Postgres, process ${pid}, does not answer; its log is ${place.cluster}.log`,
      );
  }
}

/**
 * Whether a process is the server of this cluster: after a reboot, its pid may belong to another
 * program.
 */
function isServerOf({ cluster }: Place, pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster);
  } catch {
    return false;
  }
}

type Reply = 'ours' | 'password-refused' | 'no-answer';

/** Whether the server of this cluster listens on a port. */
async function probe(place: Place, port: number): Promise<Reply> {
  const client = new ScramClient({
    connectionString: urlOf(place, port),
    connectionTimeoutMillis: 2000,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === place.cluster ? 'ours' : 'no-answer';
  } catch (error) {
    return isPasswordError(error) ? 'password-refused' : 'no-answer';
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * 28P01 is invalid_password. node-postgres itself fails with `SASL: …` if the server requires a
 * password and none is known.
 */
function isPasswordError(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === '28P01';
  return error instanceof Error && error.message.startsWith('SASL: ');
}

const serverSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=256MB',
  'max_wal_size=4GB',
  'timezone=UTC',
];

function spawnServer(place: Place, port: number) {
  const logFile = openSync(`${place.cluster}.log`, 'a');
  const child = spawn(
    path.join(place.bin, 'postgres'),
    [
      '-D',
      place.cluster,
      '-p',
      String(port),
      ...serverSettings.flatMap((setting) => ['-c', setting]),
    ],
    {
      cwd: '/',
      detached: true,
      stdio: ['ignore', logFile, logFile],
      ...(place.uid === undefined || place.gid === undefined
        ? {}
        : { uid: place.uid, gid: place.gid }),
    },
  );
  closeSync(logFile);
  // A program that cannot be executed also sets `exitCode`, which `startServer` reads.
  child.on('error', () => {});
  child.unref();
  return child;
}
