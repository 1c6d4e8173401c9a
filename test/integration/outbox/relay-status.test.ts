import { expect, test } from 'vitest';
import { examineRelayStatus } from '../../../src/doctor/relay-status.ts';
import { sql } from '../../../src/db/sql.ts';
import { relayStatuses } from '../../../src/outbox/relay-status.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';
import { operatorOn } from '../../support/operator.ts';

const token = 'a token of Prometheus';

test('shows relays by host and port to operators, doctor and Prometheus, and never their URLs', async () => {
  const { ctx } = await freshContext({
    METRICS_TOKEN: token,
    SMTP_URLS:
      'smtp://papers:secret-word@a.example:2525,smtp://papers:secret-word@b.example,smtp://papers:secret-word@c.example',
    SMTP_WARM_UP: '50,100,200',
  });
  await ctx.db
    .run(sql`insert into relay (name, unreachable_since, paused_until, pause_detail, first_used_on, counted_on, counted, accepted) values
    ('a.example:2525', null, null, null, '2026-03-09', '2026-03-10', 100, 150),
    ('b.example:587', '2026-03-10T08:00:00Z', null, null, '2026-01-01', '2026-01-01', 50, 7),
    ('c.example:587', null, clock_timestamp() + interval '20 minutes', '554 5.7.1 Your IP is on a blocklist', null, null, 0, 0),
    ('gone.example:587', null, null, null, null, null, 0, 0)`);
  expect(await relayStatuses(ctx.config, ctx.db, ctx.now())).toMatchObject([
    {
      name: 'a.example:2525',
      state: 'in-use',
      warmUp: { ceiling: 100, used: 100, endsOn: '2026-03-12' },
    },
    { name: 'b.example:587', state: 'unreachable', warmUp: undefined },
    { name: 'c.example:587', state: 'paused', warmUp: { ceiling: 50, used: 0 } },
  ]);
  const app = await startApp(ctx);
  const { get } = await operatorOn(ctx, app);
  const overview = (await get('/admin')).body;
  const found = await examineRelayStatus(ctx);
  const { body: metrics } = await app.inject({
    url: '/metrics',
    headers: { authorization: `Bearer ${token}` },
  });
  for (const line of [
    'daily_papers_relay_available{relay="a.example:2525"} 1',
    'daily_papers_relay_available{relay="b.example:587"} 0',
    'daily_papers_relay_warm_up_limit{relay="a.example:2525"} 100',
    'daily_papers_relay_messages{relay="b.example:587",result="accepted"} 7',
  ])
    expect(metrics).toContain(`${line}\n`);
  expect(found.map(({ check, state }) => [check, state])).toEqual([
    ['warm-up', 'warn'],
    ['relay', 'warn'],
    ['relay', 'warn'],
    ['warm-up', 'ok'],
  ]);
  for (const name of ['a.example:2525', 'b.example:587', 'c.example:587'])
    expect(overview).toContain(name);
  expect(overview).toContain('blocklist');
  expect(overview).toMatch(/Warming up: .*100.* of .*100.* emails today/);
  expect(overview + metrics + JSON.stringify(found)).not.toMatch(/secret-word|gone\.example/);
});
