import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { readConfig } from '../src/config/config.ts';
import type { Context } from '../src/context.ts';
import type { Digest } from '../src/digests/digest.ts';
import { deleteDataDir, startEmbedded } from '../src/db/embedded.ts';
import { sql } from '../src/db/sql.ts';
import { composeDraft } from '../src/digests/compose/compose.ts';
import { composeMail, fillMail } from '../src/digests/mail/digest-mail.ts';
import { sendNow } from '../src/digests/send/manual-send.ts';
import { poolOf } from '../src/digests/queries.ts';
import { textOf } from '../src/outbox/rendering.ts';
import { addSamplePapers } from '../src/papers/sources/sample.ts';
import { start } from '../src/app/bootstrap.ts';
import { makeToken } from '../src/subscribers/tokens.ts';
import { unsubscribe } from '../src/subscribers/account/unsubscribe.ts';
import { postfixTool, startSink } from './postfix.ts';
import { startFlags } from './start-flags.ts';

// npm run bench:send [-- --readers 200000 --senders 1 --threads --personal --json]: messages per
// second over SMTP on loopback, all in one run: smtp-source with messages of the same size (the
// limit), nodemailer's pooled sendMail, this sender, and this sender with DKIM RSA-2048. With
// --personal it also sends to readers with 10,000 distinct sets of preferences. At the end it
// measures the slowest unsubscribe during the fan-out to all readers. With --threads the senders
// are threads of one process, which is not how the program starts them: see src/delivery/README.md.

const { values: options } = parseArgs({
  options: {
    readers: { type: 'string', default: '200000' },
    senders: { type: 'string', default: '1' },
    threads: { type: 'boolean', default: false },
    personal: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const readers = Number(options.readers);
const senders = Number(options.senders);
const say = (line: string) => (options.json ? console.error(line) : console.log(line));

const seconds = (since: number) => (performance.now() - since) / 1000;

async function measureSource(port: number, bytes: number, messages: number): Promise<number> {
  const began = performance.now();
  const args = [
    '-s',
    '16',
    '-l',
    String(bytes),
    '-m',
    String(messages),
    '-f',
    'a@papers.example',
    '-t',
    'b@reader.example',
    `127.0.0.1:${port}`,
  ];
  const child = spawn(postfixTool('smtp-source'), args, { stdio: 'ignore' });
  await new Promise((resolve) => child.once('close', resolve));
  return messages / seconds(began);
}

async function measureSendMail(
  port: number,
  mail: { subject: string; html: string; text: string },
  messages: number,
): Promise<number> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    pool: true,
    maxConnections: 8,
    maxMessages: Infinity,
    ignoreTLS: true,
  });
  const began = performance.now();
  await Promise.all(
    Array.from({ length: messages }, (_, n) =>
      transport.sendMail({
        from: 'papers@papers.example',
        to: `r${n}@reader.example`,
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
      }),
    ),
  );
  const rate = messages / seconds(began);
  transport.close();
  return rate;
}

/** Returns the CPU seconds and the peak resident memory (MB) of a process, from /proc. */
function usage(pid: number) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpu: (Number(stat[11]) + Number(stat[12])) / 100, rssMb: Number(peak) / 1024 };
}

interface Measured {
  rate: number;
  seconds: number;
  cpuMsPerMessage: number;
  rssMb: number;
}

/**
 * One process with several threads, each a sender. Signals do not reach threads, so the process
 * ends without releasing its rows.
 */
const threads = `const { Worker } = require('node:worker_threads');
  for (let n = 0; n < ${senders}; n += 1) new Worker('./dist/main.js');`;

