import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Context } from '../../../src/context.ts';
import { connect } from '../../../src/db/client.ts';
import { keyring } from '../../../src/db/keyring.ts';
import { sql } from '../../../src/db/sql.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { examineJournal } from '../../../src/doctor/journal.ts';
import { checkJournal, endHold, journalState } from '../../../src/journal/hold.ts';
import { makeJournalWriter } from '../../../src/journal/writer.ts';
import { eraseSubscriber } from '../../../src/subscribers/account/erase.ts';
import {
  liftSuppression,
  revokeBounceSuppressions,
  suppress,
} from '../../../src/subscribers/suppression.ts';
import { replayJournal } from '../../../src/subscribers/journal/replay.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { buildApp } from '../../../src/web/app.ts';
import { freshContext } from '../../support/context.ts';
import { copyDatabase } from '../../support/database.ts';
import { linkTo } from '../../support/links.ts';
import { plainRenderers, queueDigest } from '../../support/outbox.ts';
import { addReader } from '../../support/readers.ts';
import { startRelay } from '../../support/relay.ts';

const key = 'test-key-of-some-length';
const api = { authorization: `Bearer ${key}` };

/** An installation after its first start, with these subscribers. */
async function installation(...emails: string[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-journal-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const relay = await startRelay();
  const { ctx, url } = await freshContext({
    ADMIN_API_KEY: key,
    SMTP_URL: relay.url,
    JOURNAL_URL: pathToFileURL(folder).href,
  });
  await checkJournal(ctx);
  const ids = [];
  for (const email of emails) ids.push(await addReader(ctx, { email }));
  return { ctx, url, relay, ids, folder };
}

/** The same program on another database. */
function on(ctx: Context, url: string): Context {
  const db = connect(url, 8);
  onTestFinished(() => db.close());
  return { ...ctx, db };
}

async function open(ctx: Context) {
  const app = await buildApp(ctx, { journal: makeJournalWriter(ctx) });
  onTestFinished(() => app.close());
  return app;
}

function send(ctx: Context): void {
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop(), 30_000);
}

function lines(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n').filter(Boolean));
}

const soon = { timeout: 60_000, interval: 20 };

test('after the restore of an old backup nobody is mailed until the journal is replayed, and unsubscribed readers stay unsubscribed', async () => {
  const names = ['left', 'erased', 'complained', 'reads'];
  const {
    ctx: before,
    url,
    relay,
    ids,
    folder,
  } = await installation(...names.map((name) => `${name}@example.org`));
  await before.db.close();
  const backup = await copyDatabase(url);

  const ctx = on(before, url);
  const app = await open(ctx);
  const [left = 0, erased = 0] = ids;
  const answers = [
    await linkTo(ctx, app, 'unsubscribe', left).post(),
    await app.inject({ method: 'DELETE', url: `/api/v1/subscribers/${erased}`, headers: api }),
    await app.inject({
      method: 'POST',
      url: '/api/v1/suppressions',
      headers: api,
      payload: { email: 'complained@example.org', reason: 'complained' },
    }),
    await app.inject({
      method: 'POST',
      url: '/api/v1/suppressions',
      headers: api,
      payload: { email: 'stranger@example.org', reason: 'bounced' },
    }),
  ];
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 204, 201, 201]);
  // Every confirmed change is on disk, without an address in clear text.
  expect(lines(folder).map((line) => JSON.parse(line).action)).toEqual([
    'left',
    'erased',
    'suppressed',
    'left',
    'suppressed',
  ]);
  expect(lines(folder).join('')).not.toContain('example.org');
  expect(await ctx.db.prisma.journalEntry.count()).toBe(0);

  const restored = on(before, backup);
  expect(await checkJournal(restored)).toBe('held');
  await queueDigest(restored, 0);
  send(restored);
  const page = await open(restored);
  expect((await page.inject('/readyz')).json()).toMatchObject({ status: 'ok', sending: 'held' });
  expect(await examineJournal(restored)).toMatchObject([
    { state: 'fail', what: 'sending is held: the database ends at entry 0, its journal at 5' },
  ]);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(relay.received).toHaveLength(0);

  expect(await replayJournal(restored)).toEqual({
    read: 5,
    unsubscribed: 2,
    erased: 1,
    suppressed: 2,
    unreadable: 0,
    incomplete: false,
  });
  await vi.waitFor(() => expect(relay.received).toHaveLength(1), soon);
  expect(relay.received[0]?.to).toBe('reads@example.org');
  const statuses = await restored.db.prisma.subscriber.findMany({ orderBy: { id: 'asc' } });
  expect(statuses.map(({ emailKey, status }) => `${emailKey} ${status}`)).toEqual([
    'left@example.org unsubscribed',
    'complained@example.org complained',
    'reads@example.org active',
  ]);
  expect(await restored.db.prisma.suppression.count()).toBe(2);
  expect(await restored.db.prisma.erasure.count()).toBe(1);
  expect((await page.inject('/readyz')).json()).toMatchObject({ sending: 'ok' });
  await makeJournalWriter(restored).flush();
  expect(await examineJournal(restored)).toMatchObject([{ state: 'ok' }]);
  expect(await checkJournal(restored)).toBe('current');
});

