import { expect, test, vi } from 'vitest';
import getPort from 'get-port';
import { startRoles } from '../../../../src/app/roles.ts';
import { makeJournalWriter } from '../../../../src/journal/writer.ts';
import { senderActions } from '../../../../src/app/sender-actions.ts';
import { startSender } from '../../../../src/delivery/sender.ts';
import { deliveryStates, plainRenderers, queueDigest } from '../../../support/outbox.ts';
import { startRelay } from '../../../support/relay.ts';
import { startApp } from '../../../support/app.ts';
import { freshContext } from '../../../support/context.ts';
import { addReader } from '../../../support/readers.ts';

const token = 'a token of Prometheus';

test('serves no /metrics without METRICS_TOKEN', async () => {
  const { ctx } = await freshContext();
  const app = await startApp(ctx);
  expect((await app.inject('/metrics')).statusCode).toBe(404);
});

test.each([{}, { authorization: 'Bearer wrong' }, { authorization: `Basic ${token}` }])(
  'rejects %o at /metrics',
  async (headers) => {
    const { ctx } = await freshContext({ METRICS_TOKEN: token });
    const app = await startApp(ctx);
    const answer = await app.inject({ url: '/metrics', headers });
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect(answer.body).not.toContain('daily_papers_');
  },
);

test('reports the state of Postgres, requests by route, and this process', async () => {
  const { ctx } = await freshContext({ METRICS_TOKEN: token });
  await addReader(ctx, { email: 'ada@example.org' });
  const app = await startApp(ctx);
  await app.inject('/healthz');
  await app.inject('/nothing/here');
  const answer = await app.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${token}` },
  });
  expect(answer.headers['cache-control']).toBe('no-store');
  for (const line of [
    'daily_papers_subscribers{status="active"} 1',
    'daily_papers_deliveries_open{state="queued"} 0',
    'daily_papers_http_request_duration_seconds_count{method="GET",route="/healthz",status="200"} 1',
    'daily_papers_http_request_duration_seconds_count{method="GET",route="unknown",status="404"} 1',
  ])
    expect(answer.body).toContain(`${line}\n`);
  expect(answer.body).toMatch(/daily_papers_nodejs_eventloop_lag_seconds \d/);
});

test('reports results of the latest digest by provider and relay, and SMTP durations', async () => {
  const relay = await startRelay({
    onRcptTo: ({ address }, _session, done) =>
      done(
        address.startsWith('reader2@')
          ? Object.assign(new Error('5.7.1 blocked for policy reasons'), { responseCode: 554 })
          : null,
      ),
  });
  const { ctx } = await freshContext({ METRICS_TOKEN: token, SMTP_URL: relay.url });
  const app = await startApp(ctx);
  await queueDigest(ctx, 3);
  await ctx.db.prisma.subscriber.update({
    where: { id: 1 },
    data: { email: 'reader1@gmail.com', emailKey: 'reader1@gmail.com' },
  });
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 2, failed: 1 }), {
    timeout: 60_000,
    interval: 20,
  });
  await sender.stop();
  const { body } = await app.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${token}` },
  });
  const name = new URL(relay.url).host;
  const labels = (state: string, of: string, provider: string) =>
    `{state="${state}",class="${of}",provider="${provider}",relay="${name}",digest="daily"}`;
  for (const line of [
    `daily_papers_digest_deliveries${labels('sent', '', 'google')} 1`,
    `daily_papers_digest_deliveries${labels('sent', '', 'other')} 1`,
    `daily_papers_digest_deliveries${labels('failed', 'about-us', 'other')} 1`,
    'daily_papers_digest_bounces{digest="daily",kind="refused"} 1',
    'daily_papers_digest_bounces{digest="daily",kind="complaint"} 0',
    `daily_papers_smtp_transaction_duration_seconds_count{relay="${name}",result="accepted"} 2`,
    `daily_papers_smtp_transaction_duration_seconds_count{relay="${name}",result="refused"} 1`,
  ])
    expect(body).toContain(`${line}\n`);
});

test('serves the same on METRICS_PORT on loopback, also without the web role', async () => {
  const port = await getPort();
  const { ctx } = await freshContext({ ROLES: 'scheduler', METRICS_PORT: String(port) });
  const { stop } = await startRoles(ctx, makeJournalWriter(ctx));
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(await answer.text()).toContain('daily_papers_suppressions');
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404);
  await stop();
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow('fetch failed');
});
