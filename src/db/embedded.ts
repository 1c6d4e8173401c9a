import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { freePort } from '../lib/free-port.ts';
import { growingPause, sleep } from '../lib/sleep.ts';
import { as, initialise, type Place, placeOf } from './cluster.ts';
import { alive, withLock } from './start-lock.ts';

/** A Postgres of our own, running on loopback. */
export interface EmbeddedPostgres {
  url: string;
  /** From now on a server that dies is started anew, at the same address. `died` is told of each. */
  keepUp(died: () => void): void;
  /** Lets go of it; the last program that does so stops the server. */
  release(): Promise<void>;
}

/**
 * Starts the embedded Postgres of `dataDir`, or joins the one that runs already.
 * @throws when there is no place for it, or the server ends at once, or does not answer within five minutes
 */
export async function startEmbedded(dataDir: string): Promise<EmbeddedPostgres> {
  const place = await placeOf(dataDir);
  return withLock(lockOf(place), async () => {
    if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) initialise(place);
    const url = (await running(place)) ?? (await start(place, await freePort()));
    return held(place, url, await hold(url));
  });
}

/** Whether `dataDir` has a cluster; the first start makes one. Makes none itself. */
export async function hasCluster(dataDir: string): Promise<boolean> {
  return existsSync(dataDir) && existsSync(path.join((await placeOf(dataDir)).cluster, 'PG_VERSION'));
}

const lockOf = ({ cluster }: Place) => `${cluster}.lock`;

/** How long a server may take until it answers, in milliseconds: after a crash it first reads what was not written in order. */
const patience = 300_000;

/**
 * The URL of the server of this cluster if it runs; a pid in postmaster.pid alone proves nothing.
 * @throws when its process lives and does not answer: a second one on the same files would destroy them
 */
async function running(place: Place): Promise<string | undefined> {
  const file = path.join(place.cluster, 'postmaster.pid');
  for (const deadline = Date.now() + patience; ; await sleep(100)) {
    if (!existsSync(file)) return undefined;
    const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
    if (Number(port) > 0 && (await answers(urlOf(Number(port)), place))) return urlOf(Number(port));
    if (!serves(Number(pid), place)) return undefined;
    if (Date.now() > deadline)
      throw new Error(`the embedded Postgres, process ${pid}, does not answer; its log is ${place.cluster}.log`);
  }
}

/** Whether a process is the server of this cluster: after a restart of the machine its number may be another one's. */
function serves(pid: number, { cluster }: Place): boolean {
  if (!alive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(cluster);
  } catch {
    return false;
  }
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

async function start(place: Place, port: number): Promise<string> {
  rmSync(path.join(place.cluster, 'postmaster.pid'), { force: true });
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
  for (const deadline = Date.now() + patience; Date.now() < deadline; await sleep(30)) {
    if (await answers(url, place)) return url;
    if (child.exitCode !== null) break;
  }
  throw new Error(`the embedded Postgres did not start; its log is ${place.cluster}.log`);
}

const guardName = 'daily-papers guard';

/**
 * A connection that says "somebody is here" from the start to the release: a program that has no other one open at the
 * moment would find the server stopped by the next that leaves.
 */
async function hold(url: string): Promise<Client> {
  const guard = new Client({ connectionString: url, application_name: guardName });
  guard.on('error', () => {});
  await guard.connect();
  return guard;
}

function held(place: Place, url: string, first: Client): EmbeddedPostgres {
  let guard = first;
  const leaving = new AbortController();
  const { signal } = leaving;

  async function revive(): Promise<void> {
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        guard = await withLock(lockOf(place), async () => {
          if ((await running(place)) === undefined) await start(place, Number(new URL(url).port));
          return hold(url);
        });
        return;
      } catch {
        // Its address may be taken, the disk full: the next try may find it free.
        await sleep(growingPause(failures, 60_000), signal);
      }
    }
  }

  let reviving = Promise.resolve();
  return {
    url,
    keepUp: (died) => {
      const watch = () => {
        guard.once('end', () => {
          if (signal.aborted) return;
          died();
          reviving = revive().then(watch);
        });
      };
      watch();
    },
    release: async () => {
      leaving.abort();
      await Promise.race([reviving, sleep(5000)]);
      await release(place, url, guard);
    },
  };
}

/** Stops the server unless another program is still connected to it. */
async function release(place: Place, url: string, guard: Client): Promise<void> {
  await withLock(lockOf(place), async () => {
    await guard.end().catch(() => {});
    if (await lastOne(url))
      as(place, path.join(place.bin, 'pg_ctl'), ['stop', '-D', place.cluster, '-m', 'fast', '-w', '-t', '20']);
  });
}

/** Whether nobody else is connected. Connections that were closed just now are still seen for a moment. */
async function lastOne(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    for (const deadline = Date.now() + 2000; ; await sleep(50)) {
      const { rows } = await client.query<{ others: number; guards: number }>(
        `select count(*)::int as others, (count(*) filter (where application_name = $1))::int as guards
        from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
        [guardName],
      );
      const [{ others, guards } = { others: 1, guards: 1 }] = rows;
      if (others === 0) return true;
      if (guards > 0 || Date.now() > deadline) return false;
    }
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
