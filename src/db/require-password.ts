import { randomBytes } from 'node:crypto';
import { chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { as, type Place } from './cluster.ts';
import { newPassword, readPassword, scramVerifier, storePassword } from './cluster-password.ts';
import { ScramClient } from './scram-client.ts';

// Early versions made clusters that let every local user in (`trust`). Such a cluster, and one
// whose password file was lost, gets a password before it is used: set it in Postgres, store the
// file, rewrite pg_hba.conf, reload. Each step can be repeated. A program killed after the first
// one leaves no password file, after the second one a pg_hba.conf with `trust`, after the third one
// a server that loaded its configuration before pg_hba.conf was written: the next start sees it.

/** A line of pg_hba.conf, up to a method that asks for no password. */
const trusting = /^([ \t]*(?:local|host)[^#\n]*[ \t])trust\b/gm;

const hbaFile = ({ cluster }: Place) => path.join(cluster, 'pg_hba.conf');

function requiresPassword(place: Place): boolean {
  return (
    readPassword(place.passwordFile) !== undefined &&
    readFileSync(hbaFile(place), 'utf8').search(trusting) < 0
  );
}

/**
 * @param known the password that programs use which already ran; set again where the file was lost
 */
export function requirePasswordOfStopped(place: Place, known?: string): void {
  if (requiresPassword(place)) return;
  const password = readPassword(place.passwordFile) ?? known ?? newPassword();
  rmSync(path.join(place.cluster, 'postmaster.pid'), { force: true });
  // Single-user mode listens nowhere, and needs no password.
  const args = ['--single', '-D', place.cluster, '-c', 'exit_on_error=on', 'postgres'];
  const set = as(place, path.join(place.bin, 'postgres'), args, `${setPassword(password)}\n`);
  if (set.status !== 0)
    throw new Error(
      `cannot set the password of the embedded Postgres: ${set.stderr || String(set.error)}`,
    );
  storePassword(place.passwordFile, password);
  rewriteHba(place);
}

/** @param url of a superuser */
export async function requirePasswordOfRunning(place: Place, url: string): Promise<void> {
  const client = new ScramClient({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {});
  await client.connect();
  try {
    if (!requiresPassword(place)) {
      const password = readPassword(place.passwordFile) ?? newPassword();
      await client.query(setPassword(password));
      storePassword(place.passwordFile, password);
      rewriteHba(place);
    }
    // Reloads unless the server read its configuration after pg_hba.conf was last written.
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
