import { randomBytes } from 'node:crypto';
import { chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runAs, type Place } from './cluster.ts';
import { newPassword, readPassword, scramVerifier, storePassword } from './cluster-password.ts';
import { ScramClient } from './scram-client.ts';

// Early versions created clusters that let every local user in (`trust`). Such a cluster, and one
// whose password file is lost, gets a password before it is used: set it in Postgres, store the
// file, rewrite pg_hba.conf, reload. Each step can be repeated. The next start detects a program
// that was killed: after the first step the password file is missing, after the second pg_hba.conf
// still contains `trust`, after the third the server loaded its configuration before pg_hba.conf
// was written.

/** A line of pg_hba.conf whose method requires no password, up to the method. */
const trusting = /^([ \t]*(?:local|host)[^#\n]*[ \t])trust\b/gm;

const hbaFile = ({ cluster }: Place) => path.join(cluster, 'pg_hba.conf');

function requiresPassword(place: Place): boolean {
  return (
    readPassword(place.passwordFile) !== undefined &&
    readFileSync(hbaFile(place), 'utf8').search(trusting) < 0
  );
}

/**
 * @param known the password that running programs already use; it is set again if the file is lost
 */
export function requirePasswordOfStopped(place: Place, known?: string): void {
  if (requiresPassword(place)) return;
  const password = readPassword(place.passwordFile) ?? known ?? newPassword();
  rmSync(path.join(place.cluster, 'postmaster.pid'), { force: true });
  // Single-user mode listens on no port and requires no password.
  const args = ['--single', '-D', place.cluster, '-c', 'exit_on_error=on', 'postgres'];
  const set = runAs(place, path.join(place.bin, 'postgres'), args, `${setPassword(password)}\n`);
  if (set.status !== 0)
    throw new Error(
      `cannot set the password of the embedded Postgres: ${set.stderr || String(set.error)}`,
    );
  storePassword(place.passwordFile, password);
  rewriteHba(place);
}

/** @param url a superuser URL */
export async function requirePasswordOfRunning(place: Place, url: string): Promise<void> {
  const client = new ScramClient({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    if (!requiresPassword(place)) {
      const password = readPassword(place.passwordFile) ?? newPassword();
      await client.query(setPassword(password));
      storePassword(place.passwordFile, password);
      rewriteHba(place);
    }
    // Reload unless the server read its configuration after pg_hba.conf was last written.
    await client.query('select pg_reload_conf() where pg_conf_load_time() <= $1', [
      statSync(hbaFile(place)).mtime,
    ]);
  } finally {
    await client.end().catch(() => {});
  }
}

const setPassword = (password: string) =>
  `alter role postgres password '${scramVerifier(password)}'`;

function rewriteHba(place: Place): void {
  const file = hbaFile(place);
  const before = readFileSync(file, 'utf8');
  const after = before.replace(trusting, '$1scram-sha-256');
  if (after === before) return;
  const temporary = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(temporary, after, { flag: 'wx', mode: 0o600, flush: true });
  if (place.uid !== undefined && place.gid !== undefined)
    chownSync(temporary, place.uid, place.gid);
  renameSync(temporary, file);
}
