import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { dayIn } from '../../src/lib/dates.ts';
import type { Context } from '../../src/context.ts';
import { readConfig } from '../../src/config/config.ts';
import { extraSenderProcesses } from '../../src/config/sender-processes.ts';
import { sql } from '../../src/db/sql.ts';
import { composeDraft } from '../../src/digests/compose/compose.ts';
import { sendNow } from '../../src/digests/send/manual-send.ts';
import { freshContext } from '../support/context.ts';
import { deliveryStates } from '../support/outbox.ts';
import { startServer } from '../support/program.ts';
import { addPapers } from '../support/readers.ts';
import { startRelay } from '../support/relay.ts';

const soon = { timeout: 60_000, interval: 50 };

/** Returns the processes that hold a lease. */
async function senders(ctx: Context): Promise<number[]> {
  const rows = await ctx.db.rows(
    z.object({ name: z.string() }),
    sql`select name from sender where lease_until > clock_timestamp() order by id`,
  );
  return rows.map(({ name }) => Number(name.split(':').at(-1)));
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function startTwo() {
  // Slow enough that both processes send some messages.
  const relay = await startRelay({
    onRcptTo: (_address, _session, done) => void setTimeout(done, 5),
  });
  // The programs use the real clock.
  const { ctx, url } = await freshContext({}, new Date().toISOString());
  const { pid, kill } = await startServer({
    DATABASE_URL: url,
    SMTP_URL: relay.url,
    SENDER_PROCESSES: '2',
    SMTP_CONNECTIONS: '8',
    PAPER_SOURCES: '',
  });
  await vi.waitFor(async () => expect(await senders(ctx)).toHaveLength(2), soon);
  const other = (await senders(ctx)).find((sender) => sender !== pid) ?? 0;
  return { ctx, relay, pid, other, kill };
}

test('two processes share the outbox; one that is killed loses nothing and is restarted; both stop together', async () => {
  const { ctx, relay, pid, other, kill } = await startTwo();
  const date = dayIn('UTC', ctx.now());
  await addPapers(ctx, date, ['One', 'Two']);
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'r' || n || '@d.example', 'r' || n || '@d.example', 'active', '2020-01-01' from generate_series(1, 3000) as n`);
  await composeDraft(ctx, { kind: 'daily', date });
  await sendNow(ctx, { kind: 'daily', date });
  await vi.waitFor(() => expect(relay.received.length).toBeGreaterThan(300), soon);
  process.kill(other, 'SIGKILL');
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 3000 }), soon);
  expect(new Set(relay.received.map(({ to }) => to)).size).toBe(3000);
  expect(relay.received.length).toBeLessThanOrEqual(3000 + 8);
  await vi.waitFor(
    async () => expect((await senders(ctx)).filter((one) => one !== other)).toHaveLength(2),
    soon,
  );
  const now = (await senders(ctx)).filter((one) => one !== other);
  await kill('SIGTERM');
  expect([...now, pid].filter(runs)).toEqual([]);
}, 200_000);

test('the other processes end when the first is killed', async () => {
  const { pid, other } = await startTwo();
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => expect(runs(other)).toBe(false), soon);
}, 200_000);

test('one process sends if there is no relay or no sender role, otherwise as many as configured', () => {
  const size = (env: Record<string, string>) =>
    extraSenderProcesses(readConfig({ SENDER_PROCESSES: '3', ...env }));
  expect(size({ SMTP_URL: 'smtp://relay.example' })).toBe(2);
  expect(size({ SMTP_URL: 'inbox' })).toBe(0);
  expect(size({ SMTP_URL: 'smtp://relay.example', ROLES: 'web,scheduler' })).toBe(0);
});
