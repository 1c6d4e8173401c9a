import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import type { Context } from '../../../src/context.ts';
import { sql } from '../../../src/db/sql.ts';
import { startInbox } from '../../../src/inbox/smtp-server.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { eraseSubscriber } from '../../../src/subscribers/account/erase.ts';
import { addressActions } from '../../../src/subscribers/suppression.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { enqueueTransactionalEmail } from '../../../src/outbox/enqueue.ts';
import { implausibleRefusals } from '../../../src/outbox/sql/refused-addresses.ts';
import { pauseSending } from '../../../src/digests/sql.ts';
import { record } from '../../../src/outbox/sql/record.ts';
import type { Renderers } from '../../../src/outbox/rendering.ts';
import { freshContext } from '../../support/context.ts';
import { deliveryStates, plainMail, plainRenderers, queueDigest } from '../../support/outbox.ts';
import { startRelay } from '../../support/relay.ts';

function run(ctx: Context, renderers: Renderers = plainRenderers, leaseSeconds = 15) {
  const sender = startSender(ctx, renderers, senderActions(ctx), { leaseSeconds });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= sender.stop());
  onTestFinished(stop, 30_000);
  return { stop };
}

const soon = { timeout: 60_000, interval: 20 };

test('sends the digest once to every queued reader, even with two concurrent senders', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 300);
  run(ctx);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 300 }), soon);
  expect(relay.received).toHaveLength(300);
  expect(new Set(relay.received.map(({ to }) => to)).size).toBe(300);
  expect(relay.received[0]?.raw).toContain('\r\n.A line that begins with a dot.\r\n');
});

test('skips readers who are unsubscribed, paused, suppressed or deleted, and records the reason', async () => {
  const relay = await startRelay();
  const { ctx, clock } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 7);
  await ctx.db.run(sql`update subscriber set status = 'unsubscribed' where id = 1`);
  await ctx.db.run(sql`update subscriber set status = 'paused' where id = 2`);
  await ctx.db.run(sql`insert into suppression (email_key, reason)
    select email_key, 'complained' from subscriber where id = 3`);
  await ctx.db.run(sql`delete from subscriber where id = 4`);
  await ctx.db.run(sql`update delivery set expires_at = ${ctx.now()} where subscriber_id = 5`);
  // Unsubscribed and subscribed again, but not confirmed yet.
  await ctx.db.run(sql`update subscriber set status = 'pending' where id = 7`);
  clock.set('2026-03-10T10:00:00Z');
  run(ctx);
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ sent: 1, skipped: 6 }),
    soon,
  );
  const reasons = await ctx.db.prisma.delivery.findMany({ orderBy: { subscriberId: 'asc' } });
  expect(reasons.map(({ reason }) => reason)).toEqual([
    'unsubscribed',
    'paused',
    'suppressed',
    'erased',
    'expired',
    null,
    'unsubscribed',
  ]);
  expect(relay.received.map(({ to }) => to)).toEqual(['reader6@d1.example']);
});

test('an expired suppression does not stop a delivery', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 2);
  await ctx.db.run(sql`insert into suppression (email_key, reason, ends_at)
    select email_key, 'bounced', clock_timestamp() + case id when 1 then interval '-1 second' else interval '1 hour' end from subscriber`);
  run(ctx);
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ sent: 1, skipped: 1 }),
    soon,
  );
  expect(relay.received.map(({ to }) => to)).toEqual(['reader1@d1.example']);
});

test('skips transactional emails that are expired or to a suppressed address, and records the reason', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 3);
  await ctx.db.run(sql`delete from delivery`);
  await ctx.db.run(sql`insert into suppression (email_key, reason, ends_at) values
    ('reader1@d1.example', 'complained', null), ('reader3@d3.example', 'bounced', clock_timestamp() - interval '1 second')`);
  for (const subscriberId of [1, 2, 3])
    await enqueueTransactionalEmail(ctx.db, {
      kind: 'welcome',
      subscriberId,
      hours: subscriberId === 2 ? -1 : 1,
    });
  run(ctx);
  const ends = async () =>
    (await ctx.db.prisma.transactionalEmail.findMany({ orderBy: { id: 'asc' } })).map(
      ({ state, reason }) => [state, reason],
    );
  await vi.waitFor(
    async () =>
      expect(await ends()).toEqual([
        ['skipped', 'suppressed'],
        ['skipped', 'expired'],
        ['sent', null],
      ]),
    soon,
  );
  expect(relay.received).toHaveLength(1);
});

