import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import getPort from 'get-port';
import { z } from 'zod';
import { dayIn } from '../../src/lib/dates.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Context } from '../../src/context.ts';
import { deleteDataDir, startEmbedded } from '../../src/db/embedded.ts';
import { sql } from '../../src/db/sql.ts';
import { composeDraft } from '../../src/digests/compose/compose.ts';
import { sendNow } from '../../src/digests/send/manual-send.ts';
import { savePapers } from '../../src/papers/import/save.ts';
import { start } from '../../src/app/bootstrap.ts';
import { generator } from '../lib/random.ts';
import { openRelay, type Relay } from './relay.ts';

/** Connections that one sender process keeps open. */
export const connections = 8;

const secret = 'a secret of the fault suite, long enough';
export const apiKey = 'an api key of the fault suite';

/** Milliseconds after which an unsent message counts as lost. */
const timeout = 300_000;

/** The environment of one fault: its own Postgres, two senders, a relay with a log, and readers. */
export interface World {
  ctx: Context;
  relay: Relay;
  readers: number;
  date: string;
  /** Seconds that Postgres stays down. */
  away: number;
  /** Random numbers from 0 to 1, the same sequence for the same seed. */
  random(): number;
  /** The address of a reader by id (1 to `readers`). */
  address(id: number): string;
  /** Starts the program in a separate process. */
  startProgram(env?: Record<string, string>): ChildProcess;
  /** Starts the program with the web role; resolves when it responds. */
  startWeb(roles: string): Promise<{ url: string; child: ChildProcess }>;
  /** Queues the digest for all readers. */
  send(): Promise<void>;
  /** Waits until the relay has accepted this many messages. */
  waitForAccepted(count: number): Promise<void>;
  /** Waits until no row is open. Retries happen immediately instead of after minutes. */
  waitUntilFinal(): Promise<void>;
  /** Allows this many more duplicates: messages that were in progress when a process died. */
  mayRepeat(count: number): void;
  /**
   * Allows this reader to get no message, because they unsubscribed, were late or were cancelled.
   */
  allowLoss(address: string): void;
  /** From one second after now, no message to this address may begin. */
  left(address: string): void;
}

/** What the relay's log shows, and whether the database agrees. */
export interface Verdict {
  lost: number;
  duplicated: number;
  bound: number;
  leaked: number;
  disagreement: number;
}

export interface Options {
  readers: number;
  seed: number;
  /** Seconds that Postgres stays down, for faults that stop it. */
  away?: number;
}

