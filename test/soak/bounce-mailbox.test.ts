import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readMailFiles } from '../../src/bounces/mailbox/files.ts';
import { readMailbox } from '../../src/bounces/mailbox/imap.ts';
import { noMails } from '../../src/bounces/mailbox/take-mail.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Context } from '../../src/context.ts';
import { withAdvisoryLock } from '../../src/db/advisory-lock.ts';
import { loadKeyring } from '../../src/db/keyring.ts';
import { sql } from '../../src/db/sql.ts';
import { examineBounces } from '../../src/doctor/bounces.ts';
import { ok } from '../../src/doctor/finding.ts';
import { returnPath } from '../../src/mail/return-path.ts';
import { makeToken } from '../../src/subscribers/tokens.ts';
import { dsn, lines, sentDelivery, stateOf } from '../support/bounce-mails.ts';
import { freshContext } from '../support/context.ts';
import { hasDovecot, startDovecot } from '../support/dovecot.ts';
import { cli, startServer } from '../support/program.ts';
import { addReader } from '../support/readers.ts';

const seen = String.raw`\Seen`;
const flagged = String.raw`\Flagged`;
const none = noMails();

/** Creates a context with the keys that a program on the same database uses. */
async function sharedContext() {
  const { ctx, url } = await freshContext();
  const keys = await loadKeyring(ctx.db);
  return { ctx: { ...ctx, keys }, url };
}

/** Adds readers to whom a digest was sent, and the reports of their servers. */
async function bounced(ctx: Context, count: number) {
  const ids: number[] = [];
  const reports: Buffer[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = await addReader(ctx);
    ids.push(id);
    reports.push(dsn({ to: returnPath(ctx, await sentDelivery(ctx, id, '2026-03-09T08:00:00Z')) }));
  }
  return { ids, reports };
}

/** A message that no parser accepts. */
const poison = lines(
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  ...Array.from({ length: 2000 }, () => ['--b', 'Content-Type: text/plain', '', 'x']).flat(),
);

describe.skipIf(!hasDovecot)('a mailbox over IMAP (skipped without Debian’s dovecot-imapd)', () => {
  test('reads unread messages once and marks them as seen; an unreadable message is flagged', async () => {
    const { ctx } = await sharedContext();
    const server = await startDovecot();
    const { ids, reports } = await bounced(ctx, 2);
    const reader = await addReader(ctx);
    const leave = lines(
      'From: x@example.org',
      `Subject: unsubscribe ${makeToken(ctx.keys, 'unsubscribe', reader)}`,
      '',
      '',
    );
    await server.append([
      ...reports,
      poison,
      leave,
      lines('From: a@b.example', 'Subject: Hello', '', 'Hello.'),
      lines('Subject: huge', '', 'x'.repeat(5_000_000)),
    ]);
    expect(await readMailbox(ctx, server.url)).toEqual({
      ...none,
      read: 6,
      hard: 2,
      unsubscribed: 1,
      ignored: 2,
      unreadable: 1,
    });
    expect(await server.flags()).toEqual([[seen], [seen], [flagged, seen], [seen], [seen], [seen]]);
    expect(
      await Promise.all([...ids, reader].map(async (id) => (await stateOf(ctx, id)).status)),
    ).toEqual(['bounced', 'bounced', 'unsubscribed']);
    expect(await readMailbox(ctx, server.url)).toEqual(none);
  });

  test('a kill -9 during reading loses nothing, and no message is marked before its commit', async () => {
    const { ctx, url } = await sharedContext();
    const server = await startDovecot();
    const { ids, reports } = await bounced(ctx, 300);
    await server.append(reports);
    const env = { DATABASE_URL: url, BOUNCE_IMAP_URL: server.url };
    const child = spawn(process.execPath, ['dist/cli.js', 'bounces', 'read'], {
      env: { PATH: process.env['PATH'], ...env },
      stdio: 'ignore',
    });
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const committed = () => ctx.db.prisma.bounce.count();
    // The reader of the 101st message is locked, so the process cannot continue past it.
    const held = await ctx.db.pool.connect();
    await held.query('begin');
    await held.query('select from subscriber where id = $1 for update', [ids[100]]);
    await vi.waitFor(async () => expect(await committed()).toBeGreaterThan(30), {
      timeout: 60_000,
      interval: 5,
    });
    child.kill('SIGKILL');
    await ended;
    await held.query('rollback');
    held.release();
    const marked = (await server.flags()).filter((flags) => flags.includes(seen)).length;
    const before = await committed();
    expect(marked).toBeLessThanOrEqual(before);
    expect(before).toBeLessThan(300);
    // The lock ended with the process, and the server closes its connection.
    const rest = await vi.waitFor(
      async () => {
        const { code, out } = await cli(['bounces', 'read', '--json'], env);
        expect(code).toBe(0);
        return JSON.parse(out) as typeof none;
      },
      { timeout: 60_000, interval: 200 },
    );
    expect(rest).toMatchObject({ read: 300 - marked, hard: 300 - before });
    expect(await committed()).toBe(300);
    expect(await ctx.db.prisma.suppression.count({ where: { reason: 'bounced' } })).toBe(300);
    expect((await server.flags()).every((flags) => flags.includes(seen))).toBe(true);
  });

  test('a message whose commit fails stays unread', async () => {
    const { ctx } = await sharedContext();
    const server = await startDovecot();
    const { reports } = await bounced(ctx, 2);
    await server.append(reports);
    await ctx.db.run(sql`alter table bounce rename to bounce_away`);
    await expect(readMailbox(ctx, server.url)).rejects.toThrow(/bounce/);
    expect(await server.flags()).toEqual([[], []]);
    await ctx.db.run(sql`alter table bounce_away rename to bounce`);
    expect(await readMailbox(ctx, server.url)).toMatchObject({ read: 2, hard: 2 });
  });

  test('one process reads at a time; the next one reads after it', async () => {
    const { ctx } = await sharedContext();
    const server = await startDovecot();
    await withAdvisoryLock(ctx.db, 'bounces', async () =>
      expect(await readMailbox(ctx, server.url)).toBeUndefined(),
    );
    expect(await readMailbox(ctx, server.url)).toEqual(none);
  });

  test('the scheduler reads the mailbox', async () => {
    const { ctx, url } = await sharedContext();
    const server = await startDovecot();
    const { ids, reports } = await bounced(ctx, 1);
    await server.append(reports);
    await startServer({
      DATABASE_URL: url,
      ROLES: 'web,scheduler',
      PAPER_SOURCES: '',
      BOUNCE_IMAP_URL: server.url,
    });
    await vi.waitFor(async () => expect((await stateOf(ctx, ids[0] ?? 0)).status).toBe('bounced'), {
      timeout: 60_000,
      interval: 100,
    });
  });

  test('the doctor reports how many messages are unread, or why the mailbox cannot be opened, and reads none', async () => {
    const server = await startDovecot();
    await server.append([lines('Subject: one', '', ''), lines('Subject: two', '', '')]);
    const look = (url: string) => examineBounces(readConfig({ BOUNCE_IMAP_URL: url }));
    expect(await look(server.url)).toEqual([
      ok('bounces', 'the mailbox of BOUNCE_IMAP_URL can be read, 2 unread messages'),
    ]);
    expect(await server.flags()).toEqual([[], []]);
    expect(await look(server.url.replace('secret', 'hunter2'))).toEqual([
      expect.objectContaining({
        check: 'bounces',
        state: 'fail',
        what: expect.not.stringContaining('hunter2'),
      }),
    ]);
    expect(await examineBounces(readConfig({}))).toEqual([]);
  });

  test('a mailbox that cannot be opened is reported in one line without the password', async () => {
    const { url } = await sharedContext();
    const server = await startDovecot();
    for (const BOUNCE_IMAP_URL of [
      server.url.replace('secret', 'hunter2'),
      server.url.replace('INBOX', 'None'),
      'imap://bounces:hunter2@127.0.0.1:1/',
    ]) {
      const { code, err, out } = await cli(['bounces', 'read'], {
        DATABASE_URL: url,
        BOUNCE_IMAP_URL,
      });
      expect([code, out, err.trim().split('\n').length]).toEqual([1, '', 1]);
      expect(err).toMatch(/^cannot read the mailbox of BOUNCE_IMAP_URL: /);
      expect(err).not.toMatch(/hunter2|secret/);
    }
  });
});

