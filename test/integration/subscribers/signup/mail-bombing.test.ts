import type { FastifyInstance } from 'fastify';
import { expect, test } from 'vitest';
import type { Context } from '../../../../src/context.ts';
import { sql } from '../../../../src/db/sql.ts';
import { makeToken } from '../../../../src/subscribers/tokens.ts';
import { requestAddressChange } from '../../../../src/subscribers/account/change-address.ts';
import { parseAddress } from '../../../../src/subscribers/address.ts';
import { addSubscriber } from '../../../../src/subscribers/signup/add.ts';
import { expireUnconfirmed } from '../../../../src/subscribers/signup/expire.ts';
import { startApp, startMailing } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addReader, ageConfirmations, mails } from '../../../support/readers.ts';

function subscribe(app: FastifyInstance, email: string) {
  return app.inject({
    method: 'POST',
    url: '/subscribe',
    headers: { accept: 'application/json' },
    payload: { email },
  });
}

/** Returns the minutes until each transactional email may be sent, oldest first. */
async function waits(ctx: Context): Promise<number[]> {
  const found = await ctx.db.prisma.transactionalEmail.findMany({ orderBy: { id: 'asc' } });
  return found.map(({ nextAt }) =>
    nextAt === null ? 0 : Math.round((nextAt.getTime() - Date.now()) / 60_000),
  );
}

function address(text: string) {
  const parsed = parseAddress(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed;
}

async function confirmNewest(ctx: Context, app: FastifyInstance): Promise<void> {
  const { id } = await ctx.db.prisma.confirmation.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await app.inject({ method: 'POST', url: `/confirm/${makeToken(ctx.keys, 'confirm', id)}` });
}

test('confirmations to an address that never confirms wait 10 minutes, an hour, a day, a week', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await Promise.all(Array.from({ length: 10 }, () => subscribe(app, 'ada@example.org')));
  expect(await waits(ctx)).toEqual([0]);
  const minutes = [];
  for (let round = 0; round < 5; round += 1) {
    await ageConfirmations(ctx, '2 minutes');
    // One message waits, regardless of the number of requests.
    for (let n = 0; n < 3; n += 1) await subscribe(app, 'ADA@example.org');
    const [next = 0] = (await waits(ctx)).slice(-1);
    minutes.push(next);
    await ageConfirmations(ctx, `${next} minutes`);
  }
  expect(minutes).toEqual([8, 58, 24 * 60 - 2, 7 * 24 * 60 - 2, 7 * 24 * 60 - 2]);
});

test('spellings of one mailbox share its turns; a message that would wait more than a week gets none', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  for (const name of ['ada', 'a.da', 'ada+1', 'ad.a+2', 'ada+3', 'ada+4'])
    expect((await subscribe(app, `${name}@gmail.com`)).statusCode).toBe(202);
  await subscribe(app, 'ada+5@googlemail.com');
  expect(await waits(ctx)).toEqual([0, 10, 70, 24 * 60 + 70]);
  await subscribe(app, 'grace@gmail.com');
  expect((await waits(ctx)).at(-1)).toBe(0);
  expect(await ctx.db.prisma.subscriber.count()).toBe(8);
  const stored = JSON.stringify(await ctx.db.prisma.mailboxThrottle.findMany());
  expect(stored).not.toContain('ada');
});

test('adding over the API and a change of address use the same turns', async () => {
  const { ctx } = await freshContext();
  const entries = ['ada@gmail.com', 'ada+1@gmail.com', 'grace@gmail.com'].map((text) => ({
    address: address(text),
    preferences: {},
  }));
  for (const entry of entries) await addSubscriber(ctx, entry);
  expect((await waits(ctx)).toSorted((a, b) => a - b)).toEqual([0, 0, 10]);
  const id = await addReader(ctx);
  await requestAddressChange(ctx, id, address('a.d.a@gmail.com'));
  const { nextAt } = await ctx.db.prisma.transactionalEmail.findFirstOrThrow({
    where: { kind: 'address-confirm' },
  });
  expect(nextAt?.getTime()).toBeGreaterThan(Date.now() + 69 * 60_000);
});

