import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { inspect, parseArgs } from 'node:util';
import { z } from 'zod';
import { start } from '../src/app/bootstrap.ts';
import { readConfig } from '../src/config/config.ts';
import { copyIn, copyOut } from '../src/db/copy.ts';
import { sql, type Sql } from '../src/db/sql.ts';
import { Prisma } from '../src/generated/prisma/client.ts';
import { unsubscribeById } from '../src/subscribers/account/unsubscribe.ts';
import { buildApp } from '../src/web/app.ts';
import { deleteDataDir } from '../src/db/embedded.ts';

// npm run bench:import [-- --rows 1000000 --json]: imports a list with the command line, exports it
// and uploads it to a server. Measures the seconds, the peak resident memory of the program, how
// long an unsubscribe and an ordinary request wait, the longest delay of the server's event loop,
// and the time of a plain COPY of the same rows into a table with the same indexes.

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    json: { type: 'boolean', default: false },
  },
});
const rows = Number(options.rows);
const folder = mkdtempSync(path.join(tmpdir(), 'daily-papers-bench-'));
const list = path.join(folder, 'list.csv');
const dataDir = path.join(folder, 'data');
const key = 'a key for the benchmark of at least 32 characters';
const { ctx, journal, close } = await start(
  readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error', ADMIN_API_KEY: key }),
);

/** About 200 bytes per row: a million rows are 200 MB. */
function* listRows(): Generator<string> {
  yield 'email,name,topics,frequency,timezone,hour,consent_source,consent_at,remark\n';
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Shanghai', ''];
  let text = '';
  for (let n = 0; n < rows; n += 1) {
    const name = `reader.${n}.${((n * 7919) % 999_983).toString(36)}`;
    const topics = n % 3 === 0 ? '"agents, cs.CL"' : n % 3 === 1 ? 'retrieval' : '';
    text += `${name}@d${n % 5000}.example.org,"Reader ""${n}""",${topics},${n % 10 === 0 ? 'weekly' : 'daily'},${zones[n % 4]},${n % 24},form,2025-01-02T03:04:05Z,${'a remark that nobody reads '.repeat(3)}\n`;
    if (text.length > 65_536) {
      yield text;
      text = '';
    }
  }
  yield text;
}

interface Program {
  seconds: number;
  /** The peak resident memory, as reported by Linux. */
  megabytes: number;
  /** Its own CPU time, which is independent of other load on the machine. */
  cpuSeconds: number;
}