test('a subscription confirmed after the entry remains active', async () => {
  const { ctx: before, url, ids } = await installation('ada@example.org');
  await before.db.close();
  const backup = await copyDatabase(url);
  const ctx = on(before, url);
  await ctx.db.run(sql`update subscriber set status = 'unsubscribed'`);
  await makeJournalWriter(ctx).flush();

  const restored = on(before, backup);
  await checkJournal(restored);
  const [subscriberId = 0] = ids;
  const at = new Date(Date.now() + 1000);
  await restored.db.prisma.consent.create({ data: { subscriberId, source: 'web', at } });
  expect(await replayJournal(restored)).toMatchObject({ read: 1, unsubscribed: 0 });
  expect(await restored.db.prisma.subscriber.findFirst()).toMatchObject({ status: 'active' });
});

test('finds a reader who changed the address and then unsubscribed by the old address', async () => {
  const { ctx: before, url } = await installation('old@example.org');
  await before.db.close();
  const backup = await copyDatabase(url);
  const ctx = on(before, url);
  const previous = ctx.keys.mac('erasure', 'old@example.org');
  await ctx.db
    .run(sql`update subscriber set email = 'new@example.org', email_key = 'new@example.org',
    previous_email_hashes = array[${previous}]`);
  await ctx.db.run(sql`update subscriber set status = 'unsubscribed'`);
  await makeJournalWriter(ctx).flush();

  const restored = on(before, backup);
  await checkJournal(restored);
  expect(await replayJournal(restored)).toMatchObject({ unsubscribed: 1 });
});

test('restores a suppressed address that was erased only as its hash', async () => {
  const names = ['subscribed', 'suppressed'];
  const { ctx: before, url, ids } = await installation(...names.map((one) => `${one}@example.org`));
  const [subscribed = 0, suppressed = 0] = ids;
  await before.db.run(sql`delete from subscriber where id = ${suppressed}`);
  await before.db.run(
    sql`insert into suppression (email_key, reason) values ('suppressed@example.org', 'bounced')`,
  );
  await makeJournalWriter(before).flush();
  await before.db.close();
  const backup = await copyDatabase(url);
  const ctx = on(before, url);
  await suppress(ctx.db, [
    { emailKey: 'subscribed@example.org', reason: 'blocked', evidence: null },
    { emailKey: 'stranger@example.org', reason: 'blocked', evidence: null },
  ]);
  await eraseSubscriber(ctx, subscribed);
  await eraseSubscriber(ctx, await addReader(ctx, { email: 'suppressed@example.org' }));
  await eraseSubscriber(ctx, await addReader(ctx, { email: 'stranger@example.org' }));
  await makeJournalWriter(ctx).flush();

  const restored = on(before, backup);
  await checkJournal(restored);
  expect(await replayJournal(restored)).toMatchObject({ erased: 1, unreadable: 0 });
  const of = async ({ db }: Context) =>
    (await db.prisma.suppression.findMany({ orderBy: { emailHash: 'asc' } })).map(
      ({ emailKey, emailHash, reason }) => [emailKey, emailHash, reason],
    );
  expect(await of(restored)).toEqual(await of(ctx));
  expect((await of(ctx)).map(([emailKey]) => emailKey)).toEqual([null, null, null]);
  expect(await replayJournal(restored)).toMatchObject({ suppressed: 0 });
});