/** Creates a world, runs `happen` in it and removes it. */
export async function inWorld(
  options: Options,
  happen: (world: World) => Promise<void>,
): Promise<Verdict> {
  const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-chaos-'));
  const dataDir = path.join(folder, 'data');
  const embedded = await startEmbedded(dataDir);
  const relay = await openRelay(path.join(folder, 'relay-log.ndjson'));
  const env = {
    DATABASE_URL: embedded.url,
    SMTP_URL: relay.url,
    SECRET_KEY: secret,
    ADMIN_API_KEY: apiKey,
    PAPER_SOURCES: '',
    MAIL_FROM: 'papers@papers.example',
    PUBLIC_URL: 'https://papers.example',
    SMTP_CONNECTIONS: String(connections),
    DIGEST_TIME: '00:00',
    JOURNAL_URL: pathToFileURL(path.join(folder, 'journal')).href,
    LOG_LEVEL: process.env['CHAOS_LOG'] ?? 'silent',
  };
  const { ctx, close } = await start(readConfig(env));
  const children = new Set<ChildProcess>();
  try {
    const { world, verdict } = await build(ctx, relay, options, env, children);
    await happen(world);
    await world.waitUntilFinal();
    await stopAll(children);
    return await verdict();
  } finally {
    await stopAll(children);
    await relay.close();
    await close();
    await embedded.release();
    await deleteDataDir(dataDir);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function stopAll(children: Set<ChildProcess>): Promise<void> {
  await Promise.all(
    [...children].map(async (child) => {
      child.kill('SIGCONT');
      await end(child, 'SIGTERM');
    }),
  );
}

/** Sends a signal to a program and waits until it has ended. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await closed;
}

async function build(
  ctx: Context,
  relay: Relay,
  { readers, seed, away = 60 }: Options,
  env: Record<string, string>,
  children: Set<ChildProcess>,
): Promise<{ world: World; verdict: () => Promise<Verdict> }> {
  const date = dayIn('UTC', ctx.now());
  await savePapers(ctx.db, [{ title: 'One' }, { title: 'Two' }], {
    source: 'file',
    listedOn: date,
    now: ctx.now,
  });
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'r' || n || '@d' || n % 40 || '.example', 'r' || n || '@d' || n % 40 || '.example', 'active', '2020-01-01'
    from generate_series(1, ${readers}::int) as n`);
  await composeDraft(ctx, { kind: 'daily', date });
  const lossAllowed = new Set<string>();
  const leftAt = new Map<string, number>();
  let bound = 0;
  const random = generator(seed * 0x9e_37_79_b9);

  function startProgram(more: Record<string, string> = {}): ChildProcess {
    const child = spawn(process.execPath, ['dist/main.js'], {
      env: { PATH: process.env['PATH'] ?? '', ROLES: 'sender', ...env, ...more },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.add(child);
    child.once('close', () => children.delete(child));
    return child;
  }

  const world: World = {
    ctx,
    relay,
    readers,
    date,
    away,
    random,
    address: (id) => `r${id}@d${id % 40}.example`,
    startProgram,
    startWeb: async (roles) => {
      const port = await getPort();
      const child = startProgram({ ROLES: roles, PORT: String(port), SUBSCRIBE_RATE: '100000' });
      const url = `http://127.0.0.1:${port}`;
      while (!(await answers(`${url}/healthz`))) await delay(50);
      return { url, child };
    },
    send: async () => void (await sendNow(ctx, { kind: 'daily', date })),
    waitForAccepted: async (count) => {
      for (const began = Date.now(); relay.accepted() < count; await delay(2)) {
        if (Date.now() - began > timeout)
          throw new Error(`the relay accepted ${relay.accepted()} of ${count} expected messages`);
      }
    },
    waitUntilFinal: () => waitUntilFinal(ctx),
    mayRepeat: (count) => void (bound += count),
    allowLoss: (address) => void lossAllowed.add(address),
    left: (address) => void leftAt.set(address, Date.now()),
  };
  return {
    world,
    verdict: async () => ({ ...(await checkResults(ctx, relay, lossAllowed, leftAt)), bound }),
  };
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function waitUntilFinal(ctx: Context): Promise<void> {
  for (const began = Date.now(); Date.now() - began < timeout; await delay(250)) {
    try {
      const open = await ctx.db.run(sql`select from delivery d join digest g on g.id = d.digest_id
        where d.state in ('queued', 'sending', 'deferred') and g.status <> 'paused'
          or d.state = 'sending' or d.state = 'uncertain' and d.next_at is not null limit 1`);
      if (open === 0) return;
      await ctx.db.run(sql`update delivery set next_at = clock_timestamp()
        where state in ('deferred', 'uncertain') and next_at > clock_timestamp() + interval '2 seconds'`);
    } catch {
      // Some faults stop Postgres.
    }
  }
}

/** A welcome message may also arrive. */
const isDigest = (id: string | undefined) => id?.startsWith('<digest.') === true;

const row = z.object({ email: z.string(), state: z.string(), reason: z.string().nullable() });

/** Compares the relay's log, which decides what was sent, with the database. */
async function checkResults(
  ctx: Context,
  relay: Relay,
  lossAllowed: Set<string>,
  leftAt: Map<string, number>,
) {
  const times = new Map<string, number>();
  const ids = new Map<string, Set<string>>();
  const answered = new Set<string>();
  const refused = new Set<string>();
  let leaked = 0;
  for (const { what, at, to, id, answered: done } of relay.log()) {
    if (what === 'begun' && at > (leftAt.get(to) ?? Infinity) + 1000) leaked += 1;
    if (what === 'refused') refused.add(to);
    if (what !== 'accepted' || !isDigest(id)) continue;
    times.set(to, (times.get(to) ?? 0) + 1);
    ids.set(to, (ids.get(to) ?? new Set()).add(id ?? ''));
    if (done === true) answered.add(to);
  }
  const rows = await ctx.db.rows(
    row,
    sql`select email, coalesce(state::text, 'none') as state, reason from subscriber
      left join delivery on subscriber_id = id where active_since is not null`,
  );
  let lost = 0;
  let disagreement = 0;
  for (const { email, state, reason } of rows) {
    const accepted = times.has(email);
    const held =
      state === 'uncertain' ||
      reason === 'cancelled' ||
      lossAllowed.has(email) ||
      leftAt.has(email);
    if (!accepted && !refused.has(email) && !held) lost += 1;
    // An accepted message without a reply may have any state in the database.
    if (accepted !== (state === 'sent') && (answered.has(email) || state === 'sent'))
      disagreement += 1;
    // A duplicate must have the same Message-ID.
    if ((ids.get(email)?.size ?? 0) > 1) disagreement += 1;
  }
  const duplicated = [...times.values()].reduce((sum, count) => sum + count - 1, 0);
  return { lost, duplicated, leaked, disagreement };
}

/**
 * Shuts down the Postgres of a world immediately (SIGQUIT) and starts the same server again after a
 * while.
 */
export async function restartPostgres(ctx: Context, away = 0): Promise<void> {
  const found = await ctx.db.row(
    z.object({ folder: z.string() }),
    sql`select current_setting('data_directory') as folder`,
  );
  if (found === undefined) throw new Error('no data directory');
  const pid = Number(
    readFileSync(path.join(found.folder, 'postmaster.pid'), 'utf8').split('\n')[0],
  );
  const [command = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    .split('\0')
    .filter(Boolean);
  const owner = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  process.kill(pid, 'SIGQUIT');
  while (isAlive(pid)) await delay(20);
  await delay(away);
  const uid = Number(owner);
  spawn(command, args, {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
    ...(uid === process.getuid?.() ? {} : { uid }),
  }).unref();
  for (;;) {
    try {
      await ctx.db.run(sql`select 1`);
      return;
    } catch {
      await delay(100);
    }
  }
}

/** Whether a process runs. A zombie does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
