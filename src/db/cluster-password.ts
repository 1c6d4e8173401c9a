import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { reasonOf } from '../lib/errors/reason.ts';

/**
 * The superuser password of a cluster, or undefined if its file is missing. Other users lose access
 * to the file.
 */
export function readPassword(passwordFile: string): string | undefined {
  try {
    if (!existsSync(passwordFile)) return undefined;
    if (process.platform !== 'win32' && (statSync(passwordFile).mode & 0o077) !== 0)
      chmodSync(passwordFile, 0o600);
    const password = readFileSync(passwordFile, 'utf8').trim();
    return password === '' ? undefined : password;
  } catch (cause) {
    throw new Error(`cannot read the password of the embedded Postgres: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** A password that is URL-safe and too long to guess. */
export function newPassword(): string {
  return randomBytes(32).toString('hex');
}

/**
 * Writes the file under another name, then renames it: after a crash it is either complete or
 * missing.
 */
export function storePassword(passwordFile: string, password: string): void {
  const temporary = `${passwordFile}.${randomBytes(4).toString('hex')}`;
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeFileSync(file, `${password}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, passwordFile);
}

/**
 * What Postgres stores for a password (RFC 5803). Statements and files that contain it instead of
 * the password can be logged or read without giving access.
 */
export function scramVerifier(password: string): string {
  const iterations = 4096;
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const storedKey = createHash('sha256').update(hmac('Client Key')).digest('base64');
  const serverKey = hmac('Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
