import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { clientConfig, resolveSslMode } from '../../../src/db/connection.ts';

test('reads parts and parameters of a URL like libpq', () => {
  expect(clientConfig('postgresql://u:p%40%2F@db.example.org:5433/papers')).toMatchObject({
    host: 'db.example.org',
    port: 5433,
    user: 'u',
    password: 'p@/',
    database: 'papers',
    ssl: false,
  });
  expect(clientConfig('postgresql://u@[::1]/')).toMatchObject({
    host: '::1',
    port: 5432,
    database: 'u',
  });
  for (const url of [
    'postgresql:///papers?host=/run/postgresql&sslmode=require',
    'postgresql://%2Frun%2Fpostgresql/papers',
  ])
    expect(clientConfig(url)).toMatchObject({
      host: '/run/postgresql',
      user: userInfo().username,
      database: 'papers',
      ssl: false,
    });
  expect(clientConfig('postgresql://h/d?options=-c%20jit%3Doff&connect_timeout=3')).toMatchObject({
    options: '-c jit=off',
    connectionTimeoutMillis: 3000,
  });
});

test('require verifies nothing, or the certificate if there is a CA; verify-full also verifies the host name', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-ca-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const ca = path.join(folder, 'ca.pem');
  writeFileSync(ca, 'a certificate');
  const ssl = (query: string) => clientConfig(`postgresql://h/d?${query}`).ssl;
  const ignored = { checkServerIdentity: expect.any(Function) };
  expect(ssl('sslmode=disable')).toBe(false);
  expect(ssl('sslmode=require')).toEqual({ rejectUnauthorized: false, ...ignored });
  expect(ssl('ssl=true')).toEqual({ rejectUnauthorized: false, ...ignored });
  const trusted = { ca: 'a certificate', rejectUnauthorized: true };
  expect(ssl(`sslmode=require&sslrootcert=${ca}`)).toEqual({ ...trusted, ...ignored });
  expect(ssl(`sslmode=verify-ca&sslrootcert=${ca}`)).toEqual({ ...trusted, ...ignored });
  expect(ssl(`sslmode=verify-full&sslrootcert=${ca}`)).toEqual(trusted);
  expect(ssl('sslmode=verify-full')).toEqual({ rejectUnauthorized: true });
  expect(() => ssl(`sslmode=verify-full&sslrootcert=${folder}/none.pem`)).toThrow(
    `the database URL has sslrootcert ${folder}/none.pem; expected a PEM file that can be read: `,
  );
});

test('connects to no server if the mode is explicit or the host is a socket', async () => {
  for (const url of ['postgresql://127.0.0.1:1/d?sslmode=require', 'postgresql:///d?host=/run/x'])
    expect(await resolveSslMode(url)).toBe(url);
  await expect(resolveSslMode('postgresql://127.0.0.1:1/d')).rejects.toThrow('ECONNREFUSED');
});