test('reads messages from files, a Maildir and standard input', async () => {
  const { ctx, url } = await sharedContext();
  const { reports } = await bounced(ctx, 4);
  const [first = '', second = '', third = '', fourth = ''] = reports;
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-maildir-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['new', 'cur', 'tmp'])
    mkdirSync(path.join(folder, 'md', name), { recursive: true });
  writeFileSync(path.join(folder, 'md/new/1.a'), first);
  writeFileSync(path.join(folder, 'md/cur/2.a:2,F'), second);
  writeFileSync(path.join(folder, 'md/cur/3.a:2,S'), third);
  writeFileSync(path.join(folder, 'one.eml'), fourth);
  const names = [path.join(folder, 'md'), path.join(folder, 'one.eml')];
  expect(await readMailFiles(ctx, names)).toEqual({ ...none, read: 3, hard: 3 });
  expect(readdirSync(path.join(folder, 'md/new'))).toEqual([]);
  expect(readdirSync(path.join(folder, 'md/cur')).toSorted()).toEqual([
    '1.a:2,S',
    '2.a:2,FS',
    '3.a:2,S',
  ]);
  expect(await readMailFiles(ctx, names)).toEqual({ ...none, read: 1, ignored: 1 });
  const { code, out } = await cli(
    ['bounces', 'read', '-', '--json'],
    { DATABASE_URL: url },
    third.toString(),
  );
  expect([code, JSON.parse(out)]).toEqual([0, { ...none, read: 1, hard: 1 }]);
  const missing = await cli(['bounces', 'read', path.join(folder, 'nothing')], {
    DATABASE_URL: url,
  });
  expect([missing.code, missing.err]).toEqual([
    1,
    expect.stringMatching(/^cannot read .*nothing: .*\n$/),
  ]);
  const unset = await cli(['bounces', 'read'], { DATABASE_URL: url });
  expect([unset.code, unset.err]).toEqual([
    1,
    'BOUNCE_IMAP_URL is not set: set it, or pass files (- is standard input)\n',
  ]);
});
