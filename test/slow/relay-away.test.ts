import { simpleParser } from 'mailparser';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startSender } from '../../src/delivery/sender.ts';
import { senderActions } from '../../src/app/sender-actions.ts';
import { digestRenderers } from '../../src/digests/mail/renderers.ts';
import { freshContext } from '../support/context.ts';
import { plainRenderers, queueDigest } from '../support/outbox.ts';
import { startRelay } from '../support/relay.ts';

const operator = 'operator@papers.example';

test('alerts the operator about a relay that is unreachable for a quarter of an hour, once the relay is back', async () => {
  let away = true;
  let connections = 0;
  const relay = await startRelay({
    onConnect: (_session, done) => {
      if (away) connections += 1;
      done(away ? Object.assign(new Error('4.3.2 closed'), { responseCode: 421 }) : undefined);
    },
  });
  const { ctx, clock } = await freshContext({
    ALERT_TO: operator,
    SMTP_URL: relay.url,
    SMTP_CONNECTIONS: '1',
  });
  const alerts = () => ctx.db.prisma.transactionalEmail.count({ where: { kind: 'alert' } });
  await queueDigest(ctx, 1);
  const sender = startSender(
    ctx,
    { ...digestRenderers(ctx), ...plainRenderers },
    senderActions(ctx),
  );
  onTestFinished(() => sender.stop(), 30_000);
  // The second connection shows that the first failure was recorded.
  await vi.waitFor(() => expect(connections).toBeGreaterThan(1), { timeout: 60_000, interval: 20 });
  clock.set('2026-03-10T09:14:00Z');
  await vi.waitFor(() => expect(connections).toBeGreaterThan(3), { timeout: 60_000, interval: 20 });
  expect(await alerts()).toBe(0);
  clock.set('2026-03-10T09:16:00Z');
  await vi.waitFor(async () => expect(await alerts()).toBe(1), { timeout: 60_000, interval: 20 });
  away = false;
  await vi.waitFor(() => expect(relay.received).toHaveLength(2), { timeout: 60_000, interval: 20 });
  const alert = relay.received.find(({ to }) => to === operator);
  const { subject, text = '' } = await simpleParser(alert?.raw ?? '');
  expect(subject).toBe('The mail relay was unreachable');
  expect(text).toMatch(/on\s+10\s+Mar\s+2026,\s+09:00\s+UTC/);
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    `the mail relay 127.0.0.1:${new URL(relay.url).port} on`,
  );
  expect(text).toContain(`    nc -vz 127.0.0.1 ${new URL(relay.url).port}\n`);
});
