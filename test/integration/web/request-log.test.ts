import { expect, test } from 'vitest';
import { makeLog } from '../../../src/lib/log.ts';
import { startApp } from '../../support/app.ts';
import { freshContext } from '../../support/context.ts';

async function setup() {
  const { ctx } = await freshContext();
  const lines: Record<string, unknown>[] = [];
  const log = makeLog('debug', {
    write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
  });
  return { ctx: { ...ctx, log }, lines };
}

test('logs a shared request id per request, and an event and a message in every line', async () => {
  const { ctx, lines } = await setup();
  const broken = () => Promise.reject(new Error('broken'));
  const prisma = new Proxy(ctx.db.prisma, {
    get: () => {
      throw new Error('broken');
    },
  });
  const db = {
    ...ctx.db,
    prisma,
    row: broken,
    rows: broken,
    run: broken,
    transaction: broken,
    sqlTransaction: broken,
  };
  const app = await startApp({ ...ctx, db });
  await app.inject('/papers/1');
  await app.inject('/papers/2');
  await app.inject({ method: 'POST', url: '/subscribe', payload: { email: 'ada@example.org' } });
  for (const line of lines)
    expect(line).toMatchObject({ event: expect.any(String), msg: expect.any(String) });
  const idsOf = (event: string) =>
    lines.filter((line) => line['event'] === event).map((line) => line['requestId']);
  expect(new Set(idsOf('web.responded')).size).toBe(3);
  expect(idsOf('web.failed')).toEqual(idsOf('web.responded'));
});
