import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { start } from '../src/app/bootstrap.ts';
import { readConfig } from '../src/config/config.ts';
import { sql } from '../src/db/sql.ts';
import { parseAddress } from '../src/subscribers/address.ts';
import { subscribe } from '../src/subscribers/signup/subscribe.ts';
import { median } from './lib/median.ts';
import { deleteDataDir } from '../src/db/embedded.ts';

// npm run bench:subscribe-timing [-- ROUNDS]: milliseconds of a subscribe for each kind of address,
// without the minimum of 20 ms that POST /subscribe waits. The kinds take turns, so that the load
// of the machine is the same for all. The medians may differ by at most 5 ms, because a client must
// not learn the status of an address from the response time.

const rounds = Number(process.argv[2] ?? 300);
const kinds = ['new', 'pending', 'active', 'unsubscribed', 'suppressed'] as const;

const dataDir = mkdtempSync(path.join(tmpdir(), 'daily-papers-bench-'));
const { ctx, close } = await start(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }));
try {
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select email, email, (case status when 'suppressed' then 'bounced' else status end)::subscriber_status, now()
    from unnest(${kinds.slice(1)}::text[]) as status, generate_series(1, ${rounds}::int) as n,
      lateral (select status || n || '@example.org' as email) as address`);
  await ctx.db.run(sql`insert into suppression (email_key, reason)
    select email_key, 'bounced' from subscriber where status = 'bounced'`);
  await ctx.db.run(sql`analyze subscriber`);
  const times = new Map(kinds.map((kind) => [kind, new Array<number>()]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const kind of kinds) times.get(kind)?.push(await timed(`${kind}${round}@example.org`));
  }
  const medians = [...times].map(([kind, list]) => ({ kind, middle: median(list) }));
  for (const { kind, middle } of medians) console.log(`${kind.padEnd(14)}${middle.toFixed(2)} ms`);
  const all = medians.map(({ middle }) => middle);
  const difference = Math.max(...all) - Math.min(...all);
  console.log(`difference    ${difference.toFixed(2)} ms, over ${rounds} each`);
  if (difference > 5) process.exitCode = 1;
} finally {
  await close();
  await deleteDataDir(dataDir);
}

async function timed(email: string): Promise<number> {
  const address = parseAddress(email);
  if (!address.ok) throw new Error(address.reason);
  const began = performance.now();
  await subscribe(ctx, {
    address,
    preferences: { topics: ['vision'] },
    page: '/',
    ip: '192.0.2.1',
  });
  return performance.now() - began;
}
