import { createServer, Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '../../src/config/config.ts';
import { relaysOf } from '../../src/delivery/smtp/relay.ts';
import { startSender } from '../../src/delivery/sender.ts';
import { senderActions } from '../../src/app/sender-actions.ts';
import { openSession } from '../../src/delivery/smtp/session.ts';
import { freshContext } from '../support/context.ts';
import { deliveryStates, plainRenderers, queueDigest } from '../support/outbox.ts';
import { startRelay } from '../support/relay.ts';

// RFC 5321 4.5.3.2: minimum timeouts of a client.

/**
 * Socket timeouts belong to Node.js, and fake timers do not affect them. Instead all socket
 * timeouts are shortened by this factor: a minute takes 0.6 s.
 */
const times = 100;
const minute = 60_000 / times;

function shortenSocketTimeouts(): void {
  const original = Socket.prototype.setTimeout;
  const spy = vi.spyOn(Socket.prototype, 'setTimeout').mockImplementation(function (
    this: Socket,
    ms,
    listener,
  ) {
    return original.call(this, ms / times, listener);
  });
  onTestFinished(() => spy.mockRestore());
}

/**
 * Starts a sender with one connection and one reader, and a relay that reads the message and
 * replies after this many minutes, or never.
 */
async function sendTo(answersAfter: number | undefined) {
  shortenSocketTimeouts();
  const times = { asked: 0, taken: 0 };
  const relay = await startRelay({
    // The relay's own timeout is longer.
    socketTimeout: 86_400_000,
    onData: (stream, _session, done) => {
      times.asked = performance.now();
      stream.on('data', () => {});
      stream.on('end', () => {
        times.taken = performance.now();
        if (answersAfter !== undefined) setTimeout(done, answersAfter * minute);
      });
    },
  });
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 1);
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop(), 30_000);
  await vi.waitFor(() => expect(times.taken).toBeGreaterThan(0), {
    timeout: 60_000,
    interval: 20,
  });
  return { ctx, relay, times };
}

test('waits ten minutes for a reply to the final dot; then the row is uncertain', async () => {
  const { ctx, relay, times } = await sendTo(undefined);
  expect(await deliveryStates(ctx)).toEqual({ sending: 1 });
  await vi.waitFor(() => expect(relay.connections.size).toBe(0), { timeout: 60_000, interval: 5 });
  const waited = (performance.now() - times.asked) / minute;
  expect(waited).toBeGreaterThanOrEqual(9.9);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ uncertain: 1 }), {
    timeout: 60_000,
  });
  const row = await ctx.db.prisma.delivery.findFirst();
  expect(row).toMatchObject({ attempts: 1, reason: 'connection-lost', detail: 'Timeout' });
  expect(row?.nextAt).not.toBeNull();
});

test('accepts a reply seven minutes after the final dot', async () => {
  const { ctx, relay, times } = await sendTo(7);
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 1 }), {
    timeout: 60_000,
  });
  expect((performance.now() - times.taken) / minute).toBeGreaterThanOrEqual(6.9);
  expect(relay.connections.size).toBe(1);
});

test('waits five minutes for a relay that sends nothing', async () => {
  const silent = createServer();
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as { port: number };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const met = new Promise((resolve) => silent.once('connection', resolve));
  let end: string | undefined;
  openSession(relaysOf(readConfig({ SMTP_URL: `smtp://127.0.0.1:${port}` }))[0]).catch(
    (error: Error) => (end = error.name),
  );
  await met;
  const turns = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  await turns();
  vi.advanceTimersByTime(290_000);
  await turns();
  expect(end).toBeUndefined();
  vi.advanceTimersByTime(10_000);
  await vi.waitFor(() => expect(end).toBe('RelayError'), { timeout: 60_000 });
});

test('while a relay delays its greeting, the claimed message is released', async () => {
  const greetings: (() => void)[] = [];
  const relay = await startRelay({ onConnect: (_session, done) => void greetings.push(done) });
  const { ctx } = await freshContext({ SMTP_URL: relay.url, SMTP_CONNECTIONS: '1' });
  await queueDigest(ctx, 1);
  const sender = startSender(ctx, plainRenderers, senderActions(ctx));
  onTestFinished(() => sender.stop(), 30_000);
  const fencingToken = async () => (await ctx.db.prisma.delivery.findFirst())?.fencingToken;
  // Claimed, released and claimed again, without an attempt.
  await vi.waitFor(async () => expect(await fencingToken()).toBeGreaterThan(1), {
    timeout: 60_000,
  });
  expect(greetings).toHaveLength(1);
  for (const greet of greetings) greet();
  await vi.waitFor(async () => expect(await deliveryStates(ctx)).toEqual({ sent: 1 }), {
    timeout: 60_000,
  });
  expect(await ctx.db.prisma.delivery.findFirst()).toMatchObject({ attempts: 1 });
});
