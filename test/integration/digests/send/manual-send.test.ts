import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import { digestTick, queueDue } from '../../../../src/digests/send/schedule.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addPapers, addReader, deliveries, mails } from '../../../support/readers.ts';

const key = 'a key of enough length';

async function setup(readers = 3) {
  const { ctx, clock } = await freshContext({ ADMIN_API_KEY: key }, '2026-03-10T07:00:00Z');
  await addPapers(ctx, '2026-03-10', ['One', 'Two']);
  for (let n = 0; n < readers; n += 1)
    await addReader(ctx, { hour: n % 24, frequency: n === 0 ? 'weekdays' : 'daily' });
  const app = await startApp(ctx);
  const post = (path: string, payload: object = {}) =>
    app.inject({
      method: 'POST',
      url: `/api/v1/digests${path}`,
      headers: { authorization: `Bearer ${key}` },
      payload,
    });
  return { ctx, clock, post };
}

test('composes and replaces an unsent draft; answers 409 for any later state', async () => {
  const { ctx, clock, post } = await setup();
  expect((await post('', { date: '2026-03-10' })).statusCode).toBe(201);
  const again = await post('', { date: '2026-03-10', paperIds: [2] });
  expect([again.statusCode, again.json()]).toMatchObject([
    200,
    { status: 'draft', subject: 'Two', papers: [{ rank: 1, id: 2 }] },
  ]);
  expect(await deliveries(ctx)).toEqual([]);
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  expect((await post('', { date: '2026-03-10' })).statusCode).toBe(409);
  expect((await post('', { date: '2026-03-20' })).json()).toMatchObject({
    status: 422,
    title: 'No papers',
  });
  expect((await post('', { date: '2026-02-30' })).statusCode).toBe(422);
});

test('composes any date with papers manually, including a past one', async () => {
  const { ctx, post } = await setup();
  await addPapers(ctx, '2026-01-05', ['Long ago']);
  expect((await post('', { date: '2026-01-05' })).json()).toMatchObject({
    status: 'draft',
    papers: [{ title: 'Long ago' }],
  });
});

test('composes a skipped day manually', async () => {
  const { ctx, clock, post } = await setup();
  clock.set('2026-03-10T08:00:00Z');
  await ctx.db.run(sql`delete from paper`);
  await digestTick(ctx);
  await addPapers(ctx, '2026-03-10', ['Late']);
  expect((await post('', { date: '2026-03-10' })).statusCode).toBe(201);
});

test('queues all readers at any hour once: 202, then 200, also for twenty concurrent requests', async () => {
  const { ctx, clock, post } = await setup(30);
  await post('', { date: '2026-03-10' });
  const answers = await Promise.all(Array.from({ length: 20 }, () => post('/2026-03-10/send')));
  expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1);
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(19);
  expect(await deliveries(ctx)).toHaveLength(30);
  const last = await post('/2026-03-10/send');
  expect([last.statusCode, last.json()]).toMatchObject([
    200,
    { status: 'sending', counts: { queued: 30 } },
  ]);
  expect(await ctx.db.prisma.auditEvent.count({ where: { action: 'digest-sent' } })).toBe(1);
  // Each reader has now received this digest, so their own hour queues nobody again.
  for (const hour of ['08:00', '12:00', '23:30']) {
    clock.set(`2026-03-10T${hour}:00Z`);
    await digestTick(ctx);
  }
  expect(await deliveries(ctx)).toHaveLength(30);
});

test('queues a reader who confirms after the send only if it is sent again, and due then', async () => {
  const { ctx, clock, post } = await setup(2);
  await post('', { date: '2026-03-10' });
  await post('/2026-03-10/send');
  clock.set('2026-03-10T10:00:00Z');
  const late = await addReader(ctx, { activeSince: '2026-03-10T09:59:00Z' });
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(2);
  expect((await post('/2026-03-10/send')).statusCode).toBe(200);
  expect((await deliveries(ctx)).filter(({ subscriberId }) => subscriberId === late)).toMatchObject(
    [{ dueAt: ctx.now(), expiresAt: new Date('2026-03-11T06:00:00Z') }],
  );
  expect(await deliveries(ctx)).toHaveLength(3);
});

test('a scheduled digest that becomes due during a tick is sent by the next one', async () => {
  const { ctx, post } = await setup();
  await post('', { date: '2026-03-10' });
  await post('/2026-03-10/send', { at: '2026-03-10T07:00:10Z' });
  let seconds = 0;
  const ticking = { ...ctx, now: () => new Date(Date.UTC(2026, 2, 10, 7, 0, (seconds += 6))) };
  await queueDue(ticking);
  await queueDue(ticking);
  expect(await deliveries(ctx)).toHaveLength(3);
});

