import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { dayIn } from '../src/calendar.ts';
import { readConfig } from '../src/config.ts';
import type { Context } from '../src/context.ts';
import { sql } from '../src/db/sql.ts';
import { composeDraft } from '../src/digests/compose.ts';
import { sendNow } from '../src/digests/manual-send.ts';
import { freePort } from '../src/free-port.ts';
import { samplePapers } from '../src/papers/sample-papers.ts';
import { savePapers } from '../src/papers/save.ts';
import { start } from '../src/start.ts';
import { startSink } from './postfix.ts';
import { startFlags } from './start-flags.ts';
import { postSteadily } from './steadily.ts';

// npm run bench:http [-- --seconds 5 --readers 200000 --one-process --json]: requests per second of a bare Fastify that says hello, and
// of ours beside it, with a dozen papers on the page, as `npm start` shows, and with 50, asked by autocannon in a process of its own, and
// by wrk where it is installed; then how long a subscribe takes at 200 a second while a digest goes out to smtp-sink. With --one-process
// one process is web, scheduler and sender, as on a laptop; else the sender is another one.

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    readers: { type: 'string', default: '200000' },
    'one-process': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const seconds = Number(options.seconds);
const say = (line: string) => (options.json ? console.error(line) : console.log(line));

/** What a browser sends. */
const browserHeaders = [
  'accept=text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-encoding=gzip, deflate, br',
  'accept-language=en-US,en;q=0.9',
];
const browser = browserHeaders.flatMap((header) => ['-H', header]);

/** Papers on the day's page: what `npm start` shows, and a full day. */
const aDozen = 12;
const fullDay = 50;

/** Subscribes per second. */
const subscribeRate = 200;

const measured = z.object({
  requests: z.object({ average: z.number(), total: z.number() }),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});
type Measured = z.output<typeof measured>;

/** Asks `url` for so many seconds. @throws Error where any answer was none, or no success */
async function ask(url: string, duration: number, more: string[], expected3xx = false): Promise<Measured> {
  const args = [
    'node_modules/autocannon/autocannon.js',
    '--json',
    '--no-progress',
    '-d',
    String(duration),
    ...more,
    url,
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await new Promise((resolve) => child.once('close', resolve));
  const result = measured.parse(JSON.parse(out));
  if (result.errors > 0 || (result.non2xx > 0 && !expected3xx))
    throw new Error(`${url}: ${result.errors} errors, ${result.non2xx} refusals`);
  return result;
}

/**
 * Requests per second by wrk, where it is installed: it reads bodies without decoding them, so that on two cores the server is
 * what limits it, not the one who asks.
 */
async function askByWrk(url: string, duration: number): Promise<number | undefined> {
  const asking = ['-t', '1', '-c', '50', '-d', `${Math.ceil(duration)}s`];
  const child = spawn(
    'wrk',
    [...asking, ...browserHeaders.flatMap((header) => ['-H', header.replace('=', ': ')]), url],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const started = await new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', () => resolve(true));
  });
  if (started === false) return undefined;
  if (out.includes('Non-2xx') || out.includes('Socket errors')) throw new Error(`${url}: ${out}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1]);
}

/** A page as it comes over the wire, compressed. */
function rawPage(url: string): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const asking = get(url, { headers: { accept: 'text/html', 'accept-encoding': 'br' } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve(Buffer.concat(chunks)));
    });
    asking.on('error', reject);
  });
}

/** Requests per second, and the milliseconds of its own time that the server spends on one. */
async function timed(server: ChildProcess, work: () => Promise<Measured>) {
  const spent = () => {
    const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(stat[11]) + Number(stat[12])) * 10;
  };
  const before = spent();
  const { requests } = await work();
  return { rate: requests.average, cpu: (spent() - before) / requests.total };
}

const running: ChildProcess[] = [];

/** Starts a server and waits until it answers. */
async function server(args: string[], env: Record<string, string>, url: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  running.push(child);
  for (let tries = 0; tries < 200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the server of ${url} ended`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return child;
    await delay(50);
  }
  throw new Error(`${url} does not answer`);
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode === null && child.kill('SIGTERM')) await closed;
}