test('a suppression that was reverted or lifted is not replayed, one that came after is', async () => {
  const names = ['reverted', 'lifted', 'again'].map((name) => `${name}@example.org`);
  const { ctx: before, url } = await installation(...names);
  await before.db.close();
  const backup = await copyDatabase(url);
  const ctx = on(before, url);
  const bounced = (...emailKeys: string[]) =>
    suppress(
      ctx.db,
      emailKeys.map((emailKey) => ({ emailKey, reason: 'bounced', evidence: null })),
    );
  await bounced(...names, 'stranger@example.org');
  await makeJournalWriter(ctx).flush();
  await revokeBounceSuppressions(
    ctx.db,
    sql`select 'reverted@example.org', '-infinity'::timestamptz, 'infinity'::timestamptz`,
  );
  for (const emailKey of ['lifted@example.org', 'again@example.org', 'stranger@example.org'])
    expect(await liftSuppression(ctx, emailKey)).toBe(true);
  await bounced('again@example.org');
  await eraseSubscriber(ctx, await addReader(ctx, { email: 'stranger@example.org' }));
  await makeJournalWriter(ctx).flush();

  const restored = on(before, backup);
  await checkJournal(restored);
  expect(await replayJournal(restored)).toMatchObject({ suppressed: 1, unreadable: 0 });
  const { subscriber, suppression } = restored.db.prisma;
  const statuses = await subscriber.findMany({ orderBy: { id: 'asc' } });
  expect(statuses.map(({ status }) => status)).toEqual(['active', 'active', 'bounced']);
  expect(await suppression.findMany()).toMatchObject([{ emailKey: 'again@example.org' }]);
});

test('a rollback leaves no entry, and a crash before or after the write loses nothing and holds nothing', async () => {
  const { ctx, folder } = await installation('a@example.org', 'b@example.org', 'c@example.org');
  const leave = (name: string) =>
    sql`update subscriber set status = 'unsubscribed' where email = ${`${name}@example.org`}`;
  await ctx.db
    .sqlTransaction(async (tx) => {
      await tx.run(leave('a'));
      throw new Error('rolled back');
    })
    .catch(() => {});
  await makeJournalWriter(ctx).flush();
  expect(lines(folder)).toEqual([]);

  // Killed after the commit: the next start writes the entry.
  await ctx.db.run(leave('a'));
  expect(await checkJournal(ctx)).toBe('current');
  await makeJournalWriter(ctx).flush();
  expect(lines(folder)).toHaveLength(1);

  // Killed after the number was committed and the line was partly written.
  await ctx.db.run(leave('b'));
  await ctx.db.run(sql`update journal_state set sequence = sequence + 1`);
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('.jsonl'),
  );
  appendFileSync(path.join(folder, file ?? ''), '{"sequence":2,"act');
  expect(await checkJournal(ctx)).toBe('current');
  await makeJournalWriter(ctx).flush();
  expect(JSON.parse(lines(folder).at(-1) ?? '')).toMatchObject({ sequence: 3, action: 'left' });

  // Killed before the row was deleted: the entry is written twice.
  await ctx.db.run(leave('c'));
  const row = await ctx.db.prisma.journalEntry.findFirstOrThrow();
  await makeJournalWriter(ctx).flush();
  await ctx.db.prisma.journalEntry.create({ data: row });
  expect(await checkJournal(ctx)).toBe('current');
  await makeJournalWriter(ctx).flush();
  expect(await journalState(ctx.db)).toMatchObject({ sequence: 5, heldAt: null });
  expect(await checkJournal(ctx)).toBe('current');
});