/** Starts senders on a queued digest and waits until each row is sent. */
async function measureOurs(
  ctx: Context,
  env: Record<string, string>,
  digestId: number,
): Promise<Measured> {
  const programs = options.threads
    ? [['-e', threads]]
    : Array.from({ length: senders }, () => ['dist/main.js']);
  const children = programs.map((program) =>
    spawn(process.execPath, [...startFlags(), ...program], {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    }),
  );
  try {
    const open = async () =>
      (
        await ctx.db.row(
          z.object({ open: z.boolean() }),
          sql`select exists (select from delivery where state = 'queued') or exists (select from delivery where state = 'sending') as open`,
        )
      )?.open;
    while ((await open()) === true) await delay(250);
    const used = children.map(({ pid }) => usage(pid ?? 0));
    const row = await ctx.db.row(
      z.object({ sent: z.number(), seconds: z.coerce.number() }),
      sql`select count(*) filter (where state = 'sent') as sent, extract(epoch from max(sent_at) - min(sent_at)) as seconds
        from delivery where digest_id = ${digestId}`,
    );
    if (row === undefined || row.sent !== readers)
      throw new Error(`${row?.sent ?? 0} of ${readers} were sent`);
    return {
      rate: row.sent / row.seconds,
      seconds: row.seconds,
      cpuMsPerMessage: (used.reduce((sum, { cpu }) => sum + cpu, 0) * 1000) / row.sent,
      rssMb: Math.max(...used.map(({ rssMb }) => rssMb)),
    };
  } finally {
    await Promise.all(
      children.map(async (child) => {
        const closed = new Promise((resolve) => child.once('close', resolve));
        child.kill('SIGTERM');
        await closed;
      }),
    );
  }
}

/**
 * Sends the same digest to readers with 10,000 distinct sets of topics and numbers, after another
 * plain run for comparison.
 */
async function measurePersonal(queue: Queue, env: Record<string, string>) {
  const before = await queue('2026-03-12');
  const plain = await measureOurs(ctx, env, before.digest.id);
  await ctx.db.run(sql`with words as (
      select array['wind', 'model', 'training', 'agents', 'graph', 'image', 'speech', 'policy', 'river', 'data', 'memory', 'code', 'maps', 'clock'] as list
    )
    update subscriber set papers = 5 + (id % 10000) % 10, topics = array(
      select list[1 + bit] from words, generate_series(0, 13) as bit where ((id % 10000) >> bit) & 1 = 1)`);
  await ctx.db.run(sql`vacuum analyze subscriber`);
  const { digest, fanOutSeconds } = await queue('2026-03-13');
  const own = await measureOurs(ctx, env, digest.id);
  const lists = await ctx.db.row(
    z.object({ count: z.number() }),
    sql`select count(*) from selection where digest_id = ${digest.id}`,
  );
  await ctx.db.run(sql`update subscriber set papers = null, topics = '{}'`);
  await ctx.db.run(sql`vacuum analyze subscriber`);
  const after = await queue('2026-03-17');
  const plainAgain = await measureOurs(ctx, env, after.digest.id);
  const plainRate = (plain.rate + plainAgain.rate) / 2;
  const ratio = own.rate / plainRate;
  say(
    `ours, personal       ${own.rate.toFixed(0)}/s, ${ratio.toFixed(2)} of plain, ${plain.rate.toFixed(0)}/s before and ${plainAgain.rate.toFixed(0)}/s after; ${lists?.count ?? 0} lists, queued in ${fanOutSeconds.toFixed(1)} s, ${own.rssMb.toFixed(0)} MB`,
  );
  return {
    lists: lists?.count ?? 0,
    oursPersonal: Math.round(own.rate),
    ratioPersonal: Number(ratio.toFixed(2)),
    fanOutSecondsPersonal: Number(fanOutSeconds.toFixed(2)),
  };
}

/**
 * Unsubscribes readers one after the other while a digest is queued for all readers.
 * @returns the slowest, in ms
 */
async function measureUnsubscribes(queue: Queue): Promise<{ count: number; slowest: number }> {
  const done = new AbortController();
  const queued = queue('2026-03-15').finally(() => done.abort());
  let slowest = 0;
  let count = 0;
  for (; !done.signal.aborted && count < readers; count += 1) {
    const began = performance.now();
    // Spread over the whole list: before, in and after the chunk that is being queued.
    await unsubscribe(ctx, makeToken(ctx.keys, 'unsubscribe', 1 + ((count * 7919) % readers)));
    slowest = Math.max(slowest, performance.now() - began);
  }
  await queued;
  return { count, slowest };
}

type Queue = (date: string) => Promise<{ digest: Digest; fanOutSeconds: number }>;

