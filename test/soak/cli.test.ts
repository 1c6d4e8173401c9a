import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { expect, onTestFinished, test, vi } from 'vitest';
import { verifyPassword } from '../../src/admin/accounts/passwords.ts';
import { sql } from '../../src/db/sql.ts';
import { freshDatabase } from '../support/database.ts';
import { cli, inputFile, startServer } from '../support/program.ts';
import { serve } from '../support/sources.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-cli-'));

test('the command line manages papers, digests and subscribers while the server runs', async () => {
  const { url, db } = await freshDatabase();
  const env = { DATABASE_URL: url, PAPER_SOURCES: '' };
  const server = await startServer(env);
  const papers = inputFile('papers.ndjson', '{"title":"One"}\n{broken\n{"title":"Two"}\n');
  const imported = await cli(
    ['papers', 'import', papers, '--format', 'ndjson', '--date', '2026-03-10', '--json'],
    env,
  );
  expect(imported.code).toBe(0);
  expect(JSON.parse(imported.out)).toMatchObject({ read: 3, added: 2, rejected: [{ line: 2 }] });
  const readers = inputFile(
    'readers.csv',
    'email,hour\nada@example.org,6\nnobody\nbob@example.org,\n',
  );
  const added = await cli(['subscribers', 'import', readers, '--consent', 'a list', '--json'], env);
  expect(JSON.parse(added.out)).toMatchObject({ read: 3, added: 2, rejected: [{ line: 3 }] });
  expect((await cli(['subscribers', 'export'], env)).out.split('\n').filter(Boolean)).toHaveLength(
    3,
  );
  const draft = await cli(['digest', 'compose', '--date', '2026-03-10', '--json'], env);
  expect(JSON.parse(draft.out)).toMatchObject({
    status: 'draft',
    papers: [{ title: 'One' }, { title: 'Two' }],
  });
  expect((await cli(['digest', 'preview', '--date', '2026-03-10'], env)).out).toContain('1.  One');
  const sent = await Promise.all(
    [1, 2, 3].map(() => cli(['digest', 'send', '--date', '2026-03-10', '--json'], env)),
  );
  expect(sent.map(({ code }) => code)).toEqual([0, 0, 0]);
  await expect
    .poll(
      async () =>
        JSON.parse((await cli(['digest', 'status', '--date', '2026-03-10', '--json'], env)).out)
          .counts.sent,
      { timeout: 60_000 },
    )
    .toBe(2);
  expect((await cli(['digest', 'retry', '--date', '2026-03-10'], env)).code).toBe(0);
  expect(await db.prisma.auditEvent.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({
    action: 'digest-retried',
  });
  const inbox = (await (await fetch(`${server.url}/inbox/messages.json`)).json()) as {
    to: string;
    subject: string;
  }[];
  expect(
    inbox
      .filter(({ subject }) => subject.includes('One'))
      .map(({ to }) => to)
      .sort(),
  ).toEqual(['ada@example.org', 'bob@example.org']);
});

const terminal = '/usr/bin/script';

test.skipIf(!existsSync(terminal))(
  'shows a progress bar on stderr in a terminal, and only data on stdout',
  async () => {
    const { url } = await freshDatabase();
    const env = { DATABASE_URL: url, PAPER_SOURCES: 'sample' };
    const lines = Array.from({ length: 2500 }, (_, n) => JSON.stringify({ title: `Paper ${n}` }));
    const papers = inputFile('many.ndjson', lines.join('\n'));
    const out = path.join(folder, 'out.json');
    for (const [command, what] of [
      [`papers import ${papers} --format ndjson --json`, 'Importing'],
      ['papers fetch --json', 'Fetching'],
    ] as const) {
      const shown = execFileSync(
        terminal,
        ['-qec', `${process.execPath} dist/cli.js ${command} > ${out}`, '/dev/null'],
        {
          env: { ...env, PATH: process.env['PATH'] },
          encoding: 'utf8',
        },
      );
      expect(shown).toMatch(new RegExp(`${what} .*100%`, 's'));
      expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ added: expect.any(Number) });
      const quiet = await cli(command.split(' '), env);
      expect([quiet.code, quiet.err]).toEqual([0, '']);
      expect(JSON.parse(quiet.out)).toMatchObject({ added: 0 });
    }
  },
);

