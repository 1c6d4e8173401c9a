import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { takeMail } from '../../../src/bounces/mailbox/take-mail.ts';
import { watchBounces } from '../../../src/bounces/watch.ts';
import type { Context } from '../../../src/context.ts';
import { sql } from '../../../src/db/sql.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { dsn, verp } from '../../support/bounce-mails.ts';
import { freshContext } from '../../support/context.ts';
import { plainRenderers } from '../../support/outbox.ts';
import { startRelay } from '../../support/relay.ts';

const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T08:00:00Z`;

async function addReaders(ctx: Context, count: number): Promise<void> {
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    select 'reader' || n || '@d' || n % 7 || '.example', 'reader' || n || '@d' || n % 7 || '.example', 'active', ${day(1)}::timestamptz
    from generate_series(1, ${count}::int) as n`);
}

/** Adds a digest of a day, with a delivery in the given state for each active reader. */
async function addDigest(ctx: Context, at: string, state: 'queued' | 'sent'): Promise<number> {
  const digest = await ctx.db.row(
    z.object({ id: z.int() }),
    sql`insert into digest (kind, date, status, starts_at)
      values ('daily', ${at.slice(0, 10)}::date, ${state === 'queued' ? 'sending' : 'sent'}::digest_status, ${at}::timestamptz) returning id`,
  );
  if (digest === undefined) throw new Error('no digest');
  await ctx.db
    .run(sql`insert into delivery (digest_id, subscriber_id, state, attempts, due_at, expires_at, sent_at)
    select ${digest.id}, id, ${state}::delivery_state, ${state === 'sent' ? 1 : 0}, ${at}::timestamptz, ${at}::timestamptz + interval '20 hours',
      case when ${state === 'sent'} then ${at}::timestamptz end
    from subscriber where status = 'active'`);
  return digest.id;
}

const active = (ctx: Context) => ctx.db.prisma.subscriber.count({ where: { status: 'active' } });

/**
 * Sends the queued deliveries of a day through a relay that replies to RCPT with this text, and
 * waits until all have failed.
 */
async function sendDay(ctx: Context, digestId: number): Promise<void> {
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop());
  await vi.waitFor(
    async () =>
      expect(
        await ctx.db.prisma.delivery.count({
          where: { digestId, state: { in: ['queued', 'sending'] } },
        }),
      ).toBe(0),
    { timeout: 60_000, interval: 20 },
  );
  await sender.stop();
}

async function refusingRelay(code: number, reply: string) {
  return startRelay({
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith('reader1@')
          ? Object.assign(new Error(reply), { responseCode: code })
          : undefined,
      ),
  });
}

test('a refusal of RCPT that does not suppress is a soft bounce and suppresses the address on the fifth day', async () => {
  const relay = await refusingRelay(552, '5.2.2 Mailbox full');
  const { ctx, clock } = await freshContext({ SMTP_URL: relay.url });
  await addReaders(ctx, 3);
  for (const n of [10, 11, 12, 13]) {
    clock.set(day(n));
    await sendDay(ctx, await addDigest(ctx, day(n), 'queued'));
  }
  expect(await ctx.db.prisma.bounce.findFirst()).toMatchObject({
    source: 'smtp',
    kind: 'soft',
    class: 'mailbox-full',
    status: '5.2.2',
    diagnostic: '552 5.2.2 Mailbox full',
  });
  expect(await active(ctx)).toBe(3);
  clock.set(day(14));
  await sendDay(ctx, await addDigest(ctx, day(14), 'queued'));
  expect(await ctx.db.prisma.suppression.findMany()).toMatchObject([
    { emailKey: 'reader1@d1.example', reason: 'bounced' },
  ]);
  expect(await active(ctx)).toBe(2);
});

test('a missing domain suppresses the address on the third day', async () => {
  const relay = await refusingRelay(550, '5.1.2 Host or domain name not found');
  const { ctx, clock } = await freshContext({ SMTP_URL: relay.url });
  await addReaders(ctx, 3);
  for (const [n, left] of [
    [10, 3],
    [11, 3],
    [12, 2],
  ] as const) {
    clock.set(day(n));
    await sendDay(ctx, await addDigest(ctx, day(n), 'queued'));
    expect([n, await active(ctx)]).toEqual([n, left]);
  }
});

test('a refusal about us is recorded and counts against no address', async () => {
  const relay = await refusingRelay(550, '5.7.1 found in dnsbl.lists.example');
  const { ctx, clock } = await freshContext({ SMTP_URL: relay.url });
  await addReaders(ctx, 2);
  for (const n of [10, 11, 12, 13, 14, 15]) {
    clock.set(day(n));
    await sendDay(ctx, await addDigest(ctx, day(n), 'queued'));
  }
  expect(await ctx.db.prisma.bounce.findMany({ distinct: ['kind', 'class'] })).toMatchObject([
    { kind: 'refused', class: 'about-us', rule: 'blocklist' },
  ]);
  expect(await active(ctx)).toBe(2);
});

async function report(
  ctx: Context,
  digestId: number,
  subscriberIds: number[],
  status: string,
  diagnostic: string,
) {
  for (const subscriberId of subscriberIds)
    await takeMail(ctx, dsn({ to: verp({ digestId, subscriberId }), status, diagnostic }));
}

const ids = (count: number) => Array.from({ length: count }, (_, n) => n + 1);
const alerts = async (ctx: Context) =>
  (
    await ctx.db.prisma.transactionalEmail.findMany({
      where: { kind: 'alert' },
      orderBy: { id: 'asc' },
    })
  ).map(({ data }) => data);

test.each([
  ['about us', '4.0.0', '554 found in dnsbl'],
  ['that no rule knows', '5.0.0', '550 Not today'],
])(
  'a refusal %s that most readers get on five days suppresses no one, and the operator is alerted',
  async (_, status, diagnostic) => {
    const { ctx, clock } = await freshContext({ ALERT_TO: 'operator@papers.example' });
    await addReaders(ctx, 40);
    for (const n of [10, 11, 12, 13, 14]) {
      clock.set(day(n));
      const digestId = await addDigest(ctx, day(n), 'sent');
      await report(ctx, digestId, ids(30), status, diagnostic);
      await Promise.all([watchBounces(ctx), watchBounces(ctx)]);
      await report(ctx, digestId, ids(40).slice(30), status, diagnostic);
      await watchBounces(ctx);
    }
    expect(await active(ctx)).toBe(40);
    expect(await ctx.db.prisma.suppression.count()).toBe(0);
    expect(await ctx.db.prisma.bounce.groupBy({ by: ['kind'], _count: true })).toEqual([
      { kind: 'refused', _count: 200 },
    ]);
    const sentAlerts = await alerts(ctx);
    expect(sentAlerts).toHaveLength(5);
    expect(sentAlerts[0]).toEqual({
      event: 'digest-refused',
      kind: 'daily',
      date: '2026-03-10',
      mails: 40,
      refused: 30,
      reason: diagnostic,
    });
  },
  120_000,
);

test('the full mailboxes of a few readers are counted', async () => {
  const { ctx, clock } = await freshContext({ ALERT_TO: 'operator@papers.example' });
  await addReaders(ctx, 40);
  for (const n of [10, 11, 12, 13, 14]) {
    clock.set(day(n));
    const digestId = await addDigest(ctx, day(n), 'sent');
    await report(ctx, digestId, ids(8), '5.2.2', '552 5.2.2 full');
    await watchBounces(ctx);
  }
  expect(await active(ctx)).toBe(32);
  expect(await alerts(ctx)).toEqual([]);
});
