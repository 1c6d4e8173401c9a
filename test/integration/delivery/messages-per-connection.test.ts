import type { SMTPServerOptions } from 'smtp-server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startSender } from '../../../src/delivery/sender.ts';
import { readShare } from '../../../src/outbox/sql/rate-limiter.ts';
import { senderActions } from '../../../src/app/sender-actions.ts';
import { freshContext } from '../../support/context.ts';
import { deliveryStates, plainRenderers, queueDigest } from '../../support/outbox.ts';
import { startRelay } from '../../support/relay.ts';

const connections = 8;
const readers = 600;
/** Messages that the relay takes per connection. */
const limit = 20;

/** Sends a digest through a relay, and expects every reader to get it at the first attempt. */
async function sendAll(hooks: (takes: Map<string, number>) => SMTPServerOptions) {
  const takes = new Map<string, number>();
  const relay = await startRelay(hooks(takes));
  const { ctx } = await freshContext({
    SMTP_URL: relay.url,
    SMTP_CONNECTIONS: String(connections),
  });
  await queueDigest(ctx, readers);
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop(), 30_000);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: readers }), {
    timeout: 60_000,
    interval: 20,
  });
  expect(await ctx.db.prisma.delivery.count({ where: { attempts: 1 } })).toBe(readers);
  expect(await readShare(ctx.db)).toBe(1);
  return { relay, takes };
}

const count = (takes: Map<string, number>, session: string) => {
  const taken = (takes.get(session) ?? 0) + 1;
  takes.set(session, taken);
  return taken;
};

const tooMany = (responseCode: number, text: string) =>
  Object.assign(new Error(text), { responseCode });

test.for([
  [421, '4.7.0 Try again later'],
  [452, '4.5.3 Too many messages in this session'],
] as const)(
  'a relay that answers %s at MAIL after some messages defers nobody',
  async ([code, text]) => {
    let refusals = 0;
    const { relay, takes } = await sendAll((takes) => ({
      onMailFrom: (_address, { id }, done) => {
        if (count(takes, id) <= limit) return done();
        refusals += 1;
        done(tooMany(code, text));
      },
    }));
    expect(new Set(relay.received.map(({ to }) => to)).size).toBe(readers);
    expect(relay.received).toHaveLength(readers);
    // Each connection may discover the limit itself; after that it is known.
    expect(refusals).toBeLessThanOrEqual(connections);
    expect(takes.size).toBeGreaterThanOrEqual(readers / limit);
  },
);

test('a relay that closes the connection after some messages defers nobody', async () => {
  const tos: string[] = [];
  await sendAll((takes) => ({
    onData(stream, session, done) {
      stream.resume();
      stream.on('end', () => {
        tos.push(session.envelope.rcptTo[0]?.address ?? '');
        const socket = this as unknown as { connections: Set<{ id: string; close(): void }> };
        done();
        if (count(takes, session.id) < limit) return;
        for (const connection of socket.connections)
          if (connection.id === session.id) connection.close();
      });
    },
  }));
  expect(tos).toHaveLength(readers);
  expect(new Set(tos).size).toBe(readers);
});

test('defers a row that a relay refuses on a new connection too, because the relay requests a lower rate', async () => {
  let taken = 0;
  const relay = await startRelay({
    onMailFrom: (_address, _session, done) => {
      taken += 1;
      done(taken <= 5 ? undefined : tooMany(421, '4.7.0 Slow down'));
    },
  });
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 6);
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop(), 30_000);
  await vi.waitFor(
    async () => expect(await deliveryStates(ctx)).toEqual({ sent: 5, deferred: 1 }),
    {
      timeout: 60_000,
      interval: 20,
    },
  );
  expect(await ctx.db.prisma.delivery.count({ where: { state: 'deferred', attempts: 1 } })).toBe(1);
});
