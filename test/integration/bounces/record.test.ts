import { expect, test } from 'vitest';
import type { BounceEvent } from '../../../src/bounces/event.ts';
import { deleteOldBounces, recordBounces } from '../../../src/bounces/record.ts';
import { takeMail } from '../../../src/bounces/mailbox/take-mail.ts';
import type { Context } from '../../../src/context.ts';
import { sql } from '../../../src/db/sql.ts';
import { composeMail, fillMail } from '../../../src/digests/mail/digest-mail.ts';
import { digestOf, poolOf } from '../../../src/digests/queries.ts';
import { digestTick } from '../../../src/digests/send/schedule.ts';
import type { Row } from '../../../src/mail/return-path.ts';
import { liftSuppression } from '../../../src/subscribers/suppression.ts';
import { listSuppressions } from '../../../src/suppressions/suppressions.ts';
import { confirm } from '../../../src/subscribers/signup/confirm.ts';
import { eraseSubscriber } from '../../../src/subscribers/account/erase.ts';
import { endPauses, pause, resume } from '../../../src/subscribers/preferences/preferences.ts';
import { subscribe } from '../../../src/subscribers/signup/subscribe.ts';
import { makeToken } from '../../../src/subscribers/tokens.ts';
import { unsubscribe } from '../../../src/subscribers/account/unsubscribe.ts';
import { startMailing } from '../../support/app.ts';
import { arf, dsn, lines, sentDelivery, stateOf, verp } from '../../support/bounce-mails.ts';
import { freshContext } from '../../support/context.ts';
import { deliveryStates } from '../../support/outbox.ts';
import { addPapers, addReader, mails } from '../../support/readers.ts';
import { startRelay } from '../../support/relay.ts';