test('papers fetch reports which source failed and exits with 1', async () => {
  const { url } = await freshDatabase();
  const env = { DATABASE_URL: url, PAPER_SOURCES: 'arxiv:cs.CL' };
  const source = await serve((_request, response) => response.writeHead(404).end());
  const { code, out } = await cli(['papers', 'fetch'], {
    ...env,
    ARXIV_API_URL: source,
    ARXIV_RSS_URL: source,
    LOG_LEVEL: 'silent',
  });
  expect(code).toBe(1);
  expect(out).toBe(
    '0 added, 0 updated, 0 unchanged, 0 skipped\narxiv:cs.CL failed: answered 404\n',
  );
});

test('each command that prints data can print JSON too; an export can be imported', async () => {
  const { url, db } = await freshDatabase();
  const env = { DATABASE_URL: url, PAPER_SOURCES: '' };
  const readers = inputFile('two.csv', 'email,topics\nada@example.org,"a,b"\nbob@example.org,\n');
  await cli(['subscribers', 'import', readers, '--consent', 'a list'], env);
  const { out } = await cli(['subscribers', 'export', '--json'], env);
  expect(JSON.parse(out)).toMatchObject([
    { email: 'ada@example.org', status: 'active', topics: ['a', 'b'] },
    { email: 'bob@example.org', topics: [] },
  ]);
  await db.prisma.subscriber.deleteMany();
  const again = await cli(['subscribers', 'import', '-', '--format', 'json', '--json'], env, out);
  expect(JSON.parse(again.out)).toMatchObject({ read: 2, added: 2, rejected: [] });
  await cli(
    [
      'papers',
      'import',
      inputFile('p.json', '[{"title":"One"}]'),
      '--format',
      'json',
      '--date',
      '2026-03-10',
    ],
    env,
  );
  await cli(['digest', 'compose', '--date', '2026-03-10'], env);
  const preview = await cli(['digest', 'preview', '--date', '2026-03-10', '--json'], env);
  expect(JSON.parse(preview.out)).toMatchObject({
    subject: '[Test] One',
    text: expect.stringContaining('1.  One'),
    html: expect.stringContaining('<html'),
  });
});

test('admin create adds an operator with a password that is printed once or read from standard input', async () => {
  const { url, db } = await freshDatabase();
  const env = { DATABASE_URL: url, PAPER_SOURCES: '', PUBLIC_URL: 'https://papers.example' };
  const made = await cli(['admin', 'create', '--email', 'Ada@example.org'], env);
  expect([made.code, made.err]).toEqual([0, '']);
  const [said, password = ''] = made.out.trimEnd().split('\n');
  expect(said).toBe(
    'Ada@example.org can sign in at https://papers.example/admin with this password, which is shown once:',
  );
  const { passwordHash } = await db.prisma.operator.findUniqueOrThrow({
    where: { emailKey: 'ada@example.org' },
  });
  expect(await verifyPassword(passwordHash, password)).toBe(true);
  const changed = await cli(
    ['admin', 'create', '--email', 'ada@example.org', '--password-stdin', '--json'],
    env,
    'correct horse battery\n',
  );
  expect(JSON.parse(changed.out)).toEqual({
    email: 'ada@example.org',
    isNew: false,
    role: 'owner',
    url: 'https://papers.example/admin',
  });
  const [operator] = await db.prisma.operator.findMany();
  expect(await verifyPassword(operator?.passwordHash ?? '', 'correct horse battery')).toBe(true);
  for (const [args, input, reason, exitCode] of [
    [['--email', 'ada@example.org', '--password-stdin'], 'short\n', '12 to 200 characters', 1],
    [['--email', 'nobody'], '', 'ada@example.org', 2],
    [[], '', '--email', 2],
  ] as const) {
    const { code, err } = await cli(['admin', 'create', ...args], env, input);
    expect([args, code, err.trim().split('\n').length]).toEqual([args, exitCode, 1]);
    expect(err).toContain(reason);
  }
});

test('an export ends without an error when its reader closes the pipe', async () => {
  const { url, db } = await freshDatabase();
  await db.run(sql`insert into subscriber (email, email_key, status)
    select email, email, 'pending' from generate_series(1, 5000) as n, lateral (select 'r' || n || '@example.org') as made(email)`);
  const command = `${process.execPath} dist/cli.js subscribers export | head -1; echo "\${PIPESTATUS[0]}"`;
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url };
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', command], {
    env,
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^email,status,.*\n0\n$/);
});

