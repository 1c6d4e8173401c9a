import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { readConfig } from '../src/config/config.ts';
import type { Context } from '../src/context.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { sql } from '../src/db/sql.ts';
import { composeDraft } from '../src/digests/compose/compose.ts';
import { sendNow } from '../src/digests/send/manual-send.ts';
import { addDays } from '../src/lib/dates.ts';
import { savePapers } from '../src/papers/import/save.ts';
import { start } from '../src/app/bootstrap.ts';

// npm run bench:fan-out [-- --readers 200000 --preference-sets 10000 --days 3 --json]: seconds to
// queue a digest for everybody on each of some days, beside a plain `insert ... select` of the same
// number of deliveries in the same run.
//
// The histories differ: each day another fifth of the deliveries fails and another fiftieth of the
// readers changes preferences. CPU times are those of this process and of Postgres.

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

/** Deliveries of the plain insert have this digest, which does not exist. */
const plainDigest = 1_000_000;

/** A paper's abstract names one of 97 words, its title one of 100: readers ask for one of each. */
async function addPapers(ctx: Context, date: string): Promise<void> {
  const papers = Array.from({ length: Number(options['papers-per-day']) }, (_, n) => ({
    title: `Paper ${n} of ${date} on word${n % 100}`,
    abstract: `About term${(n * 3) % 97} ${'and what else is in an abstract of usual length '.repeat(20)}`,
    upvotes: (n * 37) % 151,
  }));
  await savePapers(ctx.db, papers, { source: 'file', listedOn: date, now: ctx.now });
}

/** The preferences with a number; those of 0 are the defaults. */
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

/** What happens until the next day. */
async function endDay({ db }: Context, digestId: number, day: number): Promise<void> {
  await db.run(sql`update delivery set state = (case when (subscriber_id / 7 + ${day}::int) % 5 = 0
    then 'failed' else 'sent' end)::delivery_state where digest_id = ${digestId}`);
  await db.run(sql`update digest set status = 'sent' where id = ${digestId}`);
  await db.run(sql`update subscriber set topics = ${topicsOf('set')}
    from (select id, (id + ${day}::int) * 104729::bigint % ${sets}::int as set from subscriber) as changed
    where changed.id = subscriber.id and (subscriber.id / 11 + ${day}::int) % 50 = 0`);
  await db.run(sql`vacuum analyze delivery, subscriber, selection, selection_key`);
}

/** CPU seconds of this process, and of Postgres with its connections. */
function cpuSeconds(postmaster: number): number {
  const { user, system } = process.cpuUsage();
  const server = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid));
  return server.reduce((sum, pid) => sum + cpuOf(pid, postmaster), (user + system) / 1e6);
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
  cpu: number;
}

async function measure(postmaster: number, work: () => Promise<unknown>): Promise<Took> {
  const [began, spent] = [performance.now(), cpuSeconds(postmaster)];
  await work();
  return { seconds: (performance.now() - began) / 1000, cpu: cpuSeconds(postmaster) - spent };
}

/** As many deliveries in one statement, without lists; then deleted. */
async function insertPlain({ db }: Context, postmaster: number): Promise<Took> {
  const took = await measure(postmaster, () =>
    db.run(sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at)
      select ${plainDigest}::int, id, now(), now() from subscriber where status = 'active' order by id
      on conflict do nothing`),
  );
  await db.run(sql`delete from delivery where digest_id = ${plainDigest}`);
  await db.run(sql`vacuum delivery`);
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
  if (queued !== readers) throw new Error(`${queued} of ${readers} readers are queued`);
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
    show(
      `${date}  ${own.seconds.toFixed(1)} s (CPU ${own.cpu.toFixed(1)} s), ${lists} lists, ${chunks} chunks; ` +
        `${(own.seconds / plain.seconds).toFixed(2)} times the plain insert's ${plain.seconds.toFixed(1)} s (CPU ${plain.cpu.toFixed(1)} s)`,
    );
    await endDay(ctx, digestId, day);
  }
  if (options.json) console.log(JSON.stringify({ readers, sets: preferences?.count, days }));
} finally {
  await close();
  await postgres.release();
  rmSync(dataDir, { recursive: true, force: true });
}