const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-bench-'));
const postgres = await startEmbedded(dataDir);
const port = await getPort();
const sink = startSink(port);
const { ctx, close } = await start(
  readConfig({
    DATA_DIR: dataDir,
    LOG_LEVEL: 'error',
    PUBLIC_URL: 'https://papers.example.org',
    MAIL_FROM: 'Daily Papers <papers@papers.example>',
    SMTP_URL: `smtp://127.0.0.1:${port}`,
  }),
);
try {
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'reader' || n || '@d' || n % 500 || '.example', 'reader' || n || '@d' || n % 500 || '.example', 'active', now() - interval '1 day'
    from generate_series(1, ${readers}::int) as n`);
  await ctx.db.run(sql`analyze subscriber`);
  const env = {
    DATABASE_URL: postgres.url,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    PUBLIC_URL: ctx.config.PUBLIC_URL,
    MAIL_FROM: ctx.config.MAIL_FROM,
    ROLES: 'sender',
    SENDER_PROCESSES: '1',
    LOG_LEVEL: 'error',
    // More signing threads than cores would take CPU time from Postgres and the relay.
    UV_THREADPOOL_SIZE: String(availableParallelism()),
  };
  /** Creates a new digest and queues it for all readers. */
  const queue = async (date: string) => {
    await addSamplePapers(ctx, date);
    const { digest } = await composeDraft(ctx, { kind: 'daily', date });
    const began = performance.now();
    await sendNow(ctx, { kind: 'daily', date });
    return { digest, fanOutSeconds: seconds(began) };
  };

  const first = await queue('2026-03-10');
  const mail = await composeMail(
    ctx,
    first.digest,
    await poolOf(ctx.db, first.digest.id, first.digest.issueSize),
  );
  const sample = fillMail(ctx, mail, {
    subscriberId: readers,
    address: `reader${readers}@d1.example`,
    moves: 0,
  });
  const messageBytes = textOf(sample).length;
  say(
    `${readers} readers, ${messageBytes} bytes a mail (html ${mail.html.length}), ${senders} sender(s), fan-out ${first.fanOutSeconds.toFixed(1)} s`,
  );

  const ceiling = await measureSource(port, messageBytes, 40_000);
  say(`smtp-source          ${ceiling.toFixed(0)}/s`);
  const sendMail = await measureSendMail(port, mail, 6000);
  say(`nodemailer sendMail  ${sendMail.toFixed(0)}/s`);
  const ours = await measureOurs(ctx, env, first.digest.id);
  say(
    `ours                 ${ours.rate.toFixed(0)}/s in ${ours.seconds.toFixed(1)} s, ${ours.cpuMsPerMessage.toFixed(2)} ms CPU a mail, ${ours.rssMb.toFixed(0)} MB`,
  );
  const ceilingAfter = await measureSource(port, messageBytes, 40_000);
  say(`smtp-source again    ${ceilingAfter.toFixed(0)}/s`);
  const sendMailAfter = await measureSendMail(port, mail, 6000);
  say(`sendMail again       ${sendMailAfter.toFixed(0)}/s`);

  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const second = await queue('2026-03-11');
  const signed = await measureOurs(
    ctx,
    { ...env, DKIM_DOMAIN: 'papers.example', DKIM_SELECTOR: 'bench', DKIM_PRIVATE_KEY: privateKey },
    second.digest.id,
  );
  say(`ours with DKIM RSA   ${signed.rate.toFixed(0)}/s`);

  const personal = options.personal ? await measurePersonal(queue, env) : {};
  const leaving = await measureUnsubscribes(queue);
  say(
    `unsubscribes         ${leaving.slowest.toFixed(0)} ms the slowest of ${leaving.count} during the fan-out`,
  );

  const limit = (ceiling + ceilingAfter) / 2;
  const alternative = (sendMail + sendMailAfter) / 2;
  const result = {
    readers,
    senders,
    messageBytes,
    ceiling: Math.round(limit),
    sendMail: Math.round(alternative),
    ours: Math.round(ours.rate),
    oursDkim: Math.round(signed.rate),
    ratioToCeiling: Number((ours.rate / limit).toFixed(2)),
    ratioToSendMail: Number((ours.rate / alternative).toFixed(2)),
    ratioDkim: Number((signed.rate / ours.rate).toFixed(2)),
    cpuMsPerMessage: Number(ours.cpuMsPerMessage.toFixed(3)),
    rssMb: Math.round(Math.max(ours.rssMb, signed.rssMb)),
    fanOutSeconds: Number(first.fanOutSeconds.toFixed(2)),
    seconds: Number(ours.seconds.toFixed(2)),
    unsubscribeMsMax: Math.round(leaving.slowest),
    ...personal,
  };
  if (options.json) console.log(JSON.stringify(result));
  else
    say(
      `${result.ratioToCeiling} of smtp-source, ${result.ratioToSendMail} times sendMail, with DKIM ${result.ratioDkim} of without`,
    );
} finally {
  await close();
  await postgres.release();
  sink.kill();
  await deleteDataDir(dataDir);
}
