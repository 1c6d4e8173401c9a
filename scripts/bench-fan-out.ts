import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../src/config/config.ts';
import type { Context } from '../src/context.ts';
import { deleteDataDir, startEmbedded } from '../src/db/embedded.ts';
import { sql } from '../src/db/sql.ts';
import { composeDraft } from '../src/digests/compose/compose.ts';
import { sendNow } from '../src/digests/send/manual-send.ts';
import { addDays } from '../src/lib/dates.ts';
import { savePapers } from '../src/papers/import/save.ts';
import { start } from '../src/app/bootstrap.ts';

// npm run bench:fan-out [-- --readers 200000 --preference-sets 10000 --days 3 --json]: seconds to
// queue a digest for all readers on each of several days, compared in the same run with a plain
// `insert ... select` of the same number of deliveries.
//
// The readers have different histories: each day another fifth of the deliveries fails and another
// fiftieth of the readers changes preferences. CPU times are those of this process and of Postgres.

const { values: options } = parseArgs({
  options: {
    readers: { type: 'string', default: '200000' },
    'preference-sets': { type: 'string', default: '10000' },
    days: { type: 'string', default: '3' },
    'papers-per-day': { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const readers = Number(options.readers);
const sets = Number(options['preference-sets']);
const firstDay = '2026-03-10';

/**
 * Each abstract contains one of 97 words and each title one of 100; each reader follows one of
 * each.
 */
async function addPapers(ctx: Context, date: string): Promise<void> {
  const papers = Array.from({ length: Number(options['papers-per-day']) }, (_, n) => ({
    title: `Paper ${n} of ${date} on word${n % 100}`,
    abstract: `About term${(n * 3) % 97} ${'and what else is in an abstract of usual length '.repeat(20)}`,
    upvotes: (n * 37) % 151,
  }));
  await savePapers(ctx.db, papers, { source: 'file', listedOn: date, now: ctx.now });
}

/** The topics of a preference set by number. Set 0 has the defaults. */
const topicsOf = (set: string) =>
  sql([
    `case when ${set} > 0 then array['word' || ${set} % 100, 'term' || ${set} / 100] else '{}' end`,
  ]);

async function addReaders({ db }: Context): Promise<void> {
  await db.run(sql`insert into subscriber (email, email_key, status, active_since, topics)
    select address, address, 'active', '2020-01-01', ${topicsOf('set')}
    from generate_series(1, ${readers}::int) as n,
      lateral (select 'reader' || n || '@reader.example' as address, n * 7919::bigint % ${sets}::int as set) as reader`);
  await db.run(sql`vacuum analyze subscriber`);
}

/** Simulates the events between two digests. */
async function endDay({ db }: Context, digestId: number, day: number): Promise<void> {
  await db.run(sql`update delivery set state = (case when (subscriber_id / 7 + ${day}::int) % 5 = 0
    then 'failed' else 'sent' end)::delivery_state where digest_id = ${digestId}`);
  await db.run(sql`update digest set status = 'sent' where id = ${digestId}`);
  await db.run(sql`update subscriber set topics = ${topicsOf('set')}
    from (select id, (id + ${day}::int) * 104729::bigint % ${sets}::int as set from subscriber) as changed
    where changed.id = subscriber.id and (subscriber.id / 11 + ${day}::int) % 50 = 0`);
  await db.run(sql`vacuum analyze delivery, subscriber, selection, selection_key`);
}

/** Returns the CPU seconds of Postgres and its connections. */
function postgresCpu(postmaster: number): number {
  const processes = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid));
  return processes.reduce((sum, pid) => sum + cpuOf(pid, postmaster), 0);
}

function ownCpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function cpuOf(pid: string, parent: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[1]) === parent ? (Number(fields[11]) + Number(fields[12])) / 100 : 0;
  } catch {
    return 0;
  }
}

