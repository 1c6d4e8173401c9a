import { createServer } from 'node:http';
import { simpleParser } from 'mailparser';
import { expect, onTestFinished, test, vi } from 'vitest';
import { recordBounces } from '../../../src/bounces/record.ts';
import { watchBounces } from '../../../src/bounces/watch.ts';
import type { Context } from '../../../src/context.ts';
import { sql } from '../../../src/db/sql.ts';
import { relaysOf } from '../../../src/delivery/smtp/relay.ts';
import { type RelayWatch, watchRelay } from '../../../src/delivery/smtp/relay-watch.ts';
import { startSender } from '../../../src/delivery/sender.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { digestRenderers } from '../../../src/digests/mail/renderers.ts';
import { composeDraft } from '../../../src/digests/compose/compose.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import { sendNow } from '../../../src/digests/send/manual-send.ts';
import { freeze, returnToDraft } from '../../../src/digests/send/states.ts';
import { textOf } from '../../../src/outbox/rendering.ts';
import { freshContext } from '../../support/context.ts';
import { plainRenderers, queueDigest } from '../../support/outbox.ts';
import { addPapers } from '../../support/readers.ts';
import { startRelay } from '../../support/relay.ts';

const operator = { ALERT_TO: 'operator@papers.example' };
const soon = { timeout: 60_000, interval: 50 };

/** A sender with short digests and real alerts. */
function run(ctx: Context): void {
  const sender = startSender(
    ctx,
    { ...digestRenderers(ctx), ...plainRenderers },
    senderActions(ctx),
  );
  onTestFinished(() => sender.stop(), 30_000);
}

/** The alerts that were or will be emailed to the operator: the data of each. */
async function alerts(ctx: Context) {
  const mails = await ctx.db.prisma.transactionalEmail.findMany({
    where: { kind: 'alert' },
    orderBy: { id: 'asc' },
  });
  return mails.map(({ data }) => data);
}

test('when the circuit breaker pauses a digest, one email says why and how to continue', async () => {
  const relay = await startRelay({
    onRcptTo: ({ address }, _session, done) => {
      const ours = address === operator.ALERT_TO;
      done(
        ours
          ? undefined
          : Object.assign(new Error('5.7.1 we do not like you'), { responseCode: 550 }),
      );
    },
  });
  const { ctx } = await freshContext({
    ...operator,
    SMTP_URL: relay.url,
    ADMIN_API_KEY: 'a secret of the operator',
  });
  await queueDigest(ctx, 200);
  run(ctx);
  run(ctx);
  await vi.waitFor(() => expect(relay.received).toHaveLength(1), soon);
  expect(await alerts(ctx)).toEqual([
    {
      event: 'digest-paused',
      kind: 'daily',
      date: '2026-03-10',
      reason: { code: 'refused', reply: expect.stringContaining('5.7.1') },
    },
  ]);
  const { subject, text = '' } = await simpleParser(relay.received[0]?.raw ?? '');
  expect(subject).toBe('The digest for Tuesday 10 March 2026 was paused');
  expect(text).toContain('Reason: rejected: 550 5.7.1 we do not like you');
  expect(text).toContain('    daily-papers digest status --date 2026-03-10\n');
  expect(text).toContain('"https://papers.example/api/v1/digests/2026-03-10/resume?kind=daily"');
  expect(text).toContain('https://papers.example/admin/digests/2026-03-10');
  expect(text).not.toContain('a secret of the operator');
});

test('reports once a digest that no scheduler composed, or that has no papers on a working day', async () => {
  const { ctx, clock } = await freshContext(operator, '2026-03-11T09:00:00Z');
  await Promise.all([digestTick(ctx), digestTick(ctx)]);
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([
    {
      event: 'digest-skipped',
      kind: 'daily',
      date: '2026-03-11',
      reason: { code: 'no-papers', sources: [] },
    },
  ]);
  clock.set('2026-03-12T20:00:00Z');
  await digestTick(ctx);
  expect((await alerts(ctx)).slice(1)).toEqual([
    {
      event: 'digest-skipped',
      kind: 'daily',
      date: '2026-03-12',
      reason: { code: 'too-late' },
    },
  ]);
});

