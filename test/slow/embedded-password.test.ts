import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { Client } from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runAs, type Place, placeOf } from '../../src/db/cluster.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { cli } from '../support/program.ts';

async function newDataDir(): Promise<{ dataDir: string; place: Place }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-password-'));
  const dataDir = path.join(folder, 'data');
  const place = await placeOf(dataDir);
  onTestFinished(() => {
    for (const name of [path.dirname(place.cluster), folder])
      rmSync(name, { recursive: true, force: true });
  });
  return { dataDir, place };
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

function withPassword(url: string, password: string): string {
  const changed = new URL(url);
  changed.password = password;
  return changed.href;
}

const rowsBefore = [{ answer: 42 }];

/** Whether Postgres accepts a client with no password or a wrong one. */
async function letsAnybodyIn(url: string): Promise<boolean> {
  const replies = await Promise.allSettled(
    ['', 'wrong'].map((password) => query(withPassword(url, password), 'select 1')),
  );
  return replies.some(({ status }) => status === 'fulfilled');
}

const hbaOf = (place: Place) => path.join(place.cluster, 'pg_hba.conf');

/**
 * Configures a cluster like early versions: `trust` for all connections, no password, no password
 * file.
 */
function makeTrusting(place: Place): void {
  const hba = readFileSync(hbaOf(place), 'utf8');
  writeFileSync(hbaOf(place), hba.replaceAll('scram-sha-256', 'trust'));
  rmSync(place.passwordFile);
  const args = ['--single', '-D', place.cluster, 'postgres'];
  runAs(place, path.join(place.bin, 'postgres'), args, 'alter role postgres password null\n');
}

/** Creates a cluster like early versions, with one row in it. */
async function trustingCluster() {
  const { dataDir, place } = await newDataDir();
  const server = await startEmbedded(dataDir);
  await query(server.url, 'create table note as select 42 as answer');
  await server.release();
  makeTrusting(place);
  return { dataDir, place };
}

/**
 * Starts the server as this version does and checks that it requires a password.
 * @returns the rows in it
 */
async function convert(dataDir: string, place: Place): Promise<unknown[]> {
  const server = await startEmbedded(dataDir);
  const rows = await query(server.url, 'select answer from note');
  await vi.waitFor(async () => expect(await letsAnybodyIn(server.url)).toBe(false), {
    timeout: 60_000,
  });
  const methods = await query(server.url, 'select distinct auth_method from pg_hba_file_rules');
  expect(methods).toEqual([{ auth_method: 'scram-sha-256' }]);
  expect(statSync(place.passwordFile).mode & 0o777).toBe(0o600);
  await server.release();
  return rows;
}

test('a new cluster requires a password that only its user can read', async () => {
  const { dataDir, place } = await newDataDir();
  const server = await startEmbedded(dataDir);
  const password = readFileSync(place.passwordFile, 'utf8').trim();
  expect(password).toMatch(/^[0-9a-f]{64}$/);
  expect(new URL(server.url).password).toBe(password);
  expect(await letsAnybodyIn(server.url)).toBe(false);
  const { mode, uid } = statSync(place.passwordFile);
  expect([mode & 0o777, uid]).toEqual([0o600, process.getuid?.()]);
  expect(statSync(path.dirname(place.passwordFile)).uid).toBe(process.getuid?.());
  expect(readFileSync(`${place.cluster}.log`, 'utf8')).not.toContain(password);
  expect(
    readdirSync(path.dirname(place.cluster)).filter((name) => name.includes('verifier')),
  ).toEqual([]);
  await server.release();
});

test('a password file that others can read is restricted to its user', async () => {
  const { dataDir, place } = await newDataDir();
  await (await startEmbedded(dataDir)).release();
  chmodSync(place.passwordFile, 0o644);
  await (await startEmbedded(dataDir)).release();
  expect(statSync(place.passwordFile).mode & 0o777).toBe(0o600);
});

test('a stopped cluster that trusts all connections is converted and keeps its data', async () => {
  const { dataDir, place } = await trustingCluster();
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
});