test('claims nothing of a paused or cancelled digest', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 5);
  // New deliveries and retries.
  await ctx.db.run(
    sql`update delivery set state = 'uncertain', next_at = clock_timestamp() where subscriber_id > 3`,
  );
  for (const status of ['paused', 'cancelled']) {
    await ctx.db.run(sql`update digest set status = ${status}`);
    const { stop } = run(ctx);
    const before = relay.received.length;
    await enqueueTransactionalEmail(ctx.db, { kind: 'welcome', subscriberId: 1, hours: 1 });
    await vi.waitFor(() => expect(relay.received).toHaveLength(before + 1), soon);
    await stop();
  }
  expect(await ctx.db.prisma.delivery.count({ where: { state: 'sent' } })).toBe(0);
});

test('a row that cannot be rendered is deferred alone, and expires', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  const digestId = await queueDigest(ctx, 20);
  run(ctx, {
    digest: (claim) => {
      if (claim.subscriberId === 7) throw new Error('a title that breaks the template');
      return plainMail(claim);
    },
  });
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ deferred: 1, sent: 19 }),
    soon,
  );
  const where = { digestId, subscriberId: 7 };
  expect(await ctx.db.prisma.delivery.findFirst({ where })).toMatchObject({
    reason: 'not-rendered',
    detail: 'a title that breaks the template',
    attempts: 1,
  });
  const data = { nextAt: new Date(), expiresAt: ctx.now() };
  await ctx.db.prisma.delivery.updateMany({ where, data });
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ sent: 19, skipped: 1 }),
    soon,
  );
});

test('a 4xx defers the row, a 5xx fails it, and "no such user" suppresses the address', async () => {
  const relay = await startRelay({
    onRcptTo: ({ address }, _session, done) => {
      const refuse = (responseCode: number, text: string) =>
        done(Object.assign(new Error(text), { responseCode }));
      if (address.startsWith('reader1@')) return refuse(451, '4.7.1 Greylisted, come back');
      if (address.startsWith('reader2@')) return refuse(552, '5.2.2 Mailbox full');
      if (address.startsWith('reader3@')) return refuse(550, '5.1.1 No such user');
      if (address.startsWith('reader4@')) return refuse(550, '5.7.1 Rejected by policy');
      return done();
    },
  });
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '2' });
  await queueDigest(ctx, 10);
  run(ctx);
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ deferred: 1, failed: 3, sent: 6 }),
    soon,
  );
  const [first] = await ctx.db.prisma.delivery.findMany({ where: { state: 'deferred' } });
  expect(first?.attempts).toBe(1);
  expect(first).toMatchObject({ reason: 'refused', detail: '451 4.7.1 Greylisted, come back' });
  expect(await ctx.db.prisma.suppression.findMany()).toMatchObject([
    { emailKey: 'reader3@d3.example', reason: 'bounced', evidence: '550 5.1.1 No such user' },
  ]);
  expect((await ctx.db.prisma.subscriber.findUnique({ where: { id: 3 } }))?.status).toBe('bounced');
  await ctx.db.run(sql`update delivery set next_at = clock_timestamp() where state = 'deferred'`);
  await vi.waitFor(async () => {
    const row = await ctx.db.prisma.delivery.findFirst({ where: { state: 'deferred' } });
    expect(row?.attempts).toBe(2);
  }, soon);
});

test('does not store the address of a reader who was erased before the relay rejected it', async () => {
  const relay = await startRelay({
    onRcptTo: (_address, _session, done) => void rejectErased(done),
  });
  const rejectErased = async (done: (error: Error) => void) => {
    await eraseSubscriber(ctx, 1);
    done(Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 }));
  };
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 1);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ failed: 1 }), soon);
  expect(await ctx.db.prisma.suppression.count()).toBe(0);
});

test('a connection lost before the final dot defers the row, one lost after it makes the row uncertain', async () => {
  const relay = await startRelay({
    onRcptTo: ({ address }, session, done) => {
      if (address.startsWith('reader1@')) cut(session);
      else done();
    },
    onData: (stream, session, done) => {
      stream.on('data', () => {});
      stream.on('end', () =>
        session.envelope.rcptTo[0]?.address.startsWith('reader2@') ? cut(session) : done(),
      );
    },
  });
  const cut = (session: object) => {
    for (const connection of relay.connections)
      if (connection.session === session) connection._socket.destroy();
  };
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 4);
  run(ctx);
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ deferred: 1, sent: 2, uncertain: 1 }),
    soon,
  );
});

