import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startSession } from '../src/admin/accounts/sessions.ts';
import { cookieName } from '../src/admin/session-cookie.ts';
import { readConfig } from '../src/config/config.ts';
import { sql } from '../src/db/sql.ts';
import { start } from '../src/app/bootstrap.ts';
import { buildApp } from '../src/web/app.ts';
import { median } from './lib/median.ts';
import { deleteDataDir } from '../src/db/embedded.ts';

// npm run bench:operators [-- --subscribers 1000000 --rounds 9 --json]: the median milliseconds of
// the admin pages of subscribers, rendered in process. Half of the addresses belong to one
// provider; another provider has 5%, all of them old.

const { values: options } = parseArgs({
  options: {
    subscribers: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '9' },
    json: { type: 'boolean', default: false },
  },
});
const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-bench-'));
const { ctx, close } = await start(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }));
const app = await buildApp(ctx);

/** Subscribers of each status, and 700 digests that each went to every 5,000th subscriber. */
async function fill(count: number): Promise<void> {
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select email, email, (case when n % 1000 = 0 then 'complained' when n % 100 = 1 then 'bounced' when n % 10 = 2 then 'unsubscribed'
      when n % 50 = 3 then 'pending' else 'active' end)::subscriber_status, now()
    from generate_series(1, ${count}::int) as n, lateral (
      select 'reader.' || md5(n::text) || '@' || case when n % 2 = 0 then 'large.test' when n % 20 = 1 then 'uni-' || n % 997 || '.test'
        when n < ${count}::int / 8 then 'old.test' else 'd' || n % 5000 || '.test' end as email) as address`);
  await ctx.db.run(sql`insert into digest (kind, date, status, starts_at)
    select 'daily', date '2026-01-01' - n, 'sent', now() - make_interval(days => n) from generate_series(1, 700) as n`);
  await ctx.db.run(sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at, state)
    select digest.id, reader, now(), now(), 'sent' from digest, generate_series(1, ${count}::int, 5000) as reader`);
  await ctx.db.run(sql`vacuum analyze subscriber`);
  await ctx.db.run(sql`analyze delivery`);
}

async function signIn(): Promise<string> {
  const { id } = await ctx.db.prisma.operator.create({
    data: {
      email: 'op@example.org',
      emailKey: 'op@example.org',
      passwordHash: '',
      role: 'owner',
    },
  });
  return `${cookieName(ctx)}=${await startSession(ctx, id)}`;
}

const pages = {
  newest: '/admin/subscribers',
  'far back': '/admin/subscribers?before=5000',
  'one status': '/admin/subscribers?status=complained',
  'search, half match': '/admin/subscribers?q=large.test',
  'search, few match': '/admin/subscribers?q=uni-17.test',
  'search, one matches': '/admin/subscribers?q=c4ca4238a0b923820dcc509a6f75849b',
  'search, none matches': '/admin/subscribers?q=nobody-has-this',
  'search, two letters': '/admin/subscribers?q=zq',
  'search, half match, rare status': '/admin/subscribers?q=large.test&status=complained',
  'search, 5 % match, all old': '/admin/subscribers?q=old.test',
  'one subscriber': '/admin/subscribers/5001',
};

async function medianTime(url: string, cookie: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    const began = performance.now();
    const { statusCode } = await app.inject({ url, headers: { cookie, accept: 'text/html' } });
    if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}`);
    times.push(performance.now() - began);
  }
  return median(times);
}

try {
  await app.ready();
  await fill(Number(options.subscribers));
  const cookie = await signIn();
  // Warm up: a process's first pages are slow, because templates are read and code is compiled.
  for (const url of Object.values(pages)) await medianTime(url, cookie);
  const results: Record<string, number> = {};
  for (const [name, url] of Object.entries(pages))
    results[name] = Math.round((await medianTime(url, cookie)) * 10) / 10;
  if (options.json) console.log(JSON.stringify(results));
  else
    for (const [name, ms] of Object.entries(results))
      console.log(`${name.padEnd(32)}${ms.toFixed(1).padStart(7)} ms`);
} finally {
  await app.close();
  await close();
  await deleteDataDir(dataDir);
}
