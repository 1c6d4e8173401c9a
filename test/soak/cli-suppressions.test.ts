import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { cli } from '../support/program.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-suppressions-'));

function file(name: string, content: string): string {
  const where = path.join(folder, name);
  writeFileSync(where, content);
  return where;
}

async function setup() {
  const { url, db } = await freshDatabase();
  const run = (args: string[], input?: string) =>
    cli(['suppressions', ...args], { DATABASE_URL: url }, input);
  return { db, run };
}

test('suppressions import, list, lift and export', async () => {
  const { db, run } = await setup();
  const listed = file(
    'listed.csv',
    'email,reason,evidence\nada@example.org,complained,=a report\nnobody\nBob@Example.org,,\n',
  );
  const imported = await run(['import', listed]);
  expect(imported).toMatchObject({ code: 0, err: '' });
  expect(imported.out).toMatch(
    /^3 read: 2 added, 0 updated, 0 unchanged, 1 rejected\nline 3: email: .+\n$/,
  );
  const again = await run(['import', '-', '--reason', 'bounced', '--json'], 'bob@example.org\n');
  expect(JSON.parse(again.out)).toEqual({
    read: 1,
    added: 0,
    updated: 0,
    unchanged: 1,
    rejected: [],
    rejectedCount: 0,
  });

  const { out } = await run(['list', '--json']);
  const [bob, ada] = JSON.parse(out);
  expect(bob).toMatchObject({ email: 'bob@example.org', reason: 'bounced', evidence: null });
  expect(ada).toMatchObject({ email: 'ada@example.org', reason: 'complained', endsAt: null });
  expect((await run(['list', '--limit', '1'])).out).toMatch(
    new RegExp(`^${bob.id}\tbob@example.org\tbounced\t2\\d{3}-\\S+Z\t\n$`),
  );

  const csv = await run(['export']);
  expect(csv.out.split('\n').slice(0, 2)).toEqual([
    'email,reason,evidence,created_at',
    expect.stringMatching(/^bob@example\.org,bounced,,2\d{3}-/),
  ]);
  // A spreadsheet must not read evidence as a formula.
  expect(csv.out).toContain("complained,'=a report,");
  const json = await run(['export', '--json']);
  expect(JSON.parse(json.out)).toEqual([bob, ada]);

  expect(await run(['lift', String(bob.id)])).toMatchObject({
    code: 0,
    out: `lifted: ${bob.id}\n`,
  });
  expect(JSON.parse((await run(['list', '--json'])).out)).toEqual([ada]);
  const actions = await db.prisma.auditEvent.findMany({ orderBy: { id: 'asc' } });
  expect(actions.map(({ action }) => action)).toEqual([
    'suppressions-imported',
    'suppressions-imported',
    'suppressions-exported',
    'suppressions-exported',
    'subscriber-unblocked',
  ]);

  // The exports can be imported: the lifted address is suppressed again.
  expect(JSON.parse((await run(['import', '-', '--json'], csv.out)).out)).toMatchObject({
    read: 2,
    added: 1,
    unchanged: 1,
  });
  await db.prisma.suppression.deleteMany();
  expect(JSON.parse((await run(['import', '-', '--json'], json.out)).out)).toMatchObject({
    read: 2,
    added: 2,
  });
  const restored = await db.prisma.suppression.findFirst({ where: { reason: 'complained' } });
  expect(restored).toMatchObject({ emailKey: 'ada@example.org', evidence: '=a report' });
});

test('suppressions exits with 1 for a failure and with 2 for invalid arguments, with one line', async () => {
  const { db, run } = await setup();
  const empty = file('empty.csv', '');
  const bad = file('bad.csv', 'email\nnobody\nnobody either\n');
  const list = file('one.csv', 'ada@example.org\n');
  for (const [args, code, reason] of [
    [['lift', '7'], 1, 'there is no suppression 7'],
    [['import', path.join(folder, 'missing.csv')], 1, 'missing.csv'],
    [['import', empty], 1, 'empty'],
    [['import', file('names.csv', 'name,age\nAda,36\n')], 1, '“email”'],
    [['lift'], 2, 'id'],
    [['lift', 'ada@example.org'], 2, 'number of a suppression'],
    [['lift', '0'], 2, 'number of a suppression'],
    [['lift', '99999999999999999999'], 2, 'number of a suppression'],
    [['list', '--limit', '0'], 2, 'at least 1'],
    [['list', '--limit', 'all'], 2, 'a number'],
    [['list', '--csv'], 2, '--csv'],
    [['import'], 2, 'file'],
    [['import', list, '--reason', 'bored'], 2, 'bounced, complained or blocked'],
    [['import', list, '--format', 'xlsx'], 2, 'csv, json, ndjson'],
    [['export', 'file.csv'], 2, 'argument'],
    [['add', 'nobody'], 2, 'ada@example.org'],
  ] as const) {
    const { code: ended, out, err } = await run([...args]);
    expect([args, ended, out, err.trim().split('\n').length]).toEqual([args, code, '', 1]);
    expect(err).toContain(reason);
  }
  expect(await run(['import', bad])).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^2 read: 0 added, .* 2 rejected\nline 2: .*\nline 3: .*\n$/),
  });
  expect(await db.prisma.suppression.count()).toBe(0);
  expect((await run(['add', 'Ada@Example.org'])).out).toBe('suppressed: ada@example.org\n');
  expect((await run(['add', 'ada@example.org'])).out).toBe('already suppressed: ada@example.org\n');
  expect(await db.prisma.auditEvent.count({ where: { action: 'suppression-added' } })).toBe(1);
  expect(await db.prisma.auditEvent.count({ where: { action: 'subscriber-unblocked' } })).toBe(0);
});