test('detects a database that is replaced while the program is running', async () => {
  const { ctx } = await installation('ada@example.org');
  const writer = makeJournalWriter(ctx);
  await ctx.db.run(sql`update journal_state set sequence = 7`);
  await writer.flush();
  await ctx.db.run(sql`update journal_state set sequence = 3`);
  await writer.flush();
  expect(await journalState(ctx.db)).toMatchObject({ heldAt: expect.any(Date) });
});

test('without the keys, or with deleted files, only a confirmation resumes sending', async () => {
  const { ctx: before, url, folder } = await installation('ada@example.org');
  await before.db.close();
  const backup = await copyDatabase(url);
  const ctx = on(before, url);
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('ada@example.org', 'bounced')`,
  );
  await ctx.db.run(sql`update subscriber set status = 'unsubscribed'`);
  await makeJournalWriter(ctx).flush();
  const restored = on(before, backup);
  const others = { ...restored, keys: keyring(['another key of thirty-two characters or more']) };
  await checkJournal(others);
  expect(await replayJournal(others)).toMatchObject({ suppressed: 0, unreadable: 2 });
  expect(await journalState(restored.db)).toMatchObject({ heldAt: expect.any(Date) });

  const [file = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.jsonl'),
  );
  const later = file.replace('0000000001', '0000000008');
  const lines = readFileSync(path.join(folder, file), 'utf8');
  writeFileSync(
    path.join(folder, later),
    lines.replace('"sequence":1', '"sequence":8').replace('"sequence":2', '"sequence":9'),
  );
  rmSync(path.join(folder, file));
  const unknown = path.join(folder, file.replace('0000000001', '0000000010'));
  writeFileSync(unknown, '{"sequence":10,"at":"2026-01-01T00:00:00Z","action":"unknown"}\n');
  await expect(replayJournal(restored)).rejects.toThrow('this version cannot read');
  rmSync(unknown);
  expect(await replayJournal(restored)).toMatchObject({ read: 2, suppressed: 1, incomplete: true });
  const state = await journalState(restored.db);
  expect(state).toMatchObject({ heldAt: expect.any(Date) });
  if (state !== null) await endHold(restored, state);
  expect(await journalState(restored.db)).toMatchObject({ sequence: 9, heldAt: null });
});

test('deletes old files of the journal', async () => {
  const { ctx, folder } = await installation('ada@example.org', 'bob@example.org');
  const leave = (email: string) =>
    ctx.db.run(sql`update subscriber set status = 'unsubscribed' where email = ${email}`);
  await leave('ada@example.org');
  await makeJournalWriter({ ...ctx, now: () => new Date('2024-01-10') }).flush();
  await ctx.db.run(sql`update journal_state set sequence = 1`);
  const [file = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.jsonl'),
  );
  const whole = path.join(folder, file);
  writeFileSync(
    whole,
    readFileSync(whole, 'utf8').replace(/"at":"[^"]+"/, '"at":"2024-01-10T00:00:00Z"'),
  );
  await leave('bob@example.org');
  await makeJournalWriter(ctx).flush();
  expect(lines(folder)).toHaveLength(1);
  expect(file).toContain('2024-01');
});

test('a request that ends a subscription succeeds although the journal cannot be written', async () => {
  const { ctx, ids, folder } = await installation('ada@example.org');
  const app = await open({
    ...ctx,
    config: { ...ctx.config, JOURNAL_URL: 'file:///dev/null/journal' },
  });
  const answer = await linkTo(ctx, app, 'unsubscribe', ids[0] ?? 0).post();
  expect(answer.statusCode).toBe(200);
  expect(lines(folder)).toEqual([]);
  await makeJournalWriter(ctx).flush();
  expect(lines(folder)).toHaveLength(1);
});
