import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Context } from '../../src/context.ts';
import { sql } from '../../src/db/sql.ts';
import { composeDraft } from '../../src/digests/compose.ts';
import { sendNow } from '../../src/digests/manual-send.ts';
import { cancelDigest, pauseDigest, resumeDigest } from '../../src/digests/states.ts';
import { makeToken } from '../../src/subscribers/tokens.ts';
import { startApp } from '../support/app.ts';
import { freshContext } from '../support/context.ts';
import { addPapers } from '../support/readers.ts';
import { startRelay } from '../support/relay.ts';

// What the relay accepted is the ledger; the database is only asked whether it agrees.

const date = '2026-03-10';
const lanes = 8;
const secret = 'a secret of the tests, thirty-two characters';

type Relay = Awaited<ReturnType<typeof startRelay>>;

async function setup(readers: number, relay: Relay) {
  const { ctx, url } = await freshContext({ SMTP_URL: relay.url, PUBLIC_URL: 'https://papers.example' });
  await ctx.db.run(sql`insert into secret_key (key) values (${secret})`);
  const { keyring } = await import('../../src/db/keyring.ts');
  const keyed: Context = { ...ctx, keys: keyring([secret]), now: () => new Date() };
  await addPapers(keyed, date, ['One', 'Two']);
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'r' || n || '@d' || n % 40 || '.example', 'r' || n || '@d' || n % 40 || '.example', 'active', '2020-01-01'
    from generate_series(1, ${readers}::int) as n`);
  await composeDraft(keyed, { kind: 'daily', date });
  const start = () => startProcess({ DATABASE_URL: url, SMTP_URL: relay.url, SECRET_KEY: secret });
  return { ctx: keyed, start };
}

/** A sender in a process of its own, which can be killed. */
function startProcess(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      ROLES: 'sender',
      PAPER_SOURCES: '',
      MAIL_FROM: 'p@papers.example',
      PUBLIC_URL: 'https://papers.example',
      SMTP_CONNECTIONS: String(lanes),
      LOG_LEVEL: 'fatal',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('close', resolve));

/** How often each address got the digest. */
function tally(relay: Relay): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { to } of relay.received) counts.set(to, (counts.get(to) ?? 0) + 1);
  return counts;
}

const duplicates = (relay: Relay) => relay.received.length - tally(relay).size;

async function states(ctx: Context): Promise<Record<string, number>> {
  const rows = await ctx.db.rows(
    z.object({ state: z.string(), count: z.number() }),
    sql`select state, count(*) from delivery group by state`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}

const through = (ctx: Context, wanted: Record<string, number>) =>
  vi.waitFor(async () => expect(await states(ctx)).toEqual(wanted), { timeout: 90_000, interval: 200 });

const sentSome = (relay: Relay, count: number) =>
  vi.waitFor(() => expect(relay.received.length).toBeGreaterThan(count), { timeout: 30_000, interval: 2 });

test('kill -9, again and again: nobody is lost, at most one mail per connection goes twice, with the same Message-ID', async () => {
  const relay = await startRelay();
  const { ctx, start } = await setup(3000, relay);
  await sendNow(ctx, { kind: 'daily', date });
  start();
  for (const after of [300, 900, 1500]) {
    const victim = start();
    await sentSome(relay, after);
    victim.kill('SIGKILL');
  }
  await through(ctx, { sent: 3000 });
  expect(tally(relay).size).toBe(3000);
  expect(duplicates(relay)).toBeLessThanOrEqual(3 * lanes);
  const ids = new Set(relay.received.map(({ raw }) => /Message-ID: (\S+)/.exec(raw)?.[1]));
  expect(ids.size).toBe(3000);
});

test('SIGTERM: what is in flight finishes, the rest is handed back, nothing goes twice', async () => {
  const relay = await startRelay();
  const { ctx, start } = await setup(3000, relay);
  await sendNow(ctx, { kind: 'daily', date });
  for (const after of [200, 800, 1400]) {
    const victim = start();
    await sentSome(relay, after);
    victim.kill('SIGTERM');
    await ended(victim);
  }
  start();
  await through(ctx, { sent: 3000 });
  expect([tally(relay).size, duplicates(relay)]).toEqual([3000, 0]);
});

test('a process frozen past its lease loses its rows, and writes over nobody when it thaws', async () => {
  const relay = await startRelay();
  const { ctx, start } = await setup(3000, relay);
  await sendNow(ctx, { kind: 'daily', date });
  const frozen = start();
  await sentSome(relay, 200);
  frozen.kill('SIGSTOP');
  start();
  await delay(17_000);
  frozen.kill('SIGCONT');
  await through(ctx, { sent: 3000 });
  expect(tally(relay).size).toBe(3000);
  expect(duplicates(relay)).toBeLessThanOrEqual(lanes);
});

test('500 one-click unsubscribes while it goes out: no mail begins later than a second after the answer', async () => {
  const begun = new Map<string, number>();
  const relay = await startRelay({
    onRcptTo: ({ address }, _session, done) => {
      begun.set(address, Date.now());
      setTimeout(done, 3);
    },
  });
  const { ctx, start } = await setup(6000, relay);
  const app = await startApp(ctx);
  await sendNow(ctx, { kind: 'daily', date });
  start();
  start();
  await sentSome(relay, 100);
  const left = new Map<string, number>();
  for (let id = 6000; id > 5500; id -= 1) {
    const answer = await app.inject({ method: 'POST', url: `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}` });
    expect(answer.statusCode).toBe(200);
    left.set(`r${id}@d${id % 40}.example`, Date.now());
  }
  await vi.waitFor(async () => expect((await states(ctx))['queued'] ?? 0).toBe(0), { timeout: 90_000, interval: 200 });
  await vi.waitFor(async () => expect((await states(ctx))['sending'] ?? 0).toBe(0), { timeout: 90_000, interval: 200 });
  const leaked = [...left].filter(([address, at]) => (begun.get(address) ?? 0) > at + 1000);
  expect(leaked).toEqual([]);
  expect((await states(ctx))['skipped']).toBeGreaterThan(0);
  expect(duplicates(relay)).toBe(0);
});

test('a relay that drops connections at RCPT, cuts after the dot, and knows some nobody: all are accounted for', async () => {
  let count = 0;
  const cut = (session: object) => {
    for (const connection of relay.connections) if (connection.session === session) connection._socket.destroy();
  };
  const kept: string[] = [];
  const relay = await startRelay({
    onRcptTo: ({ address }, session, done) => {
      count += 1;
      if (count % 50 === 0) cut(session);
      else if (/^r\d*77@/.test(address)) done(Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }));
      else done();
    },
    onData: (stream, session, done) => {
      stream.on('data', () => {});
      stream.on('end', () => {
        kept.push(session.envelope.rcptTo[0]?.address ?? '');
        if (kept.length % 200 === 0) cut(session);
        else done();
      });
    },
  });
  const { ctx, start } = await setup(2000, relay);
  await sendNow(ctx, { kind: 'daily', date });
  start();
  start();
  const hurry = setInterval(
    () =>
      void ctx.db
        .run(sql`update delivery set next_at = clock_timestamp() where state in ('deferred', 'uncertain')`)
        .catch(() => {}),
    500,
  );
  onTestFinished(() => clearInterval(hurry));
  await through(ctx, { sent: 1980, failed: 20 });
  expect(new Set(kept).size).toBe(1980);
  expect(kept.length - 1980).toBeLessThanOrEqual(Math.floor(kept.length / 200));
  expect(await ctx.db.prisma.suppression.count()).toBe(20);
});

test('pause, resume and cancel while it goes out', async () => {
  const relay = await startRelay({ onRcptTo: (_address, _session, done) => void setTimeout(done, 3) });
  const { ctx, start } = await setup(6000, relay);
  await sendNow(ctx, { kind: 'daily', date });
  start();
  await sentSome(relay, 100);
  await pauseDigest(ctx, 'daily', date);
  await delay(1500);
  const paused = relay.received.length;
  await delay(1000);
  expect(relay.received.length).toBe(paused);
  await resumeDigest(ctx, 'daily', date);
  await sentSome(relay, paused + 100);
  await cancelDigest(ctx, 'daily', date);
  await vi.waitFor(async () => expect(Object.keys(await states(ctx)).toSorted()).toEqual(['sent', 'skipped']), {
    timeout: 30_000,
    interval: 100,
  });
  const { sent, skipped } = await states(ctx);
  expect([relay.received.length, duplicates(relay), (sent ?? 0) + (skipped ?? 0)]).toEqual([sent, 0, 6000]);
});

test('refused by everybody for our own sake: the digest pauses with the reason, nobody is suppressed, resume goes on', async () => {
  let refusing = true;
  const relay = await startRelay({
    onRcptTo: (_address, _session, done) =>
      refusing ? done(Object.assign(new Error('5.7.1 Blocked'), { responseCode: 550 })) : done(),
  });
  const { ctx, start } = await setup(1000, relay);
  await sendNow(ctx, { kind: 'daily', date });
  start();
  await vi.waitFor(
    async () =>
      expect(await ctx.db.prisma.digest.findFirst()).toMatchObject({
        status: 'paused',
        reason: 'refused: 550 5.7.1 Blocked',
      }),
    { timeout: 30_000, interval: 100 },
  );
  expect(await ctx.db.prisma.suppression.count()).toBe(0);
  await delay(1500);
  refusing = false;
  await resumeDigest(ctx, 'daily', date);
  await vi.waitFor(async () => expect(Object.keys(await states(ctx)).toSorted()).toEqual(['failed', 'sent']), {
    timeout: 30_000,
    interval: 100,
  });
  expect((await states(ctx))['failed']).toBeLessThanOrEqual(50 + 2 * lanes);
});
