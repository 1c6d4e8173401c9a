import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { placeOf } from '../../src/db/cluster.ts';
import { deleteDataDir, startEmbedded } from '../../src/db/embedded.ts';
import { cli, startServer } from '../support/program.ts';

const isRoot = process.getuid?.() === 0;

/** Creates a folder that only we can enter, as a mkdtemp of root or a home folder is. */
function privateFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-embedded-'));
  chmodSync(folder, 0o700);
  onTestFinished(async () => {
    await deleteDataDir(path.join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const subscribers = async (env: Record<string, string>) => {
  const { out, code, err } = await cli(['subscribers', 'export'], env);
  if (code !== 0) throw new Error(err);
  return out.split('\n').filter(Boolean).length - 1;
};

function add(env: Record<string, string>, ...emails: string[]) {
  return cli(
    ['subscribers', 'import', '-', '--consent', 'test'],
    env,
    `email\n${emails.join('\n')}\n`,
  );
}

test('in a folder that only this user can enter, the server and the command line share one DATA_DIR', async () => {
  const env = { DATA_DIR: path.join(privateFolder(), 'data'), PAPER_SOURCES: '' };
  const server = await startServer(env);
  expect((await add(env, 'ada@example.org')).code).toBe(0);
  expect(await subscribers(env)).toBe(1);
  await server.kill('SIGTERM');
  expect(await subscribers(env)).toBe(1);
});

test('after kill -9 of the process group it starts again immediately, and nothing is lost', async () => {
  const env = { DATA_DIR: path.join(privateFolder(), 'data'), PAPER_SOURCES: '' };
  for (let round = 0; round < 3; round += 1) {
    const server = await startServer(env);
    expect((await add(env, `r${round}@example.org`)).code).toBe(0);
    await server.kill('SIGKILL');
  }
  await startServer(env);
  expect(await subscribers(env)).toBe(3);
});

test('a server that cannot start stops its Postgres', async () => {
  const folder = privateFolder();
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number };
  const env = {
    DATA_DIR: path.join(folder, 'data'),
    PAPER_SOURCES: '',
    PORT: String(port),
    LOG_LEVEL: 'error',
  };
  const { code, err } = await cli(['serve'], env);
  expect([code, err]).toEqual([
    1,
    expect.stringContaining(`cannot listen on HOST 127.0.0.1, PORT ${port}: `),
  ]);
  const { cluster } = await placeOf(env.DATA_DIR);
  expect(existsSync(path.join(cluster, 'PG_VERSION'))).toBe(true);
  expect(existsSync(path.join(cluster, 'postmaster.pid'))).toBe(false);
});

/** Returns the process of the server that belongs to a DATA_DIR. */
async function postmaster(dataDir: string): Promise<number> {
  const { cluster } = await placeOf(dataDir);
  return Number(readFileSync(path.join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
}

test('a Postgres that is killed under two running servers is restarted once, and nothing is lost', async () => {
  const dataDir = path.join(privateFolder(), 'data');
  const env = { DATA_DIR: dataDir, PAPER_SOURCES: '' };
  const servers = [await startServer(env), await startServer(env)];
  expect((await add(env, 'ada@example.org')).code).toBe(0);
  const before = await postmaster(dataDir);
  process.kill(before, 'SIGKILL');
  for (const { url } of servers)
    await expect
      .poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: 60_000 })
      .toBe(200);
  expect(await postmaster(dataDir)).not.toBe(before);
  expect(await subscribers(env)).toBe(1);
  for (const server of servers) await server.kill('SIGTERM');
  await expect(postmaster(dataDir)).rejects.toThrow('ENOENT');
});

test('a connection that closes a moment later does not prevent the last program from stopping the server', async () => {
  const folder = privateFolder();
  const server = await startEmbedded(path.join(folder, 'data'));
  const other = new Client({ connectionString: server.url });
  await other.connect();
  const released = server.release();
  setTimeout(() => void other.end(), 300);
  await released;
  await expect(postmaster(path.join(folder, 'data'))).rejects.toThrow('ENOENT');
});

test('a pid file whose pid now belongs to another program identifies no server', async () => {
  const dataDir = path.join(privateFolder(), 'data');
  const env = { DATA_DIR: dataDir, PAPER_SOURCES: '' };
  const server = await startServer(env);
  await server.kill('SIGKILL');
  process.kill(await postmaster(dataDir), 'SIGKILL');
  const file = path.join((await placeOf(dataDir)).cluster, 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
  expect((await add(env, 'ada@example.org')).code).toBe(0);
});

test('two programs that start at the same time on a new DATA_DIR create one database', async () => {
  const env = { DATA_DIR: path.join(privateFolder(), 'data'), PAPER_SOURCES: '' };
  const runs = await Promise.all([
    add(env, 'a@example.org'),
    add(env, 'b@example.org'),
    add(env, 'c@example.org'),
  ]);
  expect(runs.map(({ code, err }) => [code, err])).toEqual([
    [0, ''],
    [0, ''],
    [0, ''],
  ]);
  expect(await subscribers(env)).toBe(3);
});

test.skipIf(!isRoot)('runs as an ordinary user', async () => {
  const folder = privateFolder();
  chmodSync(folder, 0o755);
  const home = path.join(folder, 'nobody');
  mkdirSync(home);
  chownSync(home, 65534, 65534);
  // A copy of the program, because other users may not have access to the checkout.
  const copy = path.join(folder, 'checkout');
  mkdirSync(copy);
  for (const name of ['dist', 'prisma', 'templates', 'package.json', 'node_modules']) {
    if (readableByAll(process.cwd())) symlinkSync(path.resolve(name), path.join(copy, name));
    else cpSync(name, path.join(copy, name), { recursive: true });
  }
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    DATA_DIR: path.join(home, 'data'),
    PAPER_SOURCES: '',
  };
  const run = () =>
    execFileSync(process.execPath, [path.join(copy, 'dist/cli.js'), 'migrate', '--json'], {
      cwd: home,
      env,
      uid: 65534,
      gid: 65534,
    }).toString();
  expect(JSON.parse(run()).applied.length).toBeGreaterThan(0);
  expect(JSON.parse(run()).applied).toEqual([]);
});

test.skipIf(!isRoot)(
  'runs as root in a checkout below a folder that only root can enter',
  async () => {
    const copy = path.join(privateFolder(), 'checkout');
    mkdirSync(copy);
    for (const name of ['dist', 'prisma', 'templates', 'package.json', 'node_modules']) {
      // Hard links if the file system allows them: the same files below another folder.
      const [linked, copied] = ['-al', '-a'].map(
        (how) => () => execFileSync('cp', [how, path.resolve(name), copy], { stdio: 'ignore' }),
      );
      try {
        linked?.();
      } catch {
        copied?.();
      }
    }
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: '/root',
      DATA_DIR: path.join(copy, 'data'),
      PAPER_SOURCES: '',
    };
    const out = execFileSync(process.execPath, ['dist/cli.js', 'migrate', '--json'], {
      cwd: copy,
      env,
    }).toString();
    expect(JSON.parse(out).applied.length).toBeGreaterThan(0);
  },
);

function readableByAll(folder: string): boolean {
  try {
    execFileSync('ls', [folder], { uid: 65534, gid: 65534, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const debian = '/usr/lib/postgresql/15/bin';

test.skipIf(!isRoot || !existsSync(debian))(
  'DATABASE_URL may point to Postgres 15; two concurrent migrations run once',
  async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-pg15-'));
    chmodSync(folder, 0o755);
    const data = path.join(folder, 'data');
    mkdirSync(data);
    chownSync(data, 65534, 65534);
    const as = { uid: 65534, gid: 65534, cwd: '/' };
    const port = await getPort();
    execFileSync(`${debian}/initdb`, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], {
      ...as,
      stdio: 'ignore',
    });
    execFileSync(
      `${debian}/pg_ctl`,
      [
        '-D',
        data,
        '-w',
        '-l',
        `${data}/log`,
        '-o',
        `-p ${port} -k ${data} -c listen_addresses=127.0.0.1`,
        'start',
      ],
      { ...as, stdio: 'ignore' },
    );
    onTestFinished(() => {
      execFileSync(`${debian}/pg_ctl`, ['-D', data, '-m', 'immediate', 'stop'], {
        ...as,
        stdio: 'ignore',
      });
      rmSync(folder, { recursive: true, force: true });
    });
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    const env = { DATABASE_URL: url, PAPER_SOURCES: '' };
    const runs = await Promise.all([
      cli(['migrate', '--json'], env),
      cli(['migrate', '--json'], env),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(runs.flatMap(({ out }) => JSON.parse(out).applied)).toHaveLength(
      readdirSync('prisma/migrations').length - 1,
    );
    const server = await startServer(env);
    expect((await fetch(`${server.url}/`)).status).toBe(200);
    expect((await add(env, 'ada@example.org')).code).toBe(0);
    const client = new Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ email: string }>('select email from subscriber');
    await client.end();
    expect(rows).toEqual([{ email: 'ada@example.org' }]);
  },
);
