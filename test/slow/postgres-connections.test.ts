import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/db/client.ts';
import { resolveSslMode } from '../../src/db/connection.ts';
import { sql } from '../../src/db/sql.ts';
import { examineDatabaseTls } from '../../src/doctor/database-tls.ts';
import { selfSigned } from '../support/certificate.ts';
import { hasPrograms } from '../support/programs.ts';
import { cli, startServer } from '../support/program.ts';

const debian = '/usr/lib/postgresql/15/bin';
const canRun = process.getuid?.() === 0 && hasPrograms(debian);

/**
 * Starts Debian's Postgres with a certificate for localhost and a role limited to 20 connections.
 */
async function startDebian() {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-pg15-'));
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  mkdirSync(data);
  chownSync(data, 65534, 65534);
  const as = { uid: 65534, gid: 65534, cwd: '/', stdio: 'ignore' as const };
  const port = await getPort();
  execFileSync(`${debian}/initdb`, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], as);
  const { key, cert } = selfSigned('localhost', 30);
  const ca = path.join(folder, 'ca.pem');
  writeFileSync(ca, cert);
  writeFileSync(path.join(data, 'server.crt'), cert);
  writeFileSync(path.join(data, 'server.key'), key, { mode: 0o600 });
  for (const name of ['server.crt', 'server.key']) chownSync(path.join(data, name), 65534, 65534);
  const options = `-p ${port} -k ${data} -c listen_addresses=127.0.0.1 -c ssl=on`;
  const start = ['-D', data, '-w', '-l', `${data}/log`, '-o', options, 'start'];
  execFileSync(`${debian}/pg_ctl`, start, as);
  onTestFinished(() => {
    execFileSync(`${debian}/pg_ctl`, ['-D', data, '-m', 'immediate', 'stop'], as);
    rmSync(folder, { recursive: true, force: true });
  });
  const db = connect(`postgresql://postgres@127.0.0.1:${port}/postgres`, 2);
  await db.run(sql`create role papers login connection limit 20`);
  await db.run(sql`create database papers owner papers`);
  await db.close();
  return { port, ca, socket: data };
}

test.skipIf(!canRun)(
  'connects encrypted and verified like libpq, over a socket, and with 20 connections',
  async () => {
    const { port, ca, socket } = await startDebian();
    const at = (host: string, query = '') => `postgresql://papers@${host}:${port}/papers${query}`;
    const encrypted = async (url: string) => {
      const db = connect(await resolveSslMode(url), 2);
      onTestFinished(() => db.close());
      const rows = await db.pool.query('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
      return rows.rows[0]?.ssl as unknown;
    };
    expect(await encrypted(at('127.0.0.1'))).toBe(true);
    expect(await encrypted(at('127.0.0.1', '?sslmode=disable'))).toBe(false);
    expect(await encrypted(at('127.0.0.1', '?sslmode=require'))).toBe(true);
    // The certificate is for localhost.
    expect(await encrypted(at('127.0.0.1', `?sslmode=verify-ca&sslrootcert=${ca}`))).toBe(true);
    expect(await encrypted(at('localhost', `?sslmode=verify-full&sslrootcert=${ca}`))).toBe(true);
    await expect(
      encrypted(at('127.0.0.1', `?sslmode=verify-full&sslrootcert=${ca}`)),
    ).rejects.toThrow('does not match');
    await expect(encrypted(at('localhost', '?sslmode=verify-full'))).rejects.toThrow('self-signed');
    const overSocket = `postgresql:///papers?host=${socket}&port=${port}&user=papers`;
    expect(await encrypted(overSocket)).toBe(false);
    const verified = at('localhost', `?sslmode=verify-full&sslrootcert=${ca}`);
    expect(await examineDatabaseTls(verified, new Date())).toMatchObject([
      { what: expect.stringContaining('certificate and host name verified') },
      { state: 'ok' },
    ]);

    const env = {
      DATABASE_URL: overSocket,
      PAPER_SOURCES: '',
      ADMIN_API_KEY: 'a key of sixteen characters',
    };
    const server = await startServer({
      ...env,
      SMTP_URL: 'smtp://127.0.0.1:1',
      SENDER_PROCESSES: '2',
      DATABASE_CONNECTIONS: '12',
    });
    const busy = Array.from({ length: 60 }, () => fetch(`${server.url}/search?q=attention`));
    const commands = [
      ['subscribers', 'export'],
      ['digest', 'status'],
      ['doctor', '--json'],
    ];
    const runs = [];
    for (const command of commands)
      runs.push(await cli(command, { ...env, PORT: new URL(server.url).port }));
    for (const { err, out } of runs) expect(`${err}${out}`).not.toContain('too many connections');
    expect(runs[0]).toMatchObject({ code: 0, err: '' });
    expect((await Promise.all(busy)).map(({ status }) => status)).toEqual(busy.map(() => 200));
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  },
);
