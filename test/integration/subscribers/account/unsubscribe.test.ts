import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { sql } from '../../../../src/db/sql.ts';
import { exportCsv } from '../../../../src/subscribers/import-export/export.ts';
import { unsubscribeById } from '../../../../src/subscribers/account/unsubscribe.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { linkTo } from '../../../support/links.ts';
import { deliveryStates, queueDigest } from '../../../support/outbox.ts';
import { addReader } from '../../../support/readers.ts';

async function setup(status = 'active') {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  const id = await addReader(ctx, { email: 'ada@example.org', status });
  return { ctx, app, id, link: linkTo(ctx, app, 'unsubscribe', id) };
}

const reader = (ctx: Context) =>
  ctx.db.prisma.subscriber.findFirstOrThrow({ where: { emailKey: 'ada@example.org' } });

test('before unsubscribing the page has only one button; the alternatives and the question follow it', async () => {
  const { link } = await setup();
  const before = (await link.get()).body;
  expect(before.match(/<button/g)).toHaveLength(1);
  expect(before).not.toMatch(/<(input|select|textarea)/);
  const after = await link.post();
  expect(after.statusCode).toBe(200);
  expect(after.body).toContain('value="pause"');
  expect(after.body).toContain('value="weekly"');
  expect(after.body).toContain('name="reason"');
});

test('pause instead: the reader is paused until a day, with a recorded consent', async () => {
  const { ctx, link } = await setup();
  await link.post();
  const answer = await link.post({ action: 'pause', days: '30' });
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toMatch(
    /<p>Your subscription is paused\.<\/p>\s+<p>You’ll get digests again on [^<]*9 April 2026\.</,
  );
  expect(await reader(ctx)).toMatchObject({
    status: 'paused',
    pausedUntil: new Date('2026-04-09T09:00:00Z'),
    unsubscribedAt: null,
  });
  expect(await ctx.db.prisma.consent.findMany()).toMatchObject([
    { source: 'web', page: '/unsubscribe', event: 'returned-paused', at: ctx.now() },
  ]);
});

test('a second press of the same button gets the same response, also at the same time', async () => {
  const { ctx, link } = await setup();
  await link.post();
  const answers = await Promise.all(
    Array.from({ length: 3 }, () => link.post({ action: 'pause', days: '30' })),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
  expect((await link.post({ action: 'weekly' })).statusCode).toBe(410);
  expect(await ctx.db.prisma.consent.count()).toBe(1);
});

test('weekly instead: the reader gets one digest a week; earlier queued deliveries stay unsent', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await queueDigest(ctx, 1);
  const { id } = await ctx.db.prisma.subscriber.findFirstOrThrow();
  const link = linkTo(ctx, app, 'unsubscribe', id);
  await link.post();
  expect((await link.post({ action: 'weekly' })).statusCode).toBe(200);
  expect(await ctx.db.prisma.subscriber.findFirst()).toMatchObject({
    status: 'active',
    frequency: 'weekly',
    activeSince: ctx.now(),
    scheduleSince: ctx.now(),
  });
  expect(await deliveryStates(ctx)).toEqual({ skipped: 1 });
});