test('a waiting confirmation is skipped for a reader who has confirmed or unsubscribed', async () => {
  const { ctx } = await freshContext({ SMTP_URL: 'smtp://127.0.0.1:1' });
  const app = await startApp(ctx);
  await subscribe(app, 'ada@gmail.com');
  await confirmNewest(ctx, app);
  await subscribe(app, 'grace@example.org');
  await ageConfirmations(ctx, '2 minutes');
  await subscribe(app, 'grace@example.org');
  await confirmNewest(ctx, app);
  const leaver = 'linus@example.org';
  await subscribe(app, leaver);
  await ageConfirmations(ctx, '2 minutes');
  await subscribe(app, leaver);
  const { id } = await ctx.db.prisma.subscriber.findUniqueOrThrow({ where: { emailKey: leaver } });
  await app.inject({
    method: 'POST',
    url: `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}`,
  });
  await ctx.db.run(sql`delete from transactional_email where state = 'queued'`);
  await ctx.db.run(sql`update transactional_email set next_at = clock_timestamp()`);
  startMailing(ctx);
  await expect
    .poll(async () => (await mails(ctx)).map(({ state }) => state), { timeout: 60_000 })
    .toEqual(['skipped', 'skipped']);
  const reasons = await ctx.db.prisma.transactionalEmail.findMany({ orderBy: { id: 'asc' } });
  expect(reasons.map(({ reason }) => reason)).toEqual(['confirmed', 'unsubscribed']);
});

test('a confirmed reader who unsubscribes and subscribes again gets a confirmation immediately', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  for (let round = 0; round < 3; round += 1) {
    await subscribe(app, 'ada@example.org');
    await confirmNewest(ctx, app);
    const { id } = await ctx.db.prisma.subscriber.findFirstOrThrow();
    await app.inject({
      method: 'POST',
      url: `/unsubscribe/${makeToken(ctx.keys, 'unsubscribe', id)}`,
    });
  }
  const confirmations = (await mails(ctx)).filter(({ kind }) => kind === 'confirmation');
  expect(confirmations.map(({ state }) => state)).toEqual(['queued', 'queued', 'queued']);
});

test('above CONFIRMATIONS_PER_HOUR messages wait, no one is refused, and the operator is alerted once', async () => {
  const { ctx } = await freshContext({
    CONFIRMATIONS_PER_HOUR: '3',
    ALERT_TO: 'operator@example.org',
  });
  const app = await startApp(ctx);
  for (let n = 0; n < 5; n += 1) {
    const answer = await subscribe(app, `reader${n}@example.org`);
    expect([answer.statusCode, answer.body]).toEqual([202, '{"status":"pending"}']);
  }
  const sent = await ctx.db.prisma.transactionalEmail.findMany({ orderBy: { id: 'asc' } });
  expect(sent.map(({ kind, state }) => `${kind} ${state}`).toSorted()).toEqual([
    'alert queued',
    'confirmation deferred',
    'confirmation deferred',
    'confirmation queued',
    'confirmation queued',
    'confirmation queued',
  ]);
  const minutes = (await waits(ctx)).filter((wait) => wait > 0);
  expect(minutes).toEqual([20, 40]);
});

test('a link and its address expire 7 days after the message was sent', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  await subscribe(app, 'ada@gmail.com');
  for (const name of ['ada+1', 'ada+2', 'ada+3']) await subscribe(app, `${name}@gmail.com`);
  await ctx.db.run(sql`update subscriber set created_at = now() - interval '8 days'`);
  await ageConfirmations(ctx, '7 days 2 hours');
  await expireUnconfirmed(ctx);
  expect(await ctx.db.prisma.subscriber.findMany({ select: { email: true } })).toEqual([
    { email: 'ada+3@gmail.com' },
  ]);
  await confirmNewest(ctx, app);
  expect(await ctx.db.prisma.subscriber.count({ where: { status: 'active' } })).toBe(1);
});