test('an alert names the daily or weekly digest in its text and in its commands', async () => {
  const { ctx } = await freshContext();
  const said = async (kind: string, language: string | null = null) => {
    const claim = {
      digestId: null,
      selectionId: null,
      transactionalEmailId: 1,
      subscriberId: null,
      timezone: null,
      fencingToken: 1,
    };
    const data = {
      event: 'digest-late',
      kind,
      date: '2026-03-09',
      sources: [{ source: 'huggingface', failure: { code: 'http-status', status: 503 } }],
    };
    const mail = await digestRenderers(ctx)['alert']?.({
      ...claim,
      kind: 'alert',
      address: operator.ALERT_TO,
      moves: 0,
      language,
      data,
    });
    const { subject, text = '' } = await simpleParser(mail === undefined ? '' : textOf(mail));
    return [subject, /(?:Reason|Grund): .*/.exec(text)?.[0], /digest status .*/.exec(text)?.[0]];
  };
  expect(await said('daily')).toEqual([
    'The digest for Monday 9 March 2026 went out late',
    'Reason: huggingface: answered 503',
    'digest status --date 2026-03-09',
  ]);
  expect(await said('weekly')).toEqual([
    'The weekly digest for Monday 9 March 2026 went out late',
    'Reason: huggingface: answered 503',
    'digest status --date 2026-03-09 --kind weekly',
  ]);
  expect((await said('daily', 'de'))[1]).toBe('Grund: huggingface: Antwort 503');
});

test('reports an overdue draft after a quarter of an hour, once each time it becomes a draft', async () => {
  const { ctx, clock } = await freshContext(operator, '2026-03-10T07:00:00Z');
  const waits = { event: 'draft-overdue', kind: 'daily', date: '2026-03-10' };
  await addPapers(ctx, '2026-03-10', ['One']);
  await ctx.db.run(sql`insert into scheduler_heartbeat (started_at) values (${ctx.now()})`);
  clock.set('2026-03-10T08:20:00Z');
  const { digest } = await composeDraft(ctx, { kind: 'daily', date: '2026-03-10' });
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([]);
  clock.set('2026-03-10T08:35:00Z');
  await Promise.all([digestTick(ctx), digestTick(ctx)]);
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([waits]);
  await freeze(ctx, ctx.db, digest.id);
  await returnToDraft(ctx, 'daily', '2026-03-10');
  clock.set('2026-03-10T08:50:00Z');
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([waits, waits]);
  await sendNow(ctx, { kind: 'daily', date: '2026-03-10' });
  clock.set('2026-03-10T23:00:00Z');
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([waits, waits]);
});

test('reports a draft that was made in time but not frozen, because no scheduler ran; not one of an earlier day', async () => {
  const { ctx, clock } = await freshContext(operator, '2026-03-10T07:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await addPapers(ctx, '2026-03-08', ['Older']);
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-08' });
  await composeDraft(ctx, { kind: 'daily', date: '2026-03-10' });
  await ctx.db.run(sql`insert into scheduler_heartbeat (started_at) values (${ctx.now()})`);
  clock.set('2026-03-10T20:00:00Z');
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([
    { event: 'draft-overdue', kind: 'daily', date: '2026-03-10' },
  ]);
});

test('sends no alert for a weekend without papers, and none at all without ALERT_TO', async () => {
  const { ctx } = await freshContext(operator, '2026-03-14T09:00:00Z');
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([]);
  const { ctx: quiet } = await freshContext({}, '2026-03-11T09:00:00Z');
  await digestTick(quiet);
  expect(await alerts(quiet)).toEqual([]);
});

test('reports a source that fails past its hour, with the digest that was sent without it or skipped', async () => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const env = {
    ...operator,
    PAPER_SOURCES: 'huggingface',
    HUGGINGFACE_URL: `http://127.0.0.1:${port}`,
  };
  const { ctx, clock } = await freshContext(env, '2026-03-10T08:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One']);
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([]);
  clock.set('2026-03-10T09:01:00Z');
  await digestTick(ctx);
  await digestTick(ctx);
  expect(await alerts(ctx)).toEqual([
    {
      event: 'digest-late',
      kind: 'daily',
      date: '2026-03-10',
      sources: [{ source: 'huggingface', failure: { code: 'http-status', status: 404 } }],
    },
  ]);
  clock.set('2026-03-14T09:01:00Z');
  await digestTick(ctx);
  expect((await alerts(ctx)).at(-1)).toMatchObject({
    date: '2026-03-14',
    reason: {
      code: 'no-papers',
      sources: [{ source: 'huggingface', failure: { code: 'http-status', status: 404 } }],
    },
  });
});