test('undoing works only within an hour of unsubscribing through this link', async () => {
  const { ctx, link, id } = await setup();
  const refused = async (what: string) => {
    const before = await reader(ctx);
    for (const action of ['pause', 'weekly']) {
      const answer = await link.post({ action });
      expect([what, answer.statusCode]).toEqual([what, 410]);
      expect(answer.body).toContain('action="/subscribe"');
    }
    expect(await reader(ctx)).toEqual(before);
  };
  await refused('an active reader');
  await unsubscribeById(ctx, id);
  await refused('unsubscribed by an operator');
  await ctx.db.run(sql`update subscriber set status = 'pending'`);
  await link.post();
  await refused('who never confirmed');
  await ctx.db.run(sql`update subscriber set status = 'active'`);
  await link.post();
  await ctx.db.run(
    sql`update subscriber set undo_expires_at = clock_timestamp() - interval '1 second'`,
  );
  await link.post();
  await refused('after an hour, even if the button was pressed again');
  await ctx.db.run(
    sql`update subscriber set undo_expires_at = clock_timestamp() + interval '1 hour'`,
  );
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('ada@example.org', 'complained')`,
  );
  await refused('who complained since');
  await ctx.db.run(sql`delete from suppression`);
  await ctx.db.run(sql`update subscriber set status = 'complained'`);
  await refused('complained by status');
  expect(await ctx.db.prisma.consent.count()).toBe(0);
});

test.for([
  [{ 'List-Unsubscribe': 'One-Click' }],
  [{ 'List-Unsubscribe': 'One-Click', action: 'weekly' }],
  [{ action: 'something' }],
  [{}],
] as const)('the body %j just unsubscribes, 200, no cookie, no redirect', async ([fields]) => {
  const { ctx, link } = await setup();
  for (let n = 0; n < 2; n += 1) {
    const answer = await link.post(fields);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect((await reader(ctx)).status).toBe('unsubscribed');
  }
});

test('a one-click request with any or no content type unsubscribes', async () => {
  const { ctx, app, link } = await setup();
  for (const type of ['text/plain', 'application/octet-stream', undefined]) {
    await ctx.db.run(sql`update subscriber set status = 'active'`);
    const answer = await app.inject({
      method: 'POST',
      url: link.url,
      headers: type === undefined ? {} : { 'content-type': type },
      payload: 'List-Unsubscribe=One-Click',
    });
    expect([type, answer.statusCode, (await reader(ctx)).status]).toEqual([
      type,
      200,
      'unsubscribed',
    ]);
  }
});

test('a reason is stored as typed, with at most 1,000 characters and only within the hour', async () => {
  const { ctx, link } = await setup();
  expect((await link.post({ action: 'reason', reason: 'too-often' })).statusCode).toBe(200);
  expect(await reader(ctx)).toMatchObject({ status: 'active', unsubscribeReason: null });
  await link.post();
  const feedback = await link.post({
    action: 'reason',
    reason: 'too-often',
    comment: ' <b>Too</b>\r\nmuch\u0000\u0007 ',
  });
  expect(feedback.body).toContain('Thanks for letting us know.');
  const saved = await reader(ctx);
  expect([saved.unsubscribeReason, saved.unsubscribeComment]).toEqual([
    'too-often',
    '<b>Too</b>\nmuch',
  ]);
  const long = await link.post({ action: 'reason', reason: 'other', comment: 'é'.repeat(1001) });
  expect(long.statusCode).toBe(422);
  expect(long.body).toContain('aria-describedby="comment-error" autofocus');
  expect(long.body).toContain('é'.repeat(1001));
  expect(long.body).toContain('value="other" checked');
  await link.post({ action: 'reason', comment: 'é'.repeat(1000) });
  expect((await reader(ctx)).unsubscribeComment).toHaveLength(1000);
  await link.post();
  expect((await reader(ctx)).unsubscribeComment).toHaveLength(1000);
  await ctx.db.run(sql`update subscriber set undo_expires_at = clock_timestamp()`);
  expect((await link.post({ action: 'reason', comment: 'late' })).statusCode).toBe(200);
  expect((await reader(ctx)).unsubscribeComment).toHaveLength(1000);
});

test('a reason that looks like a formula is harmless in a spreadsheet', async () => {
  const { ctx, link } = await setup();
  await link.post();
  await link.post({ action: 'reason', comment: '=HYPERLINK("https://evil.example")' });
  const csv = await text(exportCsv(ctx));
  expect(csv).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
});

test('API clients unsubscribe, undo it and give a reason with JSON', async () => {
  const { ctx, link } = await setup();
  expect((await link.getJson()).json()).toEqual({ status: 'open' });
  expect((await link.postJson()).json()).toEqual({ status: 'unsubscribed' });
  expect((await link.postJson({ action: 'reason', reason: 'nonsense' })).json()).toMatchObject({
    errors: [{ path: 'reason' }],
  });
  expect((await link.postJson({ action: 'reason', reason: 'other' })).json()).toEqual({
    status: 'unsubscribed',
  });
  expect((await reader(ctx)).unsubscribeReason).toBe('other');
  expect((await link.postJson({ action: 'pause', days: 0 })).statusCode).toBe(422);
  expect((await link.postJson({ action: 'pause', days: 7 })).json()).toEqual({
    status: 'paused',
    pausedUntil: '2026-03-17T09:00:00.000Z',
  });
  expect(await reader(ctx)).toMatchObject({ unsubscribeReason: null });
  expect((await link.postJson({ action: 'weekly' })).statusCode).toBe(410);
});

test('the page of an erased reader shows the same and offers no alternatives', async () => {
  const { ctx, link } = await setup();
  await ctx.db.run(sql`delete from subscriber`);
  const answer = await link.post();
  expect(answer.statusCode).toBe(200);
  expect(answer.body).toContain('You’re unsubscribed');
  expect(answer.body).not.toContain('value="weekly"');
  expect((await link.post({ action: 'weekly' })).statusCode).toBe(410);
});

test('a page behind a link uses the language of its reader, regardless of the browser', async () => {
  const { ctx, link } = await setup();
  await ctx.db.run(sql`update subscriber set language = 'de'`);
  const page = await link.get({ 'accept-language': 'en' });
  expect(page.body).toContain('<html lang="de"');
  expect(page.body).toContain('Abbestellen?');
  expect((await link.post()).body).toContain('Sie haben den Newsletter abbestellt');
});
