import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds. Longer than the holder of the lock waits for a server that is recovering. */
const lockTimeout = 360_000;

/**
 * Allows one program at a time to start or stop the server: only one can create the lock file,
 * which names its process. The file of a dead process is removed.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + lockTimeout; ; await sleep(50)) {
    try {
      writeFileSync(lock, nameOf(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (!isTaken(error)) throw error;
      if (Date.now() > deadline)
        throw new Error(`another program holds ${lock}; if none runs, delete it`, { cause: error });
      if (isStale(lock)) removeStale(lock);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether a file could not be created because it exists. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/**
 * Removes the file of a dead process. One program at a time removes it and checks it again before:
 * the file may be a new one by then.
 */
function removeStale(lock: string): void {
  const removal = `${lock}.stale`;
  try {
    writeFileSync(removal, nameOf(process.pid), { flag: 'wx' });
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (isStale(removal)) rmSync(removal, { force: true });
    return;
  }
  try {
    if (isStale(lock)) rmSync(lock, { force: true });
  } finally {
    rmSync(removal, { force: true });
  }
}

/**
 * Milliseconds in which the creator of a lock file writes its name. After a power failure, the file
 * may remain empty.
 */
const writeTimeout = 10_000;

/** Whether the process that created a lock file is dead. */
function isStale(lock: string): boolean {
  const owner = readText(lock);
  if (owner === '') return ageOf(lock) > writeTimeout;
  const pid = Number.parseInt(owner, 10);
  return pid > 0 && !(isAlive(pid) && owner === nameOf(pid));
}

/** A process by pid and start time: after a reboot, its pid may belong to another program. */
function nameOf(pid: number): string {
  // `pid (program) state …`: the name may contain spaces. The start time is the 22nd field.
  const [, fields = ''] = readText(`/proc/${pid}/stat`).split(/\) (?!.*\) )/s);
  return `${pid} ${fields.split(' ')[19] ?? ''}`;
}

/** Milliseconds since a file was written; 0 if it does not exist. */
function ageOf(file: string): number {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/**
 * Whether a process exists and is not a zombie. A killed process group leaves zombies for a while.
 */
export function isAlive(pid: number): boolean {
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
