import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { dayIn } from '../src/lib/dates.ts';
import { readConfig } from '../src/config/config.ts';
import { deleteDataDir, startEmbedded } from '../src/db/embedded.ts';
import { composeDraft } from '../src/digests/compose/compose.ts';
import { sendNow } from '../src/digests/send/manual-send.ts';
import { start } from '../src/app/bootstrap.ts';
import { startSink } from './postfix.ts';
import { startFlags } from './start-flags.ts';
import { ask, askByWrk, browser, rawPage } from './http/ask.ts';
import { addReaders, fillDay, openDeliveries } from './http/fill.ts';
import { startServer, stopServer, timed } from './http/server.ts';
import { postSteadily } from './http/steadily.ts';
import { median } from './lib/median.ts';

// npm run bench:http [-- --seconds 5 --readers 200000 --one-process --json]: requests per second of
// a bare Fastify that returns "hello" and of this server, with a dozen papers on the page (as with
// `npm start`) and with 50. autocannon sends the requests from a separate process, and wrk too if
// it is installed. Then it measures how long a subscribe takes at 200 a second while a digest is
// sent to smtp-sink. With --one-process a single process has the roles web, scheduler and sender,
// as on a laptop; otherwise the sender is a separate process.

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

/** Papers on the day's page: as with `npm start`, and on a full day. */
const aDozen = 12;
const fullDay = 50;

/** Subscribes per second. */
const subscribeRate = 200;

const running: ChildProcess[] = [];

const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-bench-'));
const postgres = await startEmbedded(dataDir);
const relay = await getPort();
const port = await getPort();
const helloPort = await getPort();
const url = `http://127.0.0.1:${port}`;
const hello = `http://127.0.0.1:${helloPort}/`;
const { ctx, close } = await start(
  readConfig({ DATA_DIR: dataDir, PAPER_SOURCES: '', LOG_LEVEL: 'error' }),
);
try {
  const today = dayIn('UTC', ctx.now());
  const paper = await fillDay(ctx, today, aDozen);
  await addReaders(ctx, Number(options.readers));
  const env = {
    NODE_ENV: 'production',
    DATABASE_URL: postgres.url,
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
    app.get('/same', (_, reply) => reply.header('content-type', 'text/html').header('content-encoding', 'br').send(page)); let page = Buffer.alloc(0); app.get('/read', () => { page = readFileSync('${pageFile}'); return ''; });
    await app.listen({ port: ${helloPort} });`;
  const bareServer = await startServer(
    [...startFlags(), '--input-type=module', '-e', bare],
    {},
    hello,
  );
  running.push(bareServer);
  const ourServer = await startServer(
    [...startFlags(), 'dist/main.js'],
    { ...env, ROLES: options['one-process'] ? 'web,scheduler,sender' : 'web' },
    `${url}/`,
  );
  running.push(ourServer);

  const cannon = ['-c', '50', ...browser];
  const two = (ratio: number) => Number(ratio.toFixed(2));

  const ratioOf = (own: number | undefined, other: number | undefined) =>
    own === undefined || other === undefined ? undefined : own / other;

  /** Measures `/` and "hello" in turn, three times, and returns the medians. */
  async function measureHome(papers: number) {
    const page = await rawPage(`${url}/`);
    writeFileSync(pageFile, page);
    await fetch(`${hello}read`);
    await ask(hello, 1, cannon);
    await ask(`${url}/`, 1, cannon);
    const rounds: {
      hello: number;
      home: number;
      same: number;
      cpu: number;
      wrk: number | undefined;
      sameByWrk: number | undefined;
    }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const one = await timed(bareServer, () => ask(hello, seconds / 2, cannon));
      const own = await timed(ourServer, () => ask(`${url}/`, seconds / 2, cannon));
      const same = await ask(`${hello}same`, seconds / 2, cannon);
      const oneByWrk = await askByWrk(hello, seconds / 2);
      const ownByWrk = await askByWrk(`${url}/`, seconds / 2);
      const sameByWrk = await askByWrk(`${hello}same`, seconds / 2);
      rounds.push({
        hello: one.rate,
        home: own.rate,
        same: same.requests.average,
        cpu: one.cpu / own.cpu,
        wrk: ratioOf(ownByWrk, oneByWrk),
        sameByWrk: ratioOf(ownByWrk, sameByWrk),
      });
    }
    const byWrk = (name: 'wrk' | 'sameByWrk') => {
      const ratios = rounds.map((round) => round[name]).filter((ratio) => ratio !== undefined);
      return ratios.length === 0 ? undefined : two(median(ratios));
    };
    const measure = {
      papers,
      bytes: page.length,
      hello: Math.round(median(rounds.map((round) => round.hello))),
      rate: Math.round(median(rounds.map((round) => round.home))),
      ratio: two(median(rounds.map((round) => round.home / round.hello))),
      ratioByWrk: byWrk('wrk'),
      ratioSameBytesByWrk: byWrk('sameByWrk'),
      cpuRatio: two(median(rounds.map((round) => round.cpu))),
      sameBytes: Math.round(median(rounds.map((round) => round.same))),
    };
    say(`bare Fastify, hello   ${measure.hello}/s`);
    say(
      `bare Fastify, same bytes   ${measure.sameBytes}/s: the limit of autocannon, which decodes each body`,
    );
    say(
      `GET /, ${papers} papers    ${measure.rate}/s, ${measure.ratio} of hello, by wrk ${measure.ratioByWrk ?? '(not installed)'} ` +
        `and ${measure.ratioSameBytesByWrk ?? '(not installed)'} of the same bytes, ` +
        `by the server's own time ${measure.cpuRatio}; ${measure.bytes} bytes in brotli`,
    );
    return measure;
  }

  const home = await measureHome(aDozen);
  await fillDay(ctx, today, fullDay);
  // The server drops the cached page when Postgres notifies it.
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
        stdio: 'ignore',
      }),
    );
  // Wait until the first thousand are sent.
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
    'email=new-[<id>]@reader.example.org',
  ];
  const atRate = [
    '--ignoreCoordinatedOmission',
    '-c',
    '20',
    '-R',
    String(subscribeRate),
    ...browser,
    ...form,
  ];
  // As with the pages: one second to open connections to Postgres and to warm up the compiler.
  await ask(`${url}/subscribe`, 1, atRate, true);
  const times = await postSteadily(
    `${url}/subscribe`,
    { perSecond: subscribeRate, seconds },
    (n) => `email=steady-${n}%40reader.example.org`,
  );
  const at = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
  const burst = await ask(`${url}/subscribe`, seconds, atRate, true);
  const sent = Math.round(
    ((before - (await openDeliveries(ctx))) * 1000) / (performance.now() - began),
  );
  const stillGoing = (await openDeliveries(ctx)) > 0;
  say(
    `POST /subscribe       ${subscribeRate}/s evenly: median ${at(0.5)} ms, p99 ${at(0.99)} ms; 20 at once, ${subscribeRate} each second, ` +
      `by autocannon: median ${burst.latency.p50} ms, p99 ${burst.latency.p99} ms; ` +
      `while ${sent} mails/s went out${stillGoing ? '' : ' (and the digest was complete before the end: use more readers)'} of digest ${digest.date}`,
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
  for (const child of running.toReversed()) await stopServer(child);
  await close();
  await postgres.release();
  await deleteDataDir(dataDir);
}