test('two senders without a relay report it once in six hours, not counting hours without an attempt', async () => {
  const { ctx, clock } = await freshContext({ ...operator, SMTP_URL: 'smtp://[2001:db8::1]:2525' });
  const [one, two] = [
    watchRelay(ctx, relaysOf(ctx.config)[0], () => undefined),
    watchRelay(ctx, relaysOf(ctx.config)[0], () => undefined),
  ];
  const at = async (time: string, ...watches: RelayWatch[]) => {
    clock.set(`2026-03-10T${time}:00Z`);
    await Promise.all(watches.map((watch) => watch.noteUnreachable()));
    return (await alerts(ctx)).length;
  };
  expect(await at('09:00', one)).toBe(0);
  expect(await at('15:00', one, two)).toBe(0);
  expect(await at('15:10', one, two)).toBe(0);
  expect(await at('15:15', one, two)).toBe(1);
  expect(await at('15:16', one, two)).toBe(1);
  expect(await alerts(ctx)).toEqual([
    {
      event: 'relay-away',
      since: '2026-03-10T15:00:00.000Z',
      relay: '[2001:db8::1]:2525',
      host: '2001:db8::1',
      port: 2525,
    },
  ]);
  await ctx.db.run(sql`update sent_alert set quiet_until = quiet_until - interval '6 hours'`);
  one.noteReachable();
  expect(await at('15:17', one)).toBe(1);
  expect(await at('15:17', two)).toBe(2);
});

test('reports too many bounces or complaints of a digest once, but not a few or a small share', async () => {
  const { ctx } = await freshContext(operator);
  const digestId = await queueDigest(ctx, 200);
  await ctx.db.run(sql`update delivery set state = 'sent', attempts = 1, sent_at = ${ctx.now()}`);
  const report = (kind: 'hard' | 'complaint', from: number, to: number) =>
    recordBounces(
      ctx,
      Array.from({ length: to - from }, (_, n) => ({
        kind,
        source: 'mailbox',
        eventId: `${kind}${from + n}`,
        about: { row: { digestId, subscriberId: from + n } },
        at: ctx.now(),
      })),
    );
  await report('hard', 1, 11);
  await report('complaint', 11, 15);
  await watchBounces(ctx);
  expect(await alerts(ctx)).toEqual([]);
  await report('complaint', 15, 16);
  await Promise.all([watchBounces(ctx), watchBounces(ctx)]);
  await report('hard', 16, 20);
  await watchBounces(ctx);
  const alert = {
    event: 'digest-bounced',
    kind: 'daily',
    date: '2026-03-10',
    sent: 200,
    hard: 10,
    complaints: 5,
  };
  expect(await alerts(ctx)).toEqual([alert]);
});