/** Runs Postgres as early versions did, without a password. */
async function startTrusting(place: Place): Promise<string> {
  const port = await getPort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  const args = ['start', '-w', '-D', place.cluster, '-l', '/dev/null', '-o', options];
  expect(runAs(place, path.join(place.bin, 'pg_ctl'), args).status).toBe(0);
  return `postgresql://postgres@127.0.0.1:${port}/postgres`;
}

test('a running server that trusts all connections is converted without a restart', async () => {
  const { dataDir, place } = await trustingCluster();
  const open = new Client({ connectionString: await startTrusting(place) });
  await open.connect();
  const servers = await Promise.all([startEmbedded(dataDir), startEmbedded(dataDir)]);
  expect(servers[0].url).toBe(servers[1].url);
  expect((await open.query('select 1')).rowCount).toBe(1);
  await open.end();
  await servers[0].release();
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
  await servers[1].release();
});

test('a conversion that was killed after any step is completed by the next start', async () => {
  const { dataDir, place } = await trustingCluster();
  // Killed after the password was set: its file is missing.
  await (await startEmbedded(dataDir)).release();
  const hba = readFileSync(hbaOf(place), 'utf8');
  const trusting = hba.replaceAll('scram-sha-256', 'trust');
  writeFileSync(hbaOf(place), trusting);
  rmSync(place.passwordFile);
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
  // Killed after the file was stored: pg_hba.conf is the old one.
  writeFileSync(hbaOf(place), trusting);
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
  // Killed after pg_hba.conf was written: the running server still uses the old one.
  writeFileSync(hbaOf(place), trusting);
  const url = await startTrusting(place);
  writeFileSync(hbaOf(place), hba);
  expect(await letsAnybodyIn(url)).toBe(true);
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
});

test('a lost password is replaced at the next start of the server, and the data is kept', async () => {
  const { dataDir, place } = await trustingCluster();
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
  const before = readFileSync(place.passwordFile, 'utf8');
  rmSync(place.passwordFile);
  expect(await convert(dataDir, place)).toEqual(rowsBefore);
  expect(readFileSync(place.passwordFile, 'utf8')).not.toBe(before);
});

test('a lost or wrong password file is an error that explains the fix and shows no password', async () => {
  const { dataDir, place } = await newDataDir();
  const server = await startEmbedded(dataDir);
  const saved = `${place.passwordFile}.saved`;
  renameSync(place.passwordFile, saved);
  await expect(startEmbedded(dataDir)).rejects.toThrow(
    /its password is not in .*postgres\.password; stop all programs/,
  );
  const wrong = 'f'.repeat(64);
  writeFileSync(place.passwordFile, wrong, { mode: 0o600 });
  const { code, err } = await cli(['migrate'], { DATA_DIR: dataDir });
  expect([code, err]).toEqual([
    1,
    expect.stringMatching(/password is not in .*; stop all programs/),
  ]);
  expect(err).not.toContain(wrong);
  await server.release();
  await expect(startEmbedded(dataDir)).rejects.toThrow(
    /refuses the password in .*; delete this file and start again/,
  );
  expect(readdirSync(place.cluster)).not.toContain('postmaster.pid');
  rmSync(place.passwordFile);
  await (await startEmbedded(dataDir)).release();
});

/**
 * Listens on the port like another user of the machine could, and asks each client for the password
 * in clear text.
 */
async function startThief() {
  const received: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      received.push(chunk);
      socket.write(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 3]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, received };
}

test('another program on the port of a dead server does not get the password', async () => {
  const { dataDir, place } = await newDataDir();
  await (await startEmbedded(dataDir)).release();
  const { port, received } = await startThief();
  const noProcess = 2 ** 30;
  writeFileSync(
    path.join(place.cluster, 'postmaster.pid'),
    [noProcess, place.cluster, 0, port, ''].join('\n'),
  );
  const server = await startEmbedded(dataDir);
  expect(Number(new URL(server.url).port)).not.toBe(port);
  expect(received.length).toBeGreaterThan(0);
  expect(Buffer.concat(received).toString()).not.toContain(
    readFileSync(place.passwordFile, 'utf8').trim(),
  );
  await server.release();
});
