import { expect, test } from 'vitest';
import { sql } from '../../../../src/db/sql.ts';
import { queueDue } from '../../../../src/digests/send/schedule.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { operatorOn } from '../../../support/operator.ts';
import { deliveryStates, queueDigest } from '../../../support/outbox.ts';

const key = 'an api key of the retry test';
const headers = { authorization: `Bearer ${key}` };

/** A sent digest that six of ten readers received. */
async function sentDigest() {
  const { ctx } = await freshContext({ ADMIN_API_KEY: key });
  const id = await queueDigest(ctx, 10);
  await ctx.db.run(
    sql`update delivery set state = 'sent', sent_at = ${ctx.now()}, attempts = 1, relay_id = 1`,
  );
  await ctx.db.run(sql`update delivery set state = 'failed', sent_at = null, reason = 'refused',
    detail = case when subscriber_id = 1 then '550 5.1.1 No such user' else '550 5.7.1 Blocked' end where subscriber_id <= 4`);
  // The address was at fault, the reader unsubscribed, or the address is invalid in an envelope.
  await ctx.db.run(
    sql`insert into suppression (email_key, reason) select email_key, 'bounced' from subscriber where id = 1`,
  );
  await ctx.db.run(sql`update subscriber set status = 'unsubscribed' where id = 2`);
  await ctx.db.run(sql`update delivery set reason = 'invalid-envelope' where subscriber_id = 3`);
  await ctx.db
    .run(sql`update digest set status = 'sent', sent_at = ${ctx.now()}, ready_at = ${ctx.now()}::timestamptz - interval '3 days',
    starts_at = ${ctx.now()}::timestamptz - interval '3 days',
    final_counts = '{"queued":0,"sending":0,"sent":6,"deferred":0,"failed":4,"skipped":0,"uncertain":0}' where id = ${id}`);
  const date = ctx.now().toISOString().slice(0, 10);
  const app = await startApp(ctx);
  return { ctx, app, url: `/api/v1/digests/${date}`, page: `/admin/digests/${date}` };
}

test('retries only deliveries that failed through no fault of the address', async () => {
  const { ctx, app, url } = await sentDigest();
  // A reader who confirmed after the digest was sent.
  await ctx.db.run(sql`insert into subscriber (email, email_key, status, active_since)
    values ('late@d1.example', 'late@d1.example', 'active', ${ctx.now()})`);
  const retry = () => app.inject({ method: 'POST', url: `${url}/retry`, headers });
  const answer = await retry();
  expect([answer.statusCode, answer.json()]).toMatchObject([
    200,
    { status: 'sending', counts: { queued: 1, sent: 6, failed: 3 } },
  ]);
  const [row] = await ctx.db.prisma.delivery.findMany({ where: { state: 'queued' } });
  expect(row).toMatchObject({ subscriberId: 4, attempts: 0, relayId: null, reason: null });
  expect((row?.expiresAt.getTime() ?? 0) - ctx.now().getTime()).toBe(20 * 3_600_000);
  // Pressing twice, and the next tick, queue nobody else.
  expect((await retry()).json()).toMatchObject({ counts: { queued: 1 } });
  await queueDue(ctx);
  // Nor does "Send", now or later.
  for (const payload of [{}, { at: new Date(ctx.now().getTime() + 3_600_000) }]) {
    const again = await app.inject({ method: 'POST', url: `${url}/send`, headers, payload });
    expect([again.statusCode, again.json()]).toMatchObject([200, { status: 'sending' }]);
  }
  expect(await deliveryStates(ctx)).toEqual({ queued: 1, sent: 6, failed: 3 });
  await ctx.db.run(
    sql`update delivery set state = 'sent', sent_at = ${ctx.now()} where state = 'queued'`,
  );
  await queueDue(ctx);
  expect((await app.inject({ url, headers })).json()).toMatchObject({
    status: 'sent',
    counts: { sent: 7, failed: 3 },
  });
  expect((await retry()).json()).toMatchObject({ status: 'sent' });
});

test('does not retry a cancelled digest', async () => {
  const { ctx, app, url } = await sentDigest();
  await ctx.db.run(sql`update digest set status = 'cancelled'`);
  const answer = await app.inject({ method: 'POST', url: `${url}/retry`, headers });
  expect(answer.statusCode).toBe(409);
  expect(await deliveryStates(ctx)).toEqual({ failed: 4, sent: 6 });
});

test('reports results by recipient domain, with the replies', async () => {
  const { ctx, app, url, page } = await sentDigest();
  const { items } = (await app.inject({ url: `${url}/domains`, headers })).json();
  expect(items).toHaveLength(5);
  expect(items[0]).toEqual({
    domain: 'd1.example',
    sent: 1,
    open: 0,
    failed: 1,
    skipped: 0,
    replies: [{ state: 'failed', reason: 'refused', detail: '550 5.1.1 No such user', count: 1 }],
  });
  expect(items.at(-1)).toMatchObject({ domain: 'd0.example', sent: 2, failed: 0, replies: [] });
  const { get, post } = await operatorOn(ctx, app);
  expect((await get(`${page}/domains`)).body).toContain('550 5.7.1 Blocked');
  expect((await get(page)).body).toContain('Retry failed emails');
  await post(`${page}/retry`);
  expect((await get(page)).body).not.toMatch(/Reopen|\/send"/);
  expect(await deliveryStates(ctx)).toEqual({ failed: 3, queued: 1, sent: 6 });
});