test('sends a scheduled digest to the remaining readers now', async () => {
  const { ctx, clock, post } = await setup(3);
  await addReader(ctx);
  clock.set('2026-03-10T08:00:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(1);
  expect((await post('/2026-03-10/send')).statusCode).toBe(202);
  expect(await deliveries(ctx)).toHaveLength(4);
});

test('answers 200 with the counts of a finished digest', async () => {
  const { ctx, clock, post } = await setup(2);
  await post('', { date: '2026-03-10' });
  await post('/2026-03-10/send');
  await ctx.db.run(sql`update delivery set state = 'sent'`);
  clock.set('2026-03-10T07:01:00Z');
  await digestTick(ctx);
  const again = await post('/2026-03-10/send');
  expect([again.statusCode, again.json()]).toMatchObject([
    200,
    { status: 'sent', counts: { sent: 2, queued: 0 } },
  ]);
});

test('sends to active readers only', async () => {
  const { ctx, post } = await setup(0);
  for (const status of ['pending', 'paused', 'unsubscribed', 'bounced', 'complained'])
    await addReader(ctx, { status });
  const active = await addReader(ctx);
  await post('', { date: '2026-03-10' });
  await post('/2026-03-10/send');
  expect((await deliveries(ctx)).map(({ subscriberId }) => subscriberId)).toEqual([active]);
});

test('rejects {"at"} in the past or more than 30 days ahead', async () => {
  const { ctx, post } = await setup();
  await post('', { date: '2026-03-10' });
  for (const at of ['2026-03-10T06:00:00Z', '2026-04-09T07:00:01Z']) {
    const refused = await post('/2026-03-10/send', { at });
    expect([refused.statusCode, refused.json()]).toMatchObject([422, { errors: [{ path: 'at' }] }]);
  }
  expect(await ctx.db.prisma.digest.findFirst()).toMatchObject({ status: 'draft', sendAt: null });
  expect((await post('/2026-03-10/send', { at: '2026-04-09T07:00:00Z' })).statusCode).toBe(202);
});

test('sends at the time of {"at"}', async () => {
  const { ctx, clock, post } = await setup();
  await post('', { date: '2026-03-10' });
  expect((await post('/2026-03-10/send', { at: '2026-03-10T10:30:00Z' })).statusCode).toBe(202);
  clock.set('2026-03-10T10:29:59Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toEqual([]);
  clock.set('2026-03-10T10:30:00Z');
  await digestTick(ctx);
  expect(await deliveries(ctx)).toHaveLength(3);
});

test('sends up to ten test copies, none to a suppressed address, without delivery rows', async () => {
  const { ctx, post } = await setup();
  await post('', { date: '2026-03-10' });
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) values ('no@example.org', 'complained')`,
  );
  expect(
    (await post('/2026-03-10/send', { to: ['yes@example.org', 'No@example.org'] })).statusCode,
  ).toBe(422);
  expect(
    (
      await post('/2026-03-10/send', {
        to: Array.from({ length: 11 }, (_, n) => `t${n}@example.org`),
      })
    ).statusCode,
  ).toBe(422);
  expect(await mails(ctx)).toEqual([]);
  const answer = await post('/2026-03-10/send', { to: ['yes@example.org'] });
  expect([answer.statusCode, answer.json()]).toMatchObject([
    202,
    { status: 'draft', counts: { queued: 0 } },
  ]);
  expect(await mails(ctx)).toMatchObject([{ kind: 'test' }]);
});

test('answers 409 for an invalid pause, resume or cancel, and 404 without a digest', async () => {
  const { post } = await setup();
  expect((await post('/2026-03-10/pause')).statusCode).toBe(404);
  await post('', { date: '2026-03-10' });
  expect((await post('/2026-03-10/pause')).statusCode).toBe(409);
  await post('/2026-03-10/send');
  expect((await post('/2026-03-10/pause')).json()).toMatchObject({ status: 'paused' });
  expect((await post('/2026-03-10/send')).statusCode).toBe(409);
  expect((await post('/2026-03-10/resume')).json()).toMatchObject({ status: 'sending' });
  expect((await post('/2026-03-10/cancel')).json()).toMatchObject({
    status: 'cancelled',
    counts: { skipped: 3 },
  });
  expect((await post('/2026-03-10/resume')).statusCode).toBe(409);
});