interface Took {
  seconds: number;
  /** Seconds of CPU time of Postgres and of this process. */
  postgres: number;
  node: number;
  /** The longest time in milliseconds that the event loop of this process was blocked. */
  blocked: number;
}

async function measure(postmaster: number, work: () => Promise<unknown>): Promise<Took> {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const [began, postgres, node] = [performance.now(), postgresCpu(postmaster), ownCpu()];
  await work();
  delays.disable();
  return {
    seconds: (performance.now() - began) / 1000,
    postgres: postgresCpu(postmaster) - postgres,
    node: ownCpu() - node,
    blocked: delays.max / 1e6,
  };
}

function inWords({ seconds, postgres, node, blocked }: Took): string {
  return `${seconds.toFixed(1)} s (CPU: Postgres ${postgres.toFixed(1)} s, Node ${node.toFixed(1)} s; blocked ${blocked.toFixed(0)} ms at most)`;
}

/**
 * Inserts the same number of deliveries with one statement, without lists, into a copy of the
 * table.
 */
async function insertPlain({ db }: Context, postmaster: number): Promise<Took> {
  await db.run(sql`create table plain_delivery (like delivery including all)`);
  const took = await measure(postmaster, () =>
    db.run(sql`insert into plain_delivery (digest_id, subscriber_id, due_at, expires_at)
      select 1, id, now(), now() from subscriber where status = 'active' order by id on conflict do nothing`),
  );
  await db.run(sql`drop table plain_delivery`);
  return took;
}

const count = z.object({ count: z.number() });

async function measureDay(ctx: Context, postmaster: number, date: string) {
  await addPapers(ctx, date);
  const plain = await insertPlain(ctx, postmaster);
  const { digest } = await composeDraft(ctx, { kind: 'daily', date });
  let chunks = 0;
  const listener = await ctx.db.pool.connect();
  listener.on('notification', () => (chunks += 1));
  await listener.query('listen outbox');
  const own = await measure(postmaster, () => sendNow(ctx, { kind: 'daily', date }));
  await listener.query('unlisten outbox');
  listener.release(true);
  const where = { digestId: digest.id };
  const queued = await ctx.db.prisma.delivery.count({ where });
  if (queued !== readers) throw new Error(`${queued} of ${readers} readers were queued`);
  return {
    digestId: digest.id,
    date,
    plain,
    own,
    chunks,
    lists: await ctx.db.prisma.selection.count({ where }),
  };
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-bench-'));
const postgres = await startEmbedded(dataDir);
const { ctx: real, close } = await start(
  readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', PUBLIC_URL: 'https://papers.example.org' }),
);
try {
  let now = new Date(`${firstDay}T09:00:00Z`);
  const ctx = { ...real, now: () => now };
  const pid = await ctx.db.row(
    count,
    sql`select split_part(pg_read_file('postmaster.pid'), E'\n', 1)::int as count`,
  );
  await addReaders(ctx);
  const preferences = await ctx.db.row(
    count,
    sql`select count(distinct coalesce(list_key, '')) from subscriber`,
  );
  const show = (line: string) => options.json || console.log(line);
  show(`${readers} readers with ${preferences?.count ?? 0} sets of preferences`);
  const days = [];
  for (let day = 0; day < Number(options.days); day += 1) {
    const date = addDays(firstDay, day);
    now = new Date(`${date}T09:00:00Z`);
    const { digestId, ...measured } = await measureDay(ctx, pid?.count ?? 0, date);
    const { plain, own, chunks, lists } = measured;
    days.push(measured);
    show(`${date}  ${inWords(own)}, ${lists} lists, ${chunks} chunks`);
    show(`  plain insert ${inWords(plain)}; ratio ${(own.seconds / plain.seconds).toFixed(2)}`);
    await endDay(ctx, digestId, day);
  }
  if (options.json) console.log(JSON.stringify({ readers, sets: preferences?.count, days }));
} finally {
  await close();
  await postgres.release();
  await deleteDataDir(dataDir);
}
