import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. Longer than the holder of the lock waits for a server that is recovering. */
const lockTimeout = 360_000;

/**
 * Allows one program at a time to start or stop the server: only one can create the lock file. The
 * file of a dead process is removed.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + lockTimeout; ; await sleep(50)) {
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

/**
 * Whether a process exists and is not a zombie. A killed process group leaves zombies for a while.
 */
export function alive(pid: number): boolean {
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