test('sends a transactional email on commit, to the local inbox if there is no relay', async () => {
  const { ctx } = await freshContext();
  const inbox = await startInbox(ctx);
  onTestFinished(() => inbox.stop());
  await queueDigest(ctx, 1);
  // Only a notification ends the pause of a sender that found an empty outbox.
  const sender = startSender(ctx, plainRenderers, senderActions(ctx), {
    inboxPort: inbox.port,
    idlePause: 3_600_000,
  });
  onTestFinished(() => sender.stop());
  await vi.waitFor(async () => expect(await ctx.db.prisma.inboxMessage.count()).toBe(1), soon);
  for (let mail = 2; mail <= 5; mail += 1) {
    await ctx.db.sqlTransaction((tx) =>
      enqueueTransactionalEmail(tx, { kind: 'welcome', subscriberId: 1, hours: 24 }),
    );
    await vi.waitFor(async () => expect(await ctx.db.prisma.inboxMessage.count()).toBe(mail), soon);
  }
  const message = await ctx.db.prisma.inboxMessage.findFirst({ orderBy: { id: 'desc' } });
  expect(message).toMatchObject({ to: 'reader1@d1.example', subject: 'welcome' });
});

test('SMTP_RATE limits all senders together', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_RATE: '50' });
  await queueDigest(ctx, 100);
  const began = Date.now();
  run(ctx);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 100 }), soon);
  // The tokens of 0.1 s are available at once, the rest at 50 per second. A slow machine makes it
  // longer, never shorter.
  const seconds = (Math.max(...relay.received.map(({ at }) => at)) - began) / 1000;
  expect(seconds).toBeGreaterThanOrEqual((100 - 5) / 50 - 0.01);
});

test('pauses only the domain that refuses us: its rows wait, the others are sent', async () => {
  const relay = await startRelay({
    onRcptTo: ({ address }, _session, done) =>
      address.endsWith('@d1.example')
        ? done(Object.assign(new Error('5.7.1 Blocked'), { responseCode: 550 }))
        : done(),
  });
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '4' });
  await queueDigest(ctx, 1000);
  run(ctx);
  await vi.waitFor(async () => {
    const states = await deliveryStates(ctx);
    expect(states['sent']).toBe(800);
    expect(states['queued'] ?? 0).toBe(0);
  }, soon);
  const states = await deliveryStates(ctx);
  expect(states['failed']).toBeLessThanOrEqual(50 + 8);
  expect((states['failed'] ?? 0) + (states['deferred'] ?? 0)).toBe(200);
  expect(await ctx.db.prisma.suppression.count()).toBe(0);
  expect((await ctx.db.prisma.digest.findFirst())?.status).toBe('sending');
  // The domain is paused for half an hour.
  const waiting = await ctx.db.run(sql`select from delivery where state = 'deferred'
    and next_at between clock_timestamp() + interval '25 minutes' and clock_timestamp() + interval '30 minutes'`);
  expect(waiting).toBe(states['deferred']);
});

/** A relay that rejects every third recipient as unknown. */
function startRejectingRelay() {
  let recipients = 0;
  return startRelay({
    onRcptTo: (_address, _session, done) => {
      recipients += 1;
      done(
        recipients % 3 === 0
          ? Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 })
          : undefined,
      );
    },
  });
}

test('a relay that rejects many recipients pauses the digest, and suppresses nobody until an operator has checked', async () => {
  const relay = await startRejectingRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 2000);
  run(ctx);
  run(ctx);
  await vi.waitFor(async () => {
    const digest = await ctx.db.prisma.digest.findFirst();
    expect(digest).toMatchObject({
      status: 'paused',
      reason: 'unknown-recipients',
      reasonParams: { reply: expect.stringContaining('550 5.1.1') },
    });
    expect((await deliveryStates(ctx))['sending'] ?? 0).toBe(0);
  }, soon);
  await vi.waitFor(async () => expect(await ctx.db.prisma.suppression.count()).toBe(0), soon);
  expect(await ctx.db.prisma.subscriber.count({ where: { status: 'active' } })).toBe(2000);
  const { failed = 0 } = await deliveryStates(ctx);
  expect(failed).toBeGreaterThan(100);
  expect(failed).toBeLessThan(500);
});

