import { spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { sql } from '../../src/db/sql.ts';
import { cancelDigest, pauseDigest, resumeDigest } from '../../src/digests/send/states.ts';
import { confirm } from '../../src/subscribers/signup/confirm.ts';
import { replayJournal } from '../../src/subscribers/journal/replay.ts';
import { makeToken } from '../../src/subscribers/tokens.ts';
import { restoreBackup, takeBackup } from './backup.ts';
import type { Behave, RelayAction, Stage } from './relay.ts';
import { apiKey, end, connections, restartPostgres, type World } from './world.ts';

/** A fault that happens while a digest is sent to all readers. */
type Fault = (world: World) => Promise<void>;

/** Seconds of a sender's lease. */
const lease = 15;

/** Starts two senders on a digest that is queued for all readers. */
async function sending(
  world: World,
  behave?: Behave,
): Promise<[ReturnType<World['startProgram']>, ReturnType<World['startProgram']>]> {
  world.relay.behave(behave);
  await world.send();
  return [world.startProgram(), world.startProgram()];
}

/**
 * Returns `count` ordered points of the send, as numbers of accepted messages, within the first 90
 * %.
 */
function killPoints({ random, readers }: World, count: number): number[] {
  return Array.from({ length: count }, () => Math.floor(random() * readers * 0.9)).toSorted(
    (a, b) => a - b,
  );
}

const slowly: Behave = (stage) => (stage === 'rcpt' ? { do: 'wait', ms: 2 } : undefined);

/** Performs an action at a stage with a probability. */
function sometimes(world: World, at: Stage, share: number, action: RelayAction): Behave {
  return (stage) => (stage === at && world.random() < share ? action : undefined);
}

/** Kills or stops senders at random and starts a new one after each. */
async function endSenders(world: World, signal: NodeJS.Signals): Promise<void> {
  const senders = await sending(world, slowly);
  for (const killPoint of killPoints(world, 20)) {
    await world.waitForAccepted(killPoint);
    const at = world.random() < 0.5 ? 0 : 1;
    if (signal === 'SIGKILL') world.mayRepeat(connections);
    await end(senders[at], signal);
    senders[at] = world.startProgram();
  }
}

function drops(stage: Stage): Fault {
  return async (world) => void (await sending(world, sometimes(world, stage, 0.2, { do: 'drop' })));
}

const isDomain = (to: string, domain: string) => to.endsWith(`@${domain}`);

/** All faults, by the name that `--only` takes. */
export const faults: Record<string, Fault> = {
  none: async (world) => void (await sending(world)),

  sigkill: (world) => endSenders(world, 'SIGKILL'),

  sigterm: (world) => endSenders(world, 'SIGTERM'),

  'frozen-past-lease': async (world) => {
    const [frozen] = await sending(world, slowly);
    await world.waitForAccepted(world.readers * 0.1);
    world.mayRepeat(connections);
    frozen.kill('SIGSTOP');
    await delay((lease + 3) * 1000);
    frozen.kill('SIGCONT');
  },

  'postgres-restart': async (world) => {
    await sending(world, slowly);
    for (const killPoint of killPoints(world, 5)) {
      await world.waitForAccepted(killPoint);
      world.mayRepeat(2 * connections);
      await restartPostgres(world.ctx);
    }
  },

  'postgres-away': async (world) => {
    await sending(world, slowly);
    await world.waitForAccepted(world.readers * 0.3);
    world.mayRepeat(2 * connections);
    await restartPostgres(world.ctx, world.away * 1000);
  },

  'cut-before-commit': async (world) => {
    await sending(world, slowly);
    // The statement that writes results runs between the relay's 250 and the commit.
    let cuts = 0;
    for (; cuts < 20 && world.relay.accepted() < world.readers * 0.9; await delay(1)) {
      const cut = await world.ctx.db.run(sql`select pg_terminate_backend(pid) from pg_stat_activity
        where state = 'active' and query like 'update delivery o set%' and pid <> pg_backend_pid()`);
      cuts += cut;
      world.mayRepeat(cut * connections);
    }
    if (cuts === 0) throw new Error('no statement that records results was seen');
  },

  'drop-at-connect': drops('connect'),
  'drop-at-ehlo': drops('ehlo'),
  'drop-at-mail': drops('mail'),
  'drop-at-rcpt': drops('rcpt'),
  'drop-at-data': drops('data'),

  'cut-after-dot': async (world) => {
    let cuts = 0;
    await sending(world, (stage) => {
      if (stage !== 'dot' || world.random() >= 0.01) return undefined;
      cuts += 1;
      return { do: 'cut' };
    });
    await world.waitUntilFinal();
    world.mayRepeat(cuts);
  },

  'greylisted-at-first': async (world) => {
    const seen = new Set<string>();
    await sending(world, (stage, { to }) => {
      if (stage !== 'rcpt' || seen.has(to)) return undefined;
      seen.add(to);
      return { do: 'reply', reply: '451 4.7.1 Greylisted, try again later' };
    });
  },

  'no-such-user': async (world) => {
    const gone = new Set(
      Array.from({ length: world.readers }, (_, n) => world.address(n + 1)).filter(
        () => world.random() < 0.01,
      ),
    );
    await sending(world, (stage, { to }) =>
      stage === 'rcpt' && gone.has(to)
        ? { do: 'reply', reply: '550 5.1.1 No such user' }
        : undefined,
    );
  },

  'refused-by-all': async (world) => {
    await sending(world, (stage) =>
      stage === 'rcpt' ? { do: 'reply', reply: '550 5.7.1 Blocked' } : undefined,
    );
    await until(world, sql`select from digest where status = 'paused'`);
    await delay(1500);
    world.relay.behave(undefined);
    await resumeDigest(world.ctx, 'daily', world.date);
  },

  'blocklist-day': async (world) => {
    await sending(world, (stage) =>
      stage === 'rcpt'
        ? { do: 'reply', reply: '554 5.7.1 Service unavailable; blocked using bl.example' }
        : undefined,
    );
    await until(world, sql`select from digest where status = 'paused'`);
    const suppressed = await world.ctx.db.prisma.suppression.count();
    if (suppressed > 0) throw new Error(`${suppressed} addresses are suppressed`);
    world.relay.behave(undefined);
    await resumeDigest(world.ctx, 'daily', world.date);
  },

  'refused-by-one-domain': async (world) => {
    await sending(world, (stage, { to }) =>
      stage === 'rcpt' && isDomain(to, 'd7.example')
        ? { do: 'reply', reply: '550 5.7.1 Blocked' }
        : undefined,
    );
    await world.waitForAccepted(world.readers * 0.9);
    world.relay.behave(undefined);
    await world.ctx.db.run(sql`delete from recipient_domain`);
  },

  'five-connections': async (world) =>
    void (await sending(world, (stage, { connections }) =>
      stage === 'connect' && connections > 5
        ? { do: 'reply', reply: '421 4.7.0 Too many connections' }
        : undefined,
    )),

  'messages-per-connection': async (world) => {
    await sending(world, (stage, { messages }) =>
      stage === 'mail' && messages >= 50
        ? { do: 'reply', reply: '421 4.7.0 Too many messages on this connection' }
        : undefined,
    );
    await world.waitUntilFinal();
    await nobodyDeferred(world);
  },

  'close-after-messages': async (world) => {
    await sending(world, (stage, { messages }) =>
      stage === 'mail' && messages >= 50 ? { do: 'drop' } : undefined,
    );
    await world.waitUntilFinal();
    await nobodyDeferred(world);
  },

  'one-relay-away': async (world) => {
    await world.send();
    // Port 1 refuses all connections.
    const env = { SMTP_URL: '', SMTP_URLS: `${world.relay.url},smtp://127.0.0.1:1` };
    world.startProgram(env);
    world.startProgram(env);
    await world.waitUntilFinal();
    await nobodyDeferred(world);
  },

  'stalled-connection': async (world) => {
    let stalls = 0;
    await sending(world, (stage) => {
      if (stage !== 'dot' || stalls > 0 || world.relay.accepted() < world.readers * 0.2)
        return undefined;
      stalls += 1;
      return { do: 'stall' };
    });
    await world.waitForAccepted(world.readers - 1);
    await delay(3000);
    world.relay.release();
  },

  'tarpit-domain': async (world) =>
    void (await sending(world, (stage, { to }) =>
      stage === 'rcpt' && isDomain(to, 'd3.example') ? { do: 'wait', ms: 500 } : undefined,
    )),

  unsubscribes: async (world) => {
    const { url } = await world.startWeb('web');
    await sending(world, slowly);
    await world.waitForAccepted(world.readers * 0.05);
    await unsubscribeMany(world, url);
  },

  'backup-restored': async (world) => {
    await takeBackup(world);
    const web = await world.startWeb('web,scheduler');
    await unsubscribeMany(world, web.url);
    await end(web.child, 'SIGKILL');
    await restoreBackup(world);
    await sending(world);
    await until(world, sql`select from journal_state where held_at is not null`);
    await delay(3000);
    if (world.relay.log().length > 0)
      throw new Error('a message was sent before the journal was read');
    const { unsubscribed } = await replayJournal(world.ctx);
    if (unsubscribed !== leavingIds(world).length)
      throw new Error(`the journal has ${unsubscribed} unsubscribes`);
  },

  'double-send': async (world) => {
    const started = await Promise.all([1, 2, 3].map(() => world.startWeb('web,scheduler,sender')));
    const webs = started.map(({ url }) => url);
    const calls = Array.from({ length: 20 }, async (_, n) => {
      const answer = await fetch(`${webs[n % 3]}/api/v1/digests/${world.date}/send`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}` },
      });
      if (!answer.ok)
        throw new Error(`a send was answered ${answer.status}: ${await answer.text()}`);
    });
    await Promise.all([...calls, ...[1, 2, 3].map(() => ticks(34, world))]);
  },

  'poison-row': async (world) => {
    const poison = 'bad@d1.example>\r\nDATA';
    await world.ctx.db.run(
      sql`update subscriber set email = ${poison}, email_key = lower(${poison}) where id = 7`,
    );
    world.allowLoss(poison);
    await sending(world);
  },

  'confirms-mid-send': async (world) => {
    const { ctx } = world;
    const late = await ctx.db.row(
      z.object({ id: z.number() }),
      sql`with reader as (insert into subscriber (email, email_key) values ('late@d1.example', 'late@d1.example') returning id)
        insert into confirmation (subscriber_id) select id from reader returning id`,
    );
    await sending(world, slowly);
    await world.waitForAccepted(world.readers * 0.2);
    world.allowLoss('late@d1.example');
    const { state } = await confirm(ctx, makeToken(ctx.keys, 'confirm', late?.id ?? 0), undefined);
    if (state !== 'confirmed') throw new Error(`the confirmation was answered ${state}`);
    await world.send();
  },

  'pause-resume-cancel': async (world) => {
    const { ctx, relay, date } = world;
    await sending(world, slowly);
    await world.waitForAccepted(world.readers * 0.2);
    await pauseDigest(ctx, 'daily', date);
    await delay(1000);
    const paused = relay.log().filter(({ what }) => what === 'begun').length;
    await delay(2000);
    const begun = relay.log().filter(({ what }) => what === 'begun').length - paused;
    if (begun > 0) throw new Error(`${begun} messages began more than a second after the pause`);
    await resumeDigest(ctx, 'daily', date);
    await world.waitForAccepted(world.readers * 0.4);
    await cancelDigest(ctx, 'daily', date);
  },
};

function leavingIds({ readers }: World): number[] {
  return Array.from({ length: Math.min(1000, readers / 4) }, (_, n) => readers - n);
}

/** A quarter of the readers, at most 1,000, unsubscribe with one click, eight at a time. */
async function unsubscribeMany(world: World, url: string): Promise<void> {
  const leaving = leavingIds(world);
  for (const id of leaving) world.allowLoss(world.address(id));
  const next = leaving.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const id of next) {
        const token = makeToken(world.ctx.keys, 'unsubscribe', id);
        const answer = await fetch(`${url}/unsubscribe/${token}`, {
          method: 'POST',
          body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
        });
        if (answer.status !== 200) throw new Error(`an unsubscribe was answered ${answer.status}`);
        world.left(world.address(id));
      }
    }),
  );
}

/**
 * Checks that each message was accepted at the first attempt.
 * @throws Error otherwise
 */
async function nobodyDeferred({ ctx }: World): Promise<void> {
  const again = await ctx.db.run(sql`select from delivery where attempts > 1`);
  if (again > 0) throw new Error(`${again} messages took more than one attempt`);
}

/** Waits until a statement returns a row. */
async function until({ ctx }: World, statement: ReturnType<typeof sql>): Promise<void> {
  for (const began = Date.now(); Date.now() - began < 120_000; await delay(100)) {
    if ((await ctx.db.run(statement)) > 0) return;
  }
  throw new Error(`timed out waiting for: ${statement.text}`);
}

/** Runs scheduler ticks in a separate process. */
async function ticks(count: number, { ctx }: World): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'scripts/chaos/ticks.ts', String(count)],
    {
      env: {
        PATH: process.env['PATH'] ?? '',
        DATABASE_URL: ctx.config.DATABASE_URL,
        PAPER_SOURCES: '',
        DIGEST_TIME: '00:00',
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the ticks ended with ${String(code)}`);
}
