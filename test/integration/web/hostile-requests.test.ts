import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import { hostileRequests, key, send } from '../../hostile/requests.ts';
import { hostileUploads } from '../../hostile/uploads.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';

/**
 * Milliseconds of CPU time that a request may take. Checking a password takes 300 of them, outside
 * of the event loop.
 */
const maximumTime = 1000;

/** Milliseconds that an upload may delay the event loop on a busy machine; 80 on an idle one. */
const maximumDelay = 1000;

async function timed<T>(work: () => Promise<T>): Promise<[result: T, milliseconds: number]> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return [result, (user + system) / 1000];
}

test('no hostile request takes a second of CPU time or causes a server error', async () => {
  const { ctx } = await freshContext({
    ADMIN_API_KEY: key,
    SUBSCRIBE_RATE: '100000',
    SEARCH_RATE: '100000',
    TRUST_PROXY: '127.0.0.1',
  });
  const app = await startApp(ctx);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  for (const request of hostileRequests) {
    const name = `${request.path.slice(0, 30)} ${request.name}`;
    let best = Infinity;
    // Other work of this process, such as garbage collection, may fall into one attempt.
    for (let attempt = 0; attempt < 3 && best > maximumTime; attempt += 1) {
      // Sign-in allows ten attempts a minute.
      await ctx.db.prisma.rateLimit.deleteMany();
      const [status, time] = await timed(() => send(port, request));
      expect([name, (status ?? 400) < 500]).toEqual([name, true]);
      best = Math.min(best, time);
    }
    expect([name, best < maximumTime]).toEqual([name, true]);
  }
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
}, 300_000);

test('no hostile upload delays other requests by a second', async () => {
  const { ctx } = await freshContext({ ADMIN_API_KEY: key });
  const app = await startApp(ctx);
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  for (const upload of hostileUploads) {
    let best = Infinity;
    for (let attempt = 0; attempt < 3 && best > maximumDelay; attempt += 1) {
      const delays = monitorEventLoopDelay({ resolution: 5 });
      delays.enable();
      const status = await send(port, upload);
      delays.disable();
      expect([upload.name, (status ?? 500) < 500]).toEqual([upload.name, true]);
      best = Math.min(best, delays.max / 1e6);
    }
    expect([upload.name, best < maximumDelay]).toEqual([upload.name, true]);
  }
}, 300_000);