test('digest status explains the status of a digest; a missing digest must be composed first', async () => {
  const { url, db } = await freshDatabase();
  await db.run(sql`insert into digest (kind, date, status, reason, reason_params, subject, starts_at) values
    ('daily', '2026-03-09', 'skipped', 'no-papers', '{}', '', now()),
    ('daily', '2026-03-10', 'paused', 'refused', '{"reply": "550"}', 'One', now())`);
  const status = (date: string) => cli(['digest', 'status', '--date', date], { DATABASE_URL: url });
  expect((await status('2026-03-09')).out).toBe(
    '2026-03-09 skipped (no papers)\nnobody was queued\n',
  );
  expect((await status('2026-03-10')).out).toBe(
    '2026-03-10 paused (rejected: 550): One\nnobody was queued\n',
  );
  const missing = await status('2026-03-11');
  expect([missing.code, missing.err]).toEqual([
    1,
    'There is no daily digest for 2026-03-11 yet: compose it first.\n',
  ]);
});

test('doctor reports problems with exit code 1, without secrets and addresses', async () => {
  const { url } = await freshDatabase();
  const port = await getPort();
  const env = {
    DATABASE_URL: url,
    PAPER_SOURCES: '',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    SMTP_URL: `smtp://hunter:hunter2@127.0.0.1:${port}`,
    MAIL_FROM: 'Daily Papers <papers@papers.example>',
    ALERT_TO: 'operator@papers.example',
    SECRET_KEY: 'hunter3, at least thirty-two characters long',
    DNS_SERVERS: `127.0.0.1:${port}`,
  };
  const asJson = await cli(['doctor', '--json'], env);
  expect([asJson.code, asJson.err]).toEqual([1, '']);
  const { state, checks } = JSON.parse(asJson.out);
  expect(state).toBe('fail');
  expect(checks).toContainEqual({
    check: 'relay',
    state: 'fail',
    what: expect.stringContaining('ECONNREFUSED'),
    fix: expect.stringContaining('nc -vz'),
  });
  expect(checks).toContainEqual(expect.objectContaining({ check: 'migrations', state: 'ok' }));
  const said = await cli(['doctor'], env);
  expect(said.code).toBe(1);
  expect(said.out).toMatch(/^fail +relay +127\.0\.0\.1:\d+ cannot be used/m);
  expect(said.out).toMatch(/\d+ ok, \d+ warnings?, \d+ failures?\n$/);
  expect(asJson.out + said.out).not.toMatch(/hunter|@/);
});

test('doctor reports no problems on a laptop whose server runs', async () => {
  const DATA_DIR = path.join(folder, 'laptop');
  const server = await startServer({ DATA_DIR });
  const look = () => cli(['doctor', '--json'], { DATA_DIR, PORT: new URL(server.url).port });
  // The first ticks end soon.
  await expect
    .poll(async () => JSON.parse((await look()).out).state, { timeout: 60_000 })
    .toBe('ok');
  const { code, out } = await look();
  expect(JSON.parse(out).checks.filter((check: { state: string }) => check.state !== 'ok')).toEqual(
    [],
  );
  expect(code).toBe(0);
});

test('doctor starts a stopped embedded Postgres and creates none', async () => {
  const env = { DATA_DIR: path.join(folder, 'doctor'), PORT: String(await getPort()) };
  const checks = async () => {
    const { out } = await cli(['doctor', '--json'], env);
    return (JSON.parse(out) as { checks: { check: string; state: string; what: string }[] }).checks;
  };
  const before = await checks();
  expect(before).toContainEqual(
    expect.objectContaining({
      check: 'postgres',
      state: 'ok',
      what: expect.stringContaining('not created yet'),
    }),
  );
  expect(existsSync(env.DATA_DIR)).toBe(false);
  await cli(['migrate'], env);
  const after = await checks();
  for (const check of ['postgres', 'migrations', 'data-dir', 'queue'])
    expect(after).toContainEqual(expect.objectContaining({ check, state: 'ok' }));
});

test('PORT=0 selects a free port, which the greeting and the links contain', async () => {
  const { url } = await freshDatabase();
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, ['dist/main.js'], { env });
  const ended = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const [greeting] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  const own = /Daily Papers: (http:\/\/127\.0\.0\.1:[1-9]\d*)\//.exec(greeting)?.[1] ?? '';
  await fetch(`${own}/subscribe`, {
    method: 'POST',
    body: new URLSearchParams({ email: 'ada@example.org' }),
  });
  const text = await vi.waitFor(
    async () => {
      const [mail] = (await (await fetch(`${own}/inbox/messages.json`)).json()) as { id: number }[];
      if (mail === undefined) throw new Error('no mail yet');
      return (
        await fetch(`${own}/inbox/${mail.id}`, { headers: { accept: 'application/json' } })
      ).text();
    },
    { timeout: 60_000, interval: 100 },
  );
  expect(text).toContain(`${own}/confirm/`);
});
