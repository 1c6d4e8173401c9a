import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../free-port.ts';
import { as, initialise, type Place, placeOf } from './cluster.ts';
import { alive, withLock } from './start-lock.ts';

/** A Postgres of our own, running on loopback. */
export interface EmbeddedPostgres {
  url: string;
  /** Lets go of it; the last program that does so stops the server. */
  release(): Promise<void>;
}

/**
 * Starts the embedded Postgres of `dataDir`, or joins the one that runs already.
 * @throws when there is no place for it, or the server does not answer within 30 s
 */
export async function startEmbedded(dataDir: string): Promise<EmbeddedPostgres> {
  const place = await placeOf(dataDir);
  return withLock(lockOf(place), async () => {
    if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) initialise(place);
    const url = (await running(place)) ?? (await start(place));
    const guard = await hold(url);
    return { url, release: () => release(place, url, guard) };
  });
}

const lockOf = ({ cluster }: Place) => `${cluster}.lock`;

/** The URL of the server of this cluster if it answers; a pid in postmaster.pid alone proves nothing. */
async function running(place: Place): Promise<string | undefined> {
  const file = path.join(place.cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    const url = urlOf(Number(port));
    if (Number(port) > 0 && (await answers(url, place))) return url;
    if (!alive(Number(pid))) return undefined;
    await sleep(100);
  }
  return undefined;
}

function urlOf(port: number): string {
  return `postgresql://postgres@127.0.0.1:${port}/postgres`;
}

async function answers(url: string, place: Place): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory === place.cluster;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

const serverSettings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=200',
  'shared_buffers=256MB',
  'max_wal_size=4GB',
  'timezone=UTC',
];

async function start(place: Place): Promise<string> {
  rmSync(path.join(place.cluster, 'postmaster.pid'), { force: true });
  const port = await freePort();
  const logFile = openSync(`${place.cluster}.log`, 'a');
  const child = spawn(
    path.join(place.bin, 'postgres'),
    ['-D', place.cluster, '-p', String(port), ...serverSettings.flatMap((setting) => ['-c', setting])],
    {
      cwd: '/',
      detached: true,
      stdio: ['ignore', logFile, logFile],
      ...(place.uid === undefined || place.gid === undefined ? {} : { uid: place.uid, gid: place.gid }),
    },
  );
  child.unref();
  const url = urlOf(port);
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(30)) {
    if (await answers(url, place)) return url;
    if (child.exitCode !== null) break;
  }
  throw new Error(`the embedded Postgres did not start; its log is ${place.cluster}.log`);
}

/**
 * A connection that says "somebody is here" from the start to the release: a program that has no other one open at the
 * moment would find the server stopped by the next that leaves.
 */
async function hold(url: string): Promise<Client> {
  const guard = new Client({ connectionString: url, application_name: 'daily-papers guard' });
  guard.on('error', () => {});
  await guard.connect();
  return guard;
}

/** Stops the server unless another program is still connected to it. */
async function release(place: Place, url: string, guard: Client): Promise<void> {
  await withLock(lockOf(place), async () => {
    await guard.end().catch(() => {});
    if (await lastOne(url))
      as(place, path.join(place.bin, 'pg_ctl'), ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', '20']);
  });
}

async function lastOne(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows[0]?.others === 0;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
