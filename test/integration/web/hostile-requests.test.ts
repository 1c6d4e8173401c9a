import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { hostileRequests, key, send } from '../../hostile/requests.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';

test('answers every hostile request without a server error', async () => {
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
    // Sign-in allows ten attempts a minute.
    await ctx.db.prisma.rateLimit.deleteMany();
    const status = await send(port, request);
    expect(status ?? 400, `${request.path.slice(0, 30)} ${request.name}`).toBeLessThan(500);
  }
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
}, 300_000);