test('pauses and revokes again if Postgres fails meanwhile', async () => {
  const relay = await startRejectingRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 1000);
  const actions = senderActions(ctx);
  let calls = 0;
  const revokeBounceSuppressions: typeof actions.revokeBounceSuppressions = async (
    db,
    implausible,
  ) => {
    calls += 1;
    if (calls === 1) throw new Error('Connection terminated unexpectedly');
    await actions.revokeBounceSuppressions(db, implausible);
  };
  const sender = startSender(ctx, plainRenderers, { ...actions, revokeBounceSuppressions });
  onTestFinished(() => sender.stop(), 30_000);
  await vi.waitFor(async () => {
    expect((await ctx.db.prisma.digest.findFirst())?.status).toBe('paused');
    expect(await ctx.db.prisma.suppression.count()).toBe(0);
  }, soon);
  expect(await ctx.db.prisma.subscriber.count({ where: { status: 'active' } })).toBe(1000);
});

test('revokes a suppression that another sender is writing while the digest is paused', async () => {
  const { ctx } = await freshContext();
  const digestId = await queueDigest(ctx, 1);
  await ctx.db.run(sql`update delivery set state = 'sending', sender_id = 1`);
  const { id: subscriberId, email: address } = await ctx.db.prisma.subscriber.findFirstOrThrow();
  const own = {
    selectionId: null,
    transactionalEmailId: null,
    moves: 0,
    language: null,
    timezone: null,
    data: {},
    fencingToken: 0,
    relayId: null,
    attempts: 0,
  };
  const row = { kind: 'digest', digestId, subscriberId, address, ...own };
  const why = { reason: 'bounced' as const, evidence: '550 5.1.1 No such user' };
  let pausing = Promise.resolve();
  await ctx.db.sqlTransaction(async (tx) => {
    await record(
      tx,
      [{ row, result: { state: 'failed', reason: 'refused', retryAfter: null, suppress: why } }],
      ctx.now(),
      addressActions,
    );
    const waits = vi.waitFor(async () => {
      const [{ n } = { n: 0 }] = await ctx.db.rows(
        z.object({ n: z.number() }),
        sql`select count(*) as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      expect(n).toBe(1);
    }, soon);
    pausing = ctx.db.sqlTransaction(async (other) => {
      const reason = { code: 'unknown-recipients', reply: 'nobody is there' } as const;
      await pauseSending(other, digestId, reason);
      await addressActions.revokeBounceSuppressions(other, implausibleRefusals(digestId));
    });
    await Promise.race([waits, pausing]);
  });
  await pausing;
  expect(await ctx.db.prisma.suppression.count()).toBe(0);
  expect(await ctx.db.prisma.subscriber.count({ where: { status: 'active' } })).toBe(1);
});

test('revokes only "no such user" suppressions of the last ten minutes, and restores the status of the subscribers', async () => {
  const { ctx } = await freshContext();
  const digestId = await queueDigest(ctx, 5);
  await ctx.db.run(
    sql`update delivery set state = (case when subscriber_id = 4 then 'sent' else 'failed' end)::delivery_state`,
  );
  await ctx.db
    .run(sql`update subscriber set status = (case when id = 3 then 'complained' else 'bounced' end)::subscriber_status,
    status_before = (case id when 5 then 'paused' else 'active' end)::subscriber_status`);
  await ctx.db.run(sql`insert into suppression (email_key, reason, created_at)
    select email_key, status, clock_timestamp() - case id when 1 then interval '11 minutes' else interval '9 minutes' end
    from subscriber`);
  await addressActions.revokeBounceSuppressions(ctx.db, implausibleRefusals(digestId));
  const left = await ctx.db.prisma.suppression.findMany({ orderBy: { emailKey: 'asc' } });
  expect(left.map(({ emailKey }) => emailKey)).toEqual([
    'reader1@d1.example',
    'reader3@d3.example',
    'reader4@d4.example',
  ]);
  const readers = await ctx.db.prisma.subscriber.findMany({ orderBy: { id: 'asc' } });
  expect(readers.map(({ status }) => status)).toEqual([
    'bounced',
    'active',
    'complained',
    'bounced',
    'paused',
  ]);
});

/** Long enough for a busy machine to renew it in time. */
const leaseSeconds = 5;

async function clockOf(ctx: Context): Promise<{ now: number }> {
  const row = await ctx.db.row(
    z.object({ now: z.number() }),
    sql`select extract(epoch from clock_timestamp())::float8 * 1000 as now`,
  );
  return row ?? { now: 0 };
}

test('a sender keeps a message that takes longer than a lease, because it renews the lease', async () => {
  const underWay: (() => void)[] = [];
  const relay = await startRelay({
    onMailFrom: (_address, _session, done) => void underWay.push(done),
  });
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '2' });
  await queueDigest(ctx, 1);
  run(ctx, plainRenderers, leaseSeconds);
  run(ctx, plainRenderers, leaseSeconds);
  await vi.waitFor(() => expect(underWay).toHaveLength(1), soon);
  // By the clock of the database, which leases use.
  const { now: began } = await clockOf(ctx);
  await vi.waitFor(
    async () => expect((await clockOf(ctx)).now - began).toBeGreaterThan(1500 * leaseSeconds),
    { timeout: 40_000, interval: 100 },
  );
  expect(underWay).toHaveLength(1);
  underWay[0]?.();
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 1 }), soon);
  expect([underWay.length, relay.received.length]).toEqual([1, 1]);
});

test('drops a claim older than 0.9 s, so that a reader who unsubscribed during rendering gets nothing', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 1);
  let made = 0;
  run(ctx, {
    digest: async (claim) => {
      made += 1;
      await ctx.db.run(
        sql`update subscriber set status = 'unsubscribed' where id = ${claim.subscriberId}`,
      );
      await delay(900);
      return plainMail(claim);
    },
  });
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ skipped: 1 }), soon);
  expect([made, relay.received]).toEqual([1, []]);
  expect(await ctx.db.prisma.delivery.findFirst()).toMatchObject({
    reason: 'unsubscribed',
    attempts: 0,
  });
});

test('a connection takes its next message only after the result of the last one is committed', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '3' });
  await queueDigest(ctx, 30);
  let mayCommit: () => void = () => {};
  const committing = new Promise<void>((resolve) => (mayCommit = resolve));
  let asked = 0;
  const write: Context['db']['run'] = async (statement) => {
    if (statement.text.startsWith('update delivery o set')) {
      asked += 1;
      await committing;
    }
    return ctx.db.run(statement);
  };
  run({ ...ctx, db: { ...ctx.db, run: write } });
  await vi.waitFor(() => expect(relay.received).toHaveLength(3), soon);
  // Longer than a connection needs for many messages. Claims continue meanwhile, and their rows
  // become stale.
  await vi.waitFor(
    async () =>
      expect(await ctx.db.run(sql`select from delivery where fencing_token > 0`)).toBe(30),
    soon,
  );
  await delay(1000);
  expect(relay.received).toHaveLength(3);
  // Two groups are in progress; later results wait for one of them.
  expect(asked).toBeLessThanOrEqual(2);
  mayCommit();
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 30 }), soon);
  expect(relay.received).toHaveLength(30);
});

test('returns the rows of a claim that was committed but whose response was lost', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url });
  await queueDigest(ctx, 50);
  let broken = 0;
  const rows: Context['db']['rows'] = async (schema, statement) => {
    const found = await ctx.db.rows(schema, statement);
    if (broken < 2 && found.length > 0 && statement.text.includes('skip locked')) {
      broken += 1;
      throw new Error('the connection broke');
    }
    return found;
  };
  run({ ...ctx, db: { ...ctx.db, rows } });
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 50 }), soon);
  expect([broken, relay.received.length]).toEqual([2, 50]);
});

test('a stop waits at most fifteen seconds for a silent relay, then returns the row', async () => {
  const relay = await startRelay({ onMailFrom: () => {} });
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 3);
  const { stop } = run(ctx);
  await vi.waitFor(() => expect([...relay.connections].length).toBe(1), soon);
  await vi.waitFor(
    async () => expect((await deliveryStates(ctx))['sending']).toBeGreaterThan(0),
    soon,
  );
  // Without a limit it would wait for the timeout of MAIL, which is ten minutes.
  await stop();
  expect(await deliveryStates(ctx)).toEqual({ queued: 3 });
  for (const connection of relay.connections) connection._socket.destroy();
});

test('UNCERTAIN_DELIVERIES=hold holds an uncertain message until the operator decides', async () => {
  const relay = await startRelay({
    onData: (stream, session, done) => {
      stream.on('data', () => {});
      stream.on('end', () => {
        for (const connection of relay.connections)
          if (connection.session === session) connection._socket.destroy();
        done();
      });
    },
  });
  const { ctx } = await freshContext({
    SMTP_URL: relay.url,
    SMTP_CONNECTIONS: '1',
    UNCERTAIN_DELIVERIES: 'hold',
  });
  await queueDigest(ctx, 1);
  run(ctx);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ uncertain: 1 }), soon);
  expect((await ctx.db.prisma.delivery.findFirst())?.nextAt).toBeNull();
});

test('sends no message and no credentials if TLS is required but not offered, both encrypted if it is offered, both in clear text if TLS is off', async () => {
  let connections = 0;
  const logins: unknown[] = [];
  const hooks = {
    allowInsecureAuth: true,
    onConnect: (_session: object, done: () => void) => {
      connections += 1;
      done();
    },
    onAuth: (
      { password }: { password?: string | null | undefined },
      { secure }: { secure: boolean },
      done: (error: null, response: { user: string }) => void,
    ) => {
      logins.push({ password, secure });
      done(null, { user: 'papers' });
    },
  };
  const plain = await startRelay(hooks);
  const env = (url: string, tls: string) => ({
    SMTP_URL: url.replace('//', '//papers:secret@'),
    SMTP_TLS: tls,
    SMTP_CONNECTIONS: '1',
  });
  const { ctx } = await freshContext(env(plain.url, 'required'));
  await queueDigest(ctx, 1);
  const { stop } = run(ctx);
  await vi.waitFor(() => expect(connections).toBeGreaterThan(2), soon);
  expect([
    logins,
    plain.received,
    await ctx.db.prisma.delivery.count({ where: { state: 'sent' } }),
  ]).toEqual([[], [], 0]);
  await stop();
  const offering = await startRelay({ ...hooks, disabledCommands: [] });
  for (const tls of ['opportunistic', 'off']) {
    const { ctx: other } = await freshContext(env(offering.url, tls));
    const before = offering.received.length;
    await queueDigest(other, 1);
    run(other);
    await vi.waitFor(() => expect(offering.received).toHaveLength(before + 1), soon);
  }
  expect(logins).toEqual([
    { password: 'secret', secure: true },
    { password: 'secret', secure: false },
  ]);
});

test('sends retries that are due at the same time at full speed, not one per connection and second', async () => {
  const relay = await startRelay();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 500);
  await ctx.db.run(sql`update delivery set state = 'deferred', reason = 'refused', attempts = 1,
    next_at = clock_timestamp()`);
  run(ctx);
  // One message per second would take 500 s.
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 500 }), {
    timeout: 100_000,
  });
  expect(relay.received).toHaveLength(500);
});

test('sends no message and no credentials to a relay with an untrusted certificate if TLS is required', async () => {
  let connections = 0;
  let asked = 0;
  const relay = await startRelay({
    disabledCommands: [],
    allowInsecureAuth: true,
    onConnect: (_session, done) => {
      connections += 1;
      done();
    },
    onAuth: (_auth, _session, done) => {
      asked += 1;
      done(null, { user: 'papers' });
    },
  });
  const { ctx } = await freshContext({
    SMTP_URL: relay.url.replace('//', '//papers:secret@'),
    SMTP_TLS: 'required',
    SMTP_CONNECTIONS: '1',
  });
  await queueDigest(ctx, 1);
  run(ctx);
  await vi.waitFor(() => expect(connections).toBeGreaterThan(2), soon);
  expect([asked, relay.received]).toEqual([0, []]);
});

test('reports a connection worker that fails, and returns its row when the sender stops', async () => {
  const relay = await startRelay();
  await relay.stop();
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 1);
  // The worker logs that the relay is unreachable.
  const log = Object.assign(Object.create(ctx.log) as typeof ctx.log, {
    warn: () => {
      throw new Error('the disk is full');
    },
  });
  let failures = 0;
  const onFailure = () => (failures += 1);
  const sender = startSender({ ...ctx, log }, plainRenderers, senderActions(ctx), {
    onFailure,
  });
  await vi.waitFor(() => expect(failures).toBe(1), soon);
  await sender.stop();
  expect(await deliveryStates(ctx)).toEqual({ queued: 1 });
});