const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T08:00:00Z`;

/** Adds a reader and the row of a message that was sent on March 9. */
async function mailed(env: Record<string, string> = {}) {
  const { ctx, clock } = await freshContext(env);
  const id = await addReader(ctx, { email: 'Ada@example.org' });
  return { ctx, clock, id, row: await sentDelivery(ctx, id, day(9)) };
}

const said = (
  ctx: Context,
  about: BounceEvent['about'],
  kind: BounceEvent['kind'],
  eventId = 'event-1',
): BounceEvent => ({
  kind,
  source: 'ses',
  eventId,
  about,
  at: ctx.now(),
  status: '5.1.1',
  diagnostic: '550 5.1.1 <Ada@example.org> unknown',
});

const bounceRows = (ctx: Context) => ctx.db.prisma.bounce.count();

test('a hard bounce suppresses the address and marks the reader; recording it again changes nothing', async () => {
  const { ctx, id, row } = await mailed();
  const event = said(ctx, { row }, 'hard');
  expect(await recordBounces(ctx, [event])).toEqual({
    hard: 1,
    soft: 0,
    refused: 0,
    complaint: 0,
    unsubscribe: 0,
    ignored: 0,
  });
  const after = {
    status: 'bounced',
    reason: 'bounced',
    evidence: 'ses: 5.1.1 550 5.1.1 <(address)> unknown',
  };
  expect(await stateOf(ctx, id)).toEqual(after);
  expect(await recordBounces(ctx, [event])).toMatchObject({ hard: 0, ignored: 1 });
  expect(await recordBounces(ctx, [event, event])).toMatchObject({ ignored: 2 });
  expect(await bounceRows(ctx)).toBe(1);
});

test('a queued delivery to a bounced reader is not sent', async () => {
  const relay = await startRelay();
  const { ctx, id, row } = await mailed({ SMTP_URL: relay.url });
  await ctx.db.run(
    sql`insert into digest (kind, date, status, starts_at) values ('daily', '2026-03-10', 'sending', ${ctx.now()})`,
  );
  await ctx.db.run(sql`insert into delivery (digest_id, subscriber_id, due_at, expires_at)
    select id, ${id}, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz + interval '20 hours' from digest where status = 'sending'`);
  await recordBounces(ctx, [said(ctx, { row }, 'hard')]);
  startMailing(ctx);
  await expect
    .poll(() => deliveryStates(ctx), { timeout: 60_000 })
    .toEqual({ sent: 1, skipped: 1 });
  expect(relay.received).toEqual([]);
});

test('concurrent reports of the same event write one row', async () => {
  const { ctx, id, row } = await mailed();
  const recorded = await Promise.all(
    Array.from({ length: 6 }, () =>
      recordBounces(ctx, [said(ctx, { row }, 'hard'), said(ctx, { row }, 'complaint', 'e2')]),
    ),
  );
  expect(recorded.reduce((sum, { hard, complaint }) => sum + hard + complaint, 0)).toBe(2);
  expect((await stateOf(ctx, id)).status).toBe('complained');
});

test('a complaint outweighs a bounce and an unsubscribe, in any order', async () => {
  const orders: BounceEvent['kind'][][] = [
    ['hard', 'complaint', 'unsubscribe'],
    ['complaint', 'hard', 'unsubscribe'],
    ['unsubscribe', 'hard', 'complaint'],
    ['unsubscribe', 'complaint', 'hard'],
  ];
  const { ctx } = await freshContext();
  for (const order of orders) {
    for (const together of [false, true]) {
      const id = await addReader(ctx);
      const row = await sentDelivery(ctx, id, day(9));
      const events = order.map((kind) => said(ctx, { row }, kind, `${kind}${id}`));
      if (together) await recordBounces(ctx, events);
      else for (const event of events) await recordBounces(ctx, [event]);
      expect([order, await stateOf(ctx, id)]).toEqual([
        order,
        expect.objectContaining({ status: 'complained', reason: 'complained' }),
      ]);
    }
  }
});

test('an unsubscribe by email is not a suppression: a new confirmation reactivates the reader', async () => {
  const { ctx, id } = await mailed();
  const leave = lines(
    'Subject: unsubscribe ' + makeToken(ctx.keys, 'unsubscribe', id),
    'Date: Tue, 10 Mar 2026 08:59:00 +0000',
    '',
    '',
  );
  expect(await takeMail(ctx, leave)).toBe('unsubscribe');
  expect(await stateOf(ctx, id)).toEqual({ status: 'unsubscribed', reason: null, evidence: null });
  await confirmAgain(ctx, 'ada@example.org');
  expect((await stateOf(ctx, id)).status).toBe('active');
  // The same message, read again.
  expect(await takeMail(ctx, leave)).toBe('ignored');
  expect((await stateOf(ctx, id)).status).toBe('active');
});

async function confirmAgain(ctx: Context, email: string): Promise<void> {
  await subscribe(ctx, {
    address: { ok: true, email, key: email.toLowerCase() },
    preferences: {},
    page: '/',
  });
  const { id } = await ctx.db.prisma.confirmation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(await confirm(ctx, makeToken(ctx.keys, 'confirm', id), undefined)).toMatchObject({
    state: 'confirmed',
  });
}

test('a late report of a message from before a new confirmation does not affect the reader', async () => {
  const { ctx, clock, id, row } = await mailed();
  await unsubscribe(ctx, makeToken(ctx.keys, 'unsubscribe', id));
  await confirmAgain(ctx, 'ada@example.org');
  clock.set('2026-03-12T00:00:00Z');
  const requested = { ...said(ctx, { row }, 'unsubscribe', 'early'), at: new Date(day(10)) };
  const late = [said(ctx, { row }, 'hard', 'hard'), said(ctx, { row }, 'complaint', 'complaint')];
  for (const event of [...late, requested])
    expect([event.kind, await recordBounces(ctx, [event])]).toEqual([
      event.kind,
      expect.objectContaining({ ignored: 1 }),
    ]);
  expect(await stateOf(ctx, id)).toEqual({ status: 'active', reason: null, evidence: null });
  // The next message counts.
  const next = await sentDelivery(ctx, id, day(11));
  await recordBounces(ctx, [said(ctx, { row: next }, 'hard')]);
  expect((await stateOf(ctx, id)).status).toBe('bounced');
});

test('a request through a provider counts from when it was made, also if the message is older', async () => {
  const { ctx, clock, id, row } = await mailed();
  await unsubscribe(ctx, makeToken(ctx.keys, 'unsubscribe', id));
  await confirmAgain(ctx, 'ada@example.org');
  clock.set('2026-03-12T00:00:00Z');
  expect(await recordBounces(ctx, [said(ctx, { row }, 'unsubscribe')])).toMatchObject({
    unsubscribe: 1,
  });
  expect((await stateOf(ctx, id)).status).toBe('unsubscribed');
});

test('a bounce of the old address does not affect the new one', async () => {
  const { ctx, id, row } = await mailed();
  await ctx.db.run(
    sql`update subscriber set email = 'new@example.org', email_key = 'new@example.org' where id = ${id}`,
  );
  await ctx.db.run(
    sql`insert into consent (subscriber_id, source, given_at, event) values (${id}, 'web', ${ctx.now()}, 'address-changed')`,
  );
  expect(await recordBounces(ctx, [said(ctx, { row }, 'hard')])).toMatchObject({ ignored: 1 });
  expect((await stateOf(ctx, id)).status).toBe('active');
});

test('soft bounces on five different days within thirty suppress an address; two on one day count once', async () => {
  const { ctx, id } = await mailed();
  const soft = (row: Row, eventId: string) =>
    recordBounces(ctx, [said(ctx, { row }, 'soft', eventId)]);
  const rows = await Promise.all([1, 2, 3, 4].map((n) => sentDelivery(ctx, id, day(n))));
  for (const [n, row] of rows.entries()) {
    await soft(row, `a${n}`);
    await soft(row, `b${n}`);
  }
  expect((await stateOf(ctx, id)).status).toBe('active');
  await soft(await sentDelivery(ctx, id, day(5)), 'fifth');
  expect(await stateOf(ctx, id)).toEqual({
    status: 'bounced',
    reason: 'bounced',
    evidence: 'ses: too many soft bounces, the last: 5.1.1 550 5.1.1 <(address)> unknown',
  });
});

test('soft bounces older than thirty days, or before a new confirmation, do not count', async () => {
  const { ctx, clock, id } = await mailed({ BOUNCE_SOFT_DAYS: '2' });
  const soft = (row: Row, eventId: string) =>
    recordBounces(ctx, [said(ctx, { row }, 'soft', eventId)]);
  await soft(await sentDelivery(ctx, id, '2026-01-01T08:00:00Z'), 'long-ago');
  await soft(await sentDelivery(ctx, id, day(2)), 'second');
  expect((await stateOf(ctx, id)).status).toBe('active');
  clock.set('2026-03-08T00:00:00Z');
  await unsubscribe(ctx, makeToken(ctx.keys, 'unsubscribe', id));
  await confirmAgain(ctx, 'ada@example.org');
  await soft(await sentDelivery(ctx, id, day(8)), 'third');
  expect((await stateOf(ctx, id)).status).toBe('active');
  await soft(await sentDelivery(ctx, id, day(10)), 'fourth');
  expect((await stateOf(ctx, id)).status).toBe('bounced');
});

test('an event about an address that was never mailed or a row without an attempt changes nothing', async () => {
  const { ctx } = await freshContext();
  const id = await addReader(ctx, { email: 'ben@example.org' });
  const row = await sentDelivery(ctx, id, day(9));
  await ctx.db.run(sql`update delivery set state = 'queued', attempts = 0, sent_at = null`);
  const untried = [
    { row },
    { email: 'ben@example.org' },
    { email: 'nobody@example.org' },
    { row: { transactionalEmailId: 77 } },
    { row: { digestId: 5, subscriberId: 5 } },
  ];
  for (const about of untried)
    expect([about, await recordBounces(ctx, [said(ctx, about, 'hard')])]).toEqual([
      about,
      expect.objectContaining({ ignored: 1 }),
    ]);
  expect(await stateOf(ctx, id)).toEqual({ status: 'active', reason: null, evidence: null });
  expect(await ctx.db.prisma.suppression.count()).toBe(0);
});

test('a bounce that arrives before the sender commits its result counts', async () => {
  const { ctx } = await freshContext();
  for (const about of ['row', 'address'] as const) {
    const email = `${about}@example.org`;
    const id = await addReader(ctx, { email });
    const row = await sentDelivery(ctx, id, day(9));
    await ctx.db.run(
      sql`update delivery set state = 'sending', sender_id = 1, attempts = 0, sent_at = null where subscriber_id = ${id}`,
    );
    const event = said(ctx, about === 'row' ? { row } : { email }, 'hard', about);
    expect([about, await recordBounces(ctx, [event])]).toEqual([
      about,
      expect.objectContaining({ hard: 1 }),
    ]);
  }
});

test('the report of a provider counts for an address that was mailed recently, regardless of case', async () => {
  const { ctx, id } = await mailed();
  expect(
    await recordBounces(ctx, [said(ctx, { email: 'ADA@Example.org' }, 'complaint')]),
  ).toMatchObject({
    complaint: 1,
  });
  expect((await stateOf(ctx, id)).status).toBe('complained');
  const old = await freshContext({}, '2026-09-10T09:00:00Z');
  const reader = await addReader(old.ctx, { email: 'ada@example.org' });
  await sentDelivery(old.ctx, reader, day(9));
  expect(
    await recordBounces(old.ctx, [said(old.ctx, { email: 'ada@example.org' }, 'hard')]),
  ).toMatchObject({
    ignored: 1,
  });
});

test('a Message-ID of a message to another address is not trusted', async () => {
  const { ctx, id, row } = await mailed();
  expect(
    await recordBounces(ctx, [said(ctx, { row, email: 'eve@example.org' }, 'hard')]),
  ).toMatchObject({
    ignored: 1,
  });
  expect(
    await recordBounces(ctx, [said(ctx, { row, email: 'ada@EXAMPLE.org' }, 'hard')]),
  ).toMatchObject({ hard: 1 });
  expect((await stateOf(ctx, id)).status).toBe('bounced');
});

test('a bounce of a confirmation suppresses the pending address, a bounce of an address change the new address', async () => {
  const { ctx } = await freshContext();
  await subscribe(ctx, {
    address: { ok: true, email: 'typo@example.org', key: 'typo@example.org' },
    preferences: {},
    page: '/',
  });
  const [mail] = await mails(ctx);
  await ctx.db.run(
    sql`update transactional_email set state = 'sent', attempts = 1, sent_at = ${ctx.now()}`,
  );
  await recordBounces(ctx, [said(ctx, { row: { transactionalEmailId: mail?.id ?? 0 } }, 'hard')]);
  expect(await stateOf(ctx, mail?.subscriberId ?? 0)).toMatchObject({
    status: 'bounced',
    reason: 'bounced',
  });
  await ctx.db
    .run(sql`insert into transactional_email (kind, address, state, attempts, expires_at, sent_at)
    values ('test', 'Copy@example.org', 'sent', 1, clock_timestamp(), ${ctx.now()})`);
  const copy = await ctx.db.prisma.transactionalEmail.findFirstOrThrow({ where: { kind: 'test' } });
  await recordBounces(ctx, [said(ctx, { row: { transactionalEmailId: copy.id } }, 'hard', 'copy')]);
  expect(
    (await listSuppressions(ctx.db, { limit: 10 }, ctx.now()))
      .map(({ emailKey }) => String(emailKey))
      .toSorted(),
  ).toEqual(['copy@example.org', 'typo@example.org']);
});

test('a batch is recorded completely or not at all', async () => {
  const { ctx, id, row } = await mailed();
  const broken = { ...said(ctx, { row }, 'hard', 'x\0'), source: 'ses' as const };
  await expect(recordBounces(ctx, [said(ctx, { row }, 'hard'), broken])).rejects.toThrow('0x00');
  expect(await bounceRows(ctx)).toBe(0);
  expect((await stateOf(ctx, id)).status).toBe('active');
});

test('erasing a reader deletes their bounces; a repeated report finds no subscriber', async () => {
  const { ctx, id, row } = await mailed();
  await recordBounces(ctx, [said(ctx, { row }, 'soft')]);
  await eraseSubscriber(ctx, id);
  expect(await bounceRows(ctx)).toBe(0);
  expect(await recordBounces(ctx, [said(ctx, { row }, 'soft')])).toMatchObject({ ignored: 1 });
});

test('only an operator lifts a suppression; a late report of an old message does not restore it, the next bounce does', async () => {
  const { ctx, clock, id, row } = await mailed();
  await recordBounces(ctx, [said(ctx, { row }, 'hard')]);
  clock.set('2026-03-11T00:00:00Z');
  expect(await liftSuppression(ctx, 'ada@example.org')).toBe(true);
  expect(await liftSuppression(ctx, 'ada@example.org')).toBe(false);
  expect(await stateOf(ctx, id)).toEqual({ status: 'active', reason: null, evidence: null });
  expect(await listSuppressions(ctx.db, { limit: 10 }, ctx.now())).toEqual([]);
  expect(
    await recordBounces(ctx, [
      said(ctx, { row }, 'hard', 'late'),
      said(ctx, { row }, 'complaint', 'later'),
    ]),
  ).toMatchObject({ ignored: 2 });
  const next = await sentDelivery(ctx, id, day(12));
  await recordBounces(ctx, [said(ctx, { row: next }, 'hard', 'next')]);
  expect(await stateOf(ctx, id)).toMatchObject({ status: 'bounced', reason: 'bounced' });
});

test('the suppression of an address without a subscriber can be lifted, and a late report does not restore it', async () => {
  const { ctx, clock } = await freshContext();
  const copies = ['a', 'b'].map((name) =>
    ctx.db.prisma.transactionalEmail.create({
      data: {
        kind: name,
        address: 'copy@example.org',
        state: 'sent',
        attempts: 1,
        expiresAt: ctx.now(),
        sentAt: ctx.now(),
      },
    }),
  );
  const [first, second] = await Promise.all(copies);
  const about = (mail: { id: number } | undefined) => ({
    row: { transactionalEmailId: mail?.id ?? 0 },
  });
  expect(await recordBounces(ctx, [said(ctx, about(first), 'hard', 'a')])).toMatchObject({
    hard: 1,
  });
  clock.set('2026-03-11T00:00:00Z');
  expect(await liftSuppression(ctx, 'copy@example.org')).toBe(true);
  expect(await recordBounces(ctx, [said(ctx, about(second), 'hard', 'b')])).toMatchObject({
    ignored: 1,
  });
  expect(await listSuppressions(ctx.db, { limit: 1 }, ctx.now())).toEqual([]);
});

test('lifting a suppression reactivates no one who did not ask for email', async () => {
  const { ctx } = await freshContext();
  const after = async (
    status: string,
    kind: 'hard' | 'complaint',
    change = sql`status = status`,
  ) => {
    const email = `${status}-${kind}@example.org`;
    const id = await addReader(ctx, { email, status });
    const row = await sentDelivery(ctx, id, day(9));
    await ctx.db.run(sql`update subscriber set ${change} where id = ${id}`);
    await recordBounces(ctx, [said(ctx, { row }, kind, email)]);
    await liftSuppression(ctx, email);
    return (await stateOf(ctx, id)).status;
  };
  expect(await after('active', 'hard')).toBe('active');
  expect(await after('active', 'complaint')).toBe('unsubscribed');
  expect(await after('paused', 'hard')).toBe('paused');
  expect(await after('paused', 'complaint')).toBe('unsubscribed');
  expect(await after('pending', 'hard', sql`active_since = null`)).toBe('pending');
  expect(await after('unsubscribed', 'hard', sql`unsubscribed_at = clock_timestamp()`)).toBe(
    'unsubscribed',
  );
});

test('suppressions are listed newest first, by part of the address and by reason, page by page', async () => {
  const { ctx } = await freshContext();
  for (const [n, name] of ['ada', 'ben', 'cyd'].entries())
    await ctx.db.run(sql`insert into suppression (email_key, reason, created_at)
      values (${`${name}@example.org`}, ${n === 1 ? 'complained' : 'bounced'}, ${day(n + 1)}::timestamptz)`);
  const names = async (query: Parameters<typeof listSuppressions>[1]) =>
    (await listSuppressions(ctx.db, query, ctx.now())).map(({ emailKey }) => emailKey?.slice(0, 3));
  expect(await names({ limit: 2 })).toEqual(['cyd', 'ben']);
  expect(await names({ limit: 2, before: 2 })).toEqual(['ada']);
  expect(await names({ limit: 9, reason: 'complained' })).toEqual(['ben']);
  expect(await names({ limit: 9, q: 'ADA@' })).toEqual(['ada']);
});

test('messages are read and acted on: a DSN, a complaint, a forged report, an unreadable message', async () => {
  const { ctx, id, row } = await mailed();
  const ben = await addReader(ctx, { email: 'ben@example.org' });
  const benRow = await sentDelivery(ctx, ben, day(10));
  expect(await takeMail(ctx, dsn({ to: 'bounce+d1-1-AAAAAAAAAAAA@papers.example' }))).toBe(
    'ignored',
  );
  expect(await takeMail(ctx, dsn({ to: verp(row), action: 'delayed', status: '4.4.1' }))).toBe(
    'ignored',
  );
  const parts = Array.from({ length: 1000 }, () => '--b\r\nContent-Type: text/plain\r\n\r\nx');
  expect(
    await takeMail(
      ctx,
      lines(`To: ${verp(row)}`, 'Content-Type: multipart/report; boundary=b', '', ...parts),
    ),
  ).toBe('unreadable');
  expect((await stateOf(ctx, id)).status).toBe('active');
  expect(
    await takeMail(
      ctx,
      dsn({ to: verp(row), diagnostic: '550 5.1.1 <ada@example.org> User unknown' }),
    ),
  ).toBe('hard');
  expect(await stateOf(ctx, id)).toEqual({
    status: 'bounced',
    reason: 'bounced',
    evidence: 'mailbox: 5.1.1 550 5.1.1 <(address)> User unknown',
  });
  expect(await takeMail(ctx, dsn({ to: verp(row) }))).toBe('ignored');
  expect(await takeMail(ctx, arf({ returned: [`Return-Path: <${verp(benRow)}>`] }))).toBe(
    'complaint',
  );
  expect((await stateOf(ctx, ben)).status).toBe('complained');
});

test('events are deleted after 90 days, their consequences are not', async () => {
  const { ctx, id, row } = await mailed();
  await recordBounces(ctx, [said(ctx, { row }, 'hard')]);
  await ctx.db.run(sql`update bounce set created_at = clock_timestamp() - interval '89 days'`);
  expect(await deleteOldBounces(ctx)).toBe(0);
  await ctx.db.run(sql`update bounce set created_at = clock_timestamp() - interval '91 days'`);
  expect(await deleteOldBounces(ctx)).toBe(1);
  expect((await stateOf(ctx, id)).status).toBe('bounced');
});

test('in our own messages, the return path bounces and the mailto unsubscribes', async () => {
  const { ctx } = await freshContext({ MAIL_UNSUBSCRIBE: 'Leave <leave@papers.example>' });
  await addPapers(ctx, '2026-03-10', ['One']);
  await digestTick(ctx);
  const digest = await digestOf(ctx.db, 'daily', '2026-03-10');
  if (digest === undefined) throw new Error('no digest');
  const mail = await composeMail(ctx, digest, await poolOf(ctx.db, digest.id, digest.issueSize));
  const mailTo = async (email: string) => {
    const id = await addReader(ctx, { email });
    await ctx.db
      .run(sql`insert into delivery (digest_id, subscriber_id, state, attempts, due_at, expires_at, sent_at)
      values (${digest.id}, ${id}, 'sent', 1, ${ctx.now()}, ${ctx.now()}, ${ctx.now()})`);
    return { id, out: fillMail(ctx, mail, { subscriberId: id, address: email, moves: 0 }) };
  };
  const ada = await mailTo('ada@example.org');
  expect(await takeMail(ctx, dsn({ to: ada.out.mailFrom }))).toBe('hard');
  expect((await stateOf(ctx, ada.id)).status).toBe('bounced');
  const ben = await mailTo('ben@example.org');
  const [, mailto = ''] =
    /^List-Unsubscribe: <[^>]+>, <(mailto:[^>]+)>\r\n/m.exec(ben.out.header) ?? [];
  const { pathname, searchParams } = new URL(mailto);
  expect(pathname).toBe('leave@papers.example');
  const leave = lines(`To: ${pathname}`, `Subject: ${searchParams.get('subject')}`, '', '');
  expect(await takeMail(ctx, leave)).toBe('unsubscribe');
  expect((await stateOf(ctx, ben.id)).status).toBe('unsubscribed');
  const cyd = await mailTo('cyd@example.org');
  const complaint = arf({ returned: cyd.out.header.trimEnd().split('\r\n') });
  expect(await takeMail(ctx, complaint)).toBe('unsubscribe');
  expect((await stateOf(ctx, cyd.id)).status).toBe('unsubscribed');
});

const leave = (ctx: Context, id: number, ...header: string[]) =>
  lines(`Subject: unsubscribe ${makeToken(ctx.keys, 'unsubscribe', id)}`, ...header, '', '');

test('an unsubscribe by email counts even if the clock of its sender is slow or a pause ended meanwhile', async () => {
  const { ctx, clock, id } = await mailed();
  await unsubscribe(ctx, makeToken(ctx.keys, 'unsubscribe', id));
  await confirmAgain(ctx, 'ada@example.org');
  clock.set('2026-03-10T09:05:00Z');
  // The reader's clock is ten minutes slow. By that clock, this was before they confirmed.
  const slow = leave(
    ctx,
    id,
    'Received: from mail.example.org by mx.papers.example with ESMTPS id 1;',
    '\tTue, 10 Mar 2026 09:03:00 +0000 (UTC)',
    'Received: from laptop by mail.example.org; Tue, 10 Mar 2026 08:53:00 +0000',
    'Date: Tue, 10 Mar 2026 08:53:00 +0000',
  );
  expect(await takeMail(ctx, slow)).toBe('unsubscribe');
  expect((await stateOf(ctx, id)).status).toBe('unsubscribed');

  const { id: other } = await ctx.db.prisma.subscriber.create({
    data: {
      email: 'bob@example.org',
      emailKey: 'bob@example.org',
      status: 'active',
      activeSince: ctx.now(),
    },
  });
  await pause(ctx, other, new Date('2026-03-10T09:30:00Z'));
  clock.set('2026-03-10T09:40:00Z');
  expect(await endPauses(ctx)).toBe(1);
  expect(await takeMail(ctx, leave(ctx, other, 'Date: Tue, 10 Mar 2026 09:20:00 +0000'))).toBe(
    'unsubscribe',
  );
  expect((await stateOf(ctx, other)).status).toBe('unsubscribed');
});

test('a complaint about a message from before a pause counts after it', async () => {
  const { ctx, id, row } = await mailed();
  await pause(ctx, id, null);
  await resume(ctx, id);
  await recordBounces(ctx, [said(ctx, { row }, 'complaint')]);
  expect((await stateOf(ctx, id)).status).toBe('complained');
});

test('a second complaint that only contains the unsubscribe link unsubscribes a returned reader again', async () => {
  const { ctx, clock, id } = await mailed();
  const link = `List-Unsubscribe: <https://papers.example/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}>`;
  expect(await takeMail(ctx, arf({ returned: [link] }))).toBe('unsubscribe');
  await confirmAgain(ctx, 'ada@example.org');
  clock.set('2026-03-12T09:00:00Z');
  expect(await takeMail(ctx, arf({ returned: [link] }))).toBe('ignored');
  const again = lines(
    'Received: by mx.papers.example; Thu, 12 Mar 2026 08:00:00 +0000',
    arf({ returned: [link] }).toString(),
  );
  expect(await takeMail(ctx, again)).toBe('unsubscribe');
  expect((await stateOf(ctx, id)).status).toBe('unsubscribed');
});