test('reports more than 5 % of nonexistent addresses', async () => {
  const { ctx } = await freshContext(operator);
  const digestId = await queueDigest(ctx, 100);
  await ctx.db.run(sql`update delivery set state = 'sent', attempts = 1, sent_at = ${ctx.now()}`);
  const events = Array.from({ length: 6 }, (_, n) => ({
    kind: 'hard' as const,
    source: 'mailbox' as const,
    eventId: `${n}`,
    about: { row: { digestId, subscriberId: n + 1 } },
    at: ctx.now(),
  }));
  await recordBounces(ctx, events.slice(0, 5));
  await watchBounces(ctx);
  expect(await alerts(ctx)).toEqual([]);
  await recordBounces(ctx, events.slice(5));
  await watchBounces(ctx);
  expect(await alerts(ctx)).toEqual([
    expect.objectContaining({ event: 'digest-bounced', hard: 6, complaints: 0 }),
  ]);
});

test('revokes the bounces of more than half of a small digest', async () => {
  const { ctx } = await freshContext(operator);
  const digestId = await queueDigest(ctx, 20);
  await ctx.db.run(sql`update delivery set state = 'sent', attempts = 1, sent_at = ${ctx.now()}`);
  const report = (from: number, to: number) =>
    recordBounces(
      ctx,
      Array.from({ length: to - from + 1 }, (_, n) => ({
        kind: 'hard' as const,
        source: 'mailbox' as const,
        eventId: `${from + n}`,
        about: { row: { digestId, subscriberId: from + n } },
        at: ctx.now(),
      })),
    );
  const active = () => ctx.db.prisma.subscriber.count({ where: { status: 'active' } });
  await report(1, 10);
  await watchBounces(ctx);
  expect(await active()).toBe(10);
  await report(11, 11);
  await watchBounces(ctx);
  expect(await active()).toBe(20);
  expect(await ctx.db.prisma.suppression.count()).toBe(0);
});

test('revokes the bounces of a relay that rejects all mailboxes, and they count against no address', async () => {
  const { ctx } = await freshContext(operator);
  const digestId = await queueDigest(ctx, 400);
  await ctx.db.run(sql`update delivery set state = 'sent', attempts = 1, sent_at = ${ctx.now()}`);
  await ctx.db.run(sql`update subscriber set status = 'paused' where id = 2`);
  const ids = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => from + n);
  const report = (kind: 'hard' | 'complaint', subscribers: number[]) =>
    recordBounces(
      ctx,
      subscribers.map((subscriberId) => ({
        kind,
        source: 'mailbox',
        eventId: `${subscriberId}:${kind}`,
        about: { row: { digestId, subscriberId } },
        at: ctx.now(),
      })),
    );
  const statuses = async () =>
    Object.fromEntries(
      (await ctx.db.prisma.subscriber.groupBy({ by: ['status'], _count: true })).map(
        ({ status, _count }) => [status, _count],
      ),
    );
  await report('hard', ids(1, 99));
  await report('complaint', [1]);
  await watchBounces(ctx);
  expect(await statuses()).toEqual({ active: 301, bounced: 98, complained: 1 });
  await report('hard', [100]);
  await Promise.all([watchBounces(ctx), watchBounces(ctx)]);
  await watchBounces(ctx);
  expect(await statuses()).toEqual({ active: 398, complained: 1, paused: 1 });
  expect(await ctx.db.prisma.suppression.findMany()).toMatchObject([{ reason: 'complained' }]);
  // Late reports, and repeated ones.
  expect(await report('hard', ids(1, 200))).toMatchObject({
    hard: 0,
    soft: 0,
    refused: 100,
    ignored: 100,
  });
  expect(await statuses()).toEqual({ active: 398, complained: 1, paused: 1 });
  const alert = {
    event: 'digest-bounced',
    kind: 'daily',
    date: '2026-03-10',
    sent: 400,
    hard: 100,
    complaints: 1,
  };
  expect(await alerts(ctx)).toEqual([
    { ...alert, hard: 99 },
    { ...alert, bouncesIgnored: true },
  ]);
});