/** Runs a command of the built program. */
async function program(args: string[], output: string): Promise<Program> {
  const before = performance.now();
  const child = spawn(process.execPath, ['dist/cli.js', ...args], {
    env: { PATH: process.env['PATH'] ?? '', DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let kilobytes = 0;
  let cpuSeconds = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      const spent =
        readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      cpuSeconds = (Number(spent[11]) + Number(spent[12])) / 100;
      kilobytes = Math.max(kilobytes, Number(/VmHWM:\s*(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // The process has ended, or this is not Linux.
    }
  }, 50);
  await pipeline(child.stdout, createWriteStream(output));
  if (child.exitCode === null) await new Promise((resolve) => child.once('close', resolve));
  clearInterval(look);
  if (child.exitCode !== 0) throw new Error(`${args.join(' ')} ended with ${child.exitCode}`);
  return { seconds: (performance.now() - before) / 1000, megabytes: kilobytes / 1024, cpuSeconds };
}

/**
 * Repeats an action every 20 ms until the work is done. Returns the longest duration in seconds.
 */
async function longestOf(during: Promise<unknown>, act: () => Promise<unknown>): Promise<number> {
  const done = new AbortController();
  const end = () => done.abort();
  during.then(end, end);
  let longest = 0;
  while (!done.signal.aborted) {
    longest = Math.max(longest, await timed(act));
    await delay(20);
  }
  return longest;
}

/** Unsubscribes pending subscribers of the list during the import. */
async function unsubscribing(during: Promise<unknown>): Promise<number> {
  const pending = await ctx.db.prisma.subscriber.findMany({ select: { id: true } });
  return longestOf(during, async () => {
    const next = pending.shift();
    if (next !== undefined) await unsubscribeById(ctx, next.id);
  });
}

/** Sends an ordinary request that reads the database. */
async function request(): Promise<void> {
  const response = await fetch(`${address}/api/v1/subscribers?limit=1`, {
    headers: { Authorization: `Bearer ${key}` },
  });
  await response.text();
  if (!response.ok) throw new Error(`a request was answered ${response.status}`);
}

/** Loads rows in the text format of `COPY`, piece by piece. */
async function copyPlain(file: string, statement: Sql): Promise<void> {
  let rest = '';
  for await (const piece of createReadStream(file, {
    encoding: 'utf8',
    highWaterMark: 4_000_000,
  })) {
    const text = rest + String(piece);
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    await copyIn(ctx.db, statement, text.slice(0, end));
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return (performance.now() - before) / 1000;
}

/** Uploads the list as a dry run to the server in this process. */
async function upload() {
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const url = `${address}/api/v1/subscribers/import?dryRun=true`;
  const headers = [`Authorization: Bearer ${key}`, 'Content-Type: text/csv'];
  const uploading = timed(async () => {
    const curl = spawn(
      'curl',
      [
        '-sfXPOST',
        ...headers.flatMap((header) => ['-H', header]),
        `-T${list}`,
        `-o${path.join(folder, 'answer')}`,
        url,
      ],
      { stdio: 'inherit' },
    );
    const code = await new Promise((resolve) => curl.once('close', resolve));
    if (code !== 0) throw new Error(`the upload failed with ${String(code)}`);
  });
  const [seconds, longestRequest] = await Promise.all([uploading, longestOf(uploading, request)]);
  loop.disable();
  return { seconds, longestDelay: loop.max / 1e6, longestRequest };
}

const app = await buildApp(ctx);
const address = await app.listen({ host: '127.0.0.1', port: 0 });

try {
  await pipeline(Readable.from(listRows()), createWriteStream(list));
  const megabytes = (await stat(list)).size / 1e6;
  await ctx.db.run(sql`create table plain (like subscriber including all)`);
  await ctx.db.run(sql`insert into subscriber (email, email_key, status)
    select email, email, 'pending' from generate_series(0, ${rows}::int - 1, 101) as n,
      lateral (select 'pending.' || n || '@example.org' as email) as address`);
  const importing = program(['subscribers', 'import', list, '--json'], path.join(folder, 'report'));
  const [imported, longestUnsubscribe, longestRequest] = await Promise.all([
    importing,
    unsubscribing(importing),
    longestOf(importing, request),
  ]);
  const report = z
    .object({ added: z.number(), rejectedCount: z.number() })
    .parse(JSON.parse(readFileSync(path.join(folder, 'report'), 'utf8')));
  const rowsFile = path.join(folder, 'rows');
  const named = await ctx.db.row(
    z.object({ names: z.string() }),
    sql`select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute
      where attrelid = 'plain'::regclass and attnum > 0 and attgenerated = ''`,
  );
  const columns = Prisma.raw(named?.names ?? '');
  const plainOut = await timed(() =>
    pipeline(
      Readable.from(copyOut(ctx.db, sql`copy (select ${columns} from subscriber) to stdout`)),
      createWriteStream(rowsFile),
    ),
  );
  const plainIn = await timed(() => copyPlain(rowsFile, sql`copy plain (${columns}) from stdin`));
  // As after an unsubscribe through the server.
  await journal.flush();
  const exported = await program(['subscribers', 'export'], path.join(folder, 'export.csv'));
  const uploaded = await upload();
  const figures = {
    rows,
    megabytes,
    report,
    import: {
      ...imported,
      longestUnsubscribe,
      longestRequest,
      plainCopy: plainIn,
      ratio: imported.seconds / plainIn,
    },
    export: { ...exported, plainCopy: plainOut, ratio: exported.seconds / plainOut },
    upload: uploaded,
  };
  console.log(options.json ? JSON.stringify(figures) : inspect(figures, { depth: 3 }));
} finally {
  await app.close();
  await close();
  await deleteDataDir(dataDir);
  rmSync(folder, { recursive: true, force: true });
}
