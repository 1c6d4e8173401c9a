import { tmpdir } from 'node:os';
import getPort from 'get-port';
import { expect, test } from 'vitest';
import { freshDatabase } from '../../support/database.ts';
import { cli, inputFile } from '../../support/program.ts';

test('a usage error exits with 2, in one line', async () => {
  const wrong = await cli(['digest', 'send', '--date', 'tomorrow'], {});
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('2026-03-14')]);
  for (const args of [['nope'], ['papers', 'fetch', '--nope'], ['papers', 'import'], ['digest']])
    expect([args, (await cli(args, {})).code]).toEqual([args, 2]);
  const setting = await cli(['migrate'], { PORT: 'x' });
  expect([setting.code, setting.err.trim()]).toEqual([
    2,
    'PORT is "x"; expected a whole number from 0 to 65535',
  ]);
});

test('the command line refuses what the API refuses, in one line and before it changes anything', async () => {
  const { url, db } = await freshDatabase();
  const eleven = Array.from({ length: 11 }, (_, n) => `r${n}@example.org`).join(',');
  const readers = inputFile('one.csv', 'email\nada@example.org\n');
  for (const [args, reason] of [
    [['digest', 'send', '--to', eleven], 'at most 10 addresses'],
    [['digest', 'compose', '--papers', 'a,b'], 'ids of papers'],
    [['digest', 'compose', '--papers', '99999999999'], 'ids of papers'],
    [['api-key', 'create', 'x', '--scopes', 'papers:eat'], 'papers:read, papers:write'],
    [['subscribers', 'import', readers, '--consent', ''], '1 to 200 characters'],
  ] as const) {
    const { code, err } = await cli([...args], { DATABASE_URL: url });
    expect([args[1], code, err.trim().split('\n').length]).toEqual([args[1], 2, 1]);
    expect(err).toContain(reason);
  }
  expect(await db.prisma.subscriber.count()).toBe(0);
});

test('an unreadable value is named, and a key needs a name', async () => {
  const { url } = await freshDatabase();
  for (const [args, exitCode, said] of [
    [['subscribers', 'import', '/nowhere.csv'], 1, 'cannot read /nowhere.csv: '],
    [['subscribers', 'import', tmpdir()], 1, `cannot read ${tmpdir()}: `],
    [['papers', 'import', tmpdir()], 1, `cannot read ${tmpdir()}: `],
    [['api-key', 'create', ' '], 2, 'a name of 1 to 100 characters'],
  ] as const) {
    const { code, err } = await cli([...args], { DATABASE_URL: url });
    expect([args, code, err]).toEqual([args, exitCode, expect.stringContaining(said)]);
  }
});

test('an unreachable Postgres is reported with its setting and without its password', async () => {
  const port = await getPort();
  const { code, err } = await cli(['migrate'], {
    DATABASE_URL: `postgresql://u:secret@127.0.0.1:${port}/x`,
  });
  expect([code, err]).toEqual([
    1,
    `cannot use the Postgres of DATABASE_URL: connect ECONNREFUSED 127.0.0.1:${port}\n`,
  ]);
});

test('a file that is not a page is reported in one line with exit code 1, and nothing is imported', async () => {
  const { url, db } = await freshDatabase();
  const { code, err } = await cli(['papers', 'import', inputFile('letter.txt', 'Dear all\n')], {
    DATABASE_URL: url,
  });
  expect(code).toBe(1);
  expect(err.trim().split('\n')).toHaveLength(1);
  expect(err).toMatch(/line \d+/);
  expect(await db.prisma.paper.count()).toBe(0);
});

test('doctor reports invalid settings instead of crashing', async () => {
  const { code, out, err } = await cli(['doctor'], { PORT: 'eighty', DIGEST_TIME: 'noon' });
  expect([code, err]).toEqual([1, '']);
  expect(out).toMatch(/^fail +settings +PORT is "eighty"; expected a whole number/m);
  expect(out).toMatch(/^fail +settings +DIGEST_TIME is "noon"; expected a time such as 08:00/m);
});

test('an import without a valid row prints its report and exits with 1', async () => {
  const { url } = await freshDatabase();
  const env = { DATABASE_URL: url, PAPER_SOURCES: '' };
  const readers = inputFile('none.csv', 'email\nnobody\nnowhere\n');
  const papers = inputFile('none.ndjson', '{broken\n{"title":""}\n');
  for (const args of [
    ['subscribers', 'import', readers],
    ['papers', 'import', papers, '--format', 'ndjson'],
  ]) {
    const said = await cli(args, env);
    expect([args[0], said.code]).toEqual([args[0], 1]);
    expect(said.out).toMatch(/^2 read: 0 added, .*2 rejected$/m);
    const asJson = await cli([...args, '--json'], env);
    expect([args[0], asJson.code, JSON.parse(asJson.out).rejected.length]).toEqual([args[0], 1, 2]);
  }
  const half = await cli(
    ['subscribers', 'import', inputFile('half.csv', 'email\nnobody\nada@example.org\n')],
    env,
  );
  expect(half.code).toBe(0);
});