/** As many papers on the day's page. Gives the id of the first. */
async function fillDay(ctx: Context, today: string, papers: number): Promise<number> {
  const inputs = Array.from({ length: papers }, (_, place) => {
    const [title = '', abstract = '', category = '', upvotes, comments] =
      samplePapers[place % samplePapers.length] ?? [];
    return {
      title: `${title}, ${place + 1}`,
      abstract,
      authors: ['Ada Lindqvist', 'Kwame Asare', 'Mei Tanaka', 'Noor Haddad'],
      publishedOn: today,
      upvotes: upvotes ?? null,
      comments: comments ?? null,
      pdfUrl: `https://arxiv.example/pdf/${place}`,
      codeUrl: `https://code.example/${place}`,
      categories: [category],
    };
  });
  const { ids } = await savePapers(ctx.db, inputs, { source: 'file', listedOn: today, now: ctx.now });
  return ids[0] ?? 0;
}

async function addReaders(ctx: Context, readers: number): Promise<void> {
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'reader' || n || '@d' || n % 500 || '.example', 'reader' || n || '@d' || n % 500 || '.example', 'active', now() - interval '1 day'
    from generate_series(1, ${readers}::int) as n`);
}

async function openDeliveries(ctx: Context): Promise<number> {
  const row = await ctx.db.row(
    z.object({ open: z.number() }),
    sql`select count(*) as open from delivery where state = 'queued'`,
  );
  return row?.open ?? 0;
}

const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-bench-'));
const relay = await freePort();
const port = await freePort();
const helloPort = await freePort();
const url = `http://127.0.0.1:${port}`;
const hello = `http://127.0.0.1:${helloPort}/`;
const { ctx, close } = await start(readConfig({ DATA_DIR: dataDir, PAPER_SOURCES: '', LOG_LEVEL: 'error' }));
try {
  const today = dayIn('UTC', ctx.now());
  const paper = await fillDay(ctx, today, aDozen);
  await addReaders(ctx, Number(options.readers));
  const config = await ctx.db.row(z.object({ port: z.string() }), sql`select current_setting('port') as port`);
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: `postgresql://postgres@127.0.0.1:${config?.port}/postgres`,
    PORT: String(port),
    PUBLIC_URL: url,
    MAIL_FROM: 'Daily Papers <papers@papers.example>',
    SMTP_URL: `smtp://127.0.0.1:${relay}`,
    PAPER_SOURCES: '',
    SUBSCRIBE_RATE: '100000',
    SEARCH_RATE: '100000',
  };
  running.push(startSink(relay));
  const pageFile = path.join(dataDir, 'page.br');
  const bare = `import fastify from 'fastify'; import { readFileSync } from 'node:fs'; const app = fastify(); app.get('/', () => 'hello');
    app.get('/same', () => page); let page = Buffer.alloc(0); app.get('/read', () => { page = readFileSync('${pageFile}'); return ''; });
    await app.listen({ port: ${helloPort} });`;
  const bareServer = await server([...startFlags(), '--input-type=module', '-e', bare], {}, hello);
  // The log goes to a pipe that is read, as it would in a container.
  const ourServer = await server(
    [...startFlags(), 'dist/main.js'],
    { ...env, ROLES: options['one-process'] ? 'web,scheduler,sender' : 'web' },
    `${url}/`,
  );

  const cannon = ['-c', '50', ...browser];
  const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
  const two = (ratio: number) => Number(ratio.toFixed(2));

  /** `/` beside hello, turn about, three times; medians. */
  async function measureHome(papers: number) {
    const page = await rawPage(`${url}/`);
    writeFileSync(pageFile, page);
    await fetch(`${hello}read`);
    await ask(hello, 1, cannon);
    await ask(`${url}/`, 1, cannon);
    const rounds: { hello: number; home: number; same: number; cpu: number; wrk: number | undefined }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const one = await timed(bareServer, () => ask(hello, seconds / 2, cannon));
      const own = await timed(ourServer, () => ask(`${url}/`, seconds / 2, cannon));
      const same = await ask(`${hello}same`, seconds / 2, cannon);
      const oneByWrk = await askByWrk(hello, seconds / 2);
      const ownByWrk = await askByWrk(`${url}/`, seconds / 2);
      const wrk = oneByWrk === undefined || ownByWrk === undefined ? undefined : ownByWrk / oneByWrk;
      rounds.push({ hello: one.rate, home: own.rate, same: same.requests.average, cpu: one.cpu / own.cpu, wrk });
    }
    const byWrk = rounds.map((round) => round.wrk).filter((ratio) => ratio !== undefined);
    const measure = {
      papers,
      bytes: page.length,
      hello: Math.round(median(rounds.map((round) => round.hello))),
      rate: Math.round(median(rounds.map((round) => round.home))),
      ratio: two(median(rounds.map((round) => round.home / round.hello))),
      ratioByWrk: byWrk.length === 0 ? undefined : two(median(byWrk)),
      cpuRatio: two(median(rounds.map((round) => round.cpu))),
      sameBytes: Math.round(median(rounds.map((round) => round.same))),
    };
    say(`bare Fastify, hello   ${measure.hello}/s`);
    say(
      `bare Fastify, bytes as below  ${measure.sameBytes}/s: what autocannon, which decodes each body, can read of them`,
    );
    say(
      `GET /, ${papers} papers    ${measure.rate}/s, ${measure.ratio} of hello, by wrk ${measure.ratioByWrk ?? '(not installed)'}, ` +
        `by the server's own time ${measure.cpuRatio}; ${measure.bytes} bytes in brotli`,
    );
    return measure;
  }

  const home = await measureHome(aDozen);
  await fillDay(ctx, today, fullDay);
  // The page in the server's memory goes when Postgres has told it.
  while ((await rawPage(`${url}/`)).length < home.bytes * 1.2) await delay(50);
  const homeFullDay = await measureHome(fullDay);
  const paperRate = (await ask(`${url}/papers/${paper}`, seconds, cannon)).requests.average;
  say(`GET /papers/:id       ${paperRate.toFixed(0)}/s`);
  const search = (await ask(`${url}/search?q=wind`, seconds, cannon)).requests.average;
  say(`GET /search           ${search.toFixed(0)}/s`);

  const { digest } = await composeDraft(ctx, { kind: 'daily', date: today });
  await sendNow(ctx, { kind: 'daily', date: today });
  if (!options['one-process'])
    running.push(
      spawn(process.execPath, [...startFlags(), 'dist/main.js'], {
        env: { PATH: process.env['PATH'] ?? '', ...env, ROLES: 'sender' },
        stdio: ['ignore', 'ignore', 'inherit'],
      }),
    );
  // Under way: the first thousand are sent.
  const queued = await openDeliveries(ctx);
  while ((await openDeliveries(ctx)) > queued - 1000) await delay(50);
  const before = await openDeliveries(ctx);
  const began = performance.now();
  const form = [
    '-m',
    'POST',
    '-H',
    'content-type=application/x-www-form-urlencoded',
    '-I',
    '-b',
    'email=new-[<id>]@reader.example',
  ];
  const atRate = ['--ignoreCoordinatedOmission', '-c', '20', '-R', String(subscribeRate), ...browser, ...form];
  // As the pages: a second for connections to Postgres and for the compiler.
  await ask(`${url}/subscribe`, 1, atRate, true);
  const times = await postSteadily(
    `${url}/subscribe`,
    { perSecond: subscribeRate, seconds },
    (n) => `email=steady-${n}%40reader.example`,
  );
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
  const burst = await ask(`${url}/subscribe`, seconds, atRate, true);
  const sent = Math.round(((before - (await openDeliveries(ctx))) * 1000) / (performance.now() - began));
  const stillGoing = (await openDeliveries(ctx)) > 0;
  say(
    `POST /subscribe       ${subscribeRate}/s evenly: median ${at(0.5)} ms, p99 ${at(0.99)} ms; 20 at once, ${subscribeRate} each second, ` +
      `by autocannon: median ${burst.latency.p50} ms, p99 ${burst.latency.p99} ms; ` +
      `while ${sent} mails/s went out${stillGoing ? '' : ' (and ended before it did: take more readers)'} of digest ${digest.date}`,
  );
  const result = {
    hello: home.hello,
    home: home.rate,
    homeRatio: home.ratio,
    homeRatioByWrk: home.ratioByWrk,
    homeCpuRatio: home.cpuRatio,
    homePapers: home.papers,
    homeBytes: home.bytes,
    homeFullDay,
    paper: Math.round(paperRate),
    search: Math.round(search),
    subscribe: {
      rate: subscribeRate,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      burst: { p50Ms: burst.latency.p50, p99Ms: burst.latency.p99 },
      mailsPerSecond: sent,
    },
  };
  if (options.json) console.log(JSON.stringify(result));
} finally {
  for (const child of running.toReversed()) await stop(child);
  await close();
  rmSync(dataDir, { recursive: true, force: true });
}
