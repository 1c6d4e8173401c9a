import { access, constants, statfs } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../config/config.ts';
import { placeOf } from '../db/cluster.ts';
import { reasonOf } from '../lib/errors/reason.ts';
import { fail, type Finding, ok, warn } from './finding.ts';

/**
 * Bytes that must be free, and bytes that should be free. The write-ahead log may grow to 4 GB
 * (max_wal_size).
 */
const least = 1_000_000_000;
const comfortable = 6_000_000_000;

/** Checks the folder of the embedded Postgres: whether it is writable, and its free space. */
export async function examineDataDir({
  DATABASE_URL: url,
  DATA_DIR: dataDir,
}: Config): Promise<Finding[]> {
  if (url !== undefined) return [];
  const folder = existsSync(dataDir)
    ? path.dirname((await placeOf(dataDir)).cluster)
    : parentOf(path.resolve(dataDir));
  try {
    await access(folder, constants.W_OK);
  } catch (error) {
    return [
      fail(
        'data-dir',
        `not writable: ${reasonOf(error)}`,
        'Give the user that runs this program write access to DATA_DIR, or choose another folder',
      ),
    ];
  }
  const { bavail, bsize } = await statfs(folder);
  return [space(bavail * bsize)];
}

/** The nearest existing parent folder. The first start creates DATA_DIR. */
function parentOf(folder: string): string {
  const above = path.dirname(folder);
  return existsSync(above) || above === folder ? above : parentOf(above);
}

/** @param free bytes */
export function space(free: number): Finding {
  const text = `${(free / 1e9).toFixed(1)} GB free on the disk of DATA_DIR`;
  if (free >= comfortable) return ok('data-dir', `writable; ${text}`);
  const fix =
    'Free some space or move DATA_DIR to a larger disk; Postgres stops when the disk is full';
  return free < least ? fail('data-dir', text, fix) : warn('data-dir', text, fix);
}
