import { expect, onTestFinished, test, vi } from 'vitest';
import { keepPace } from '../../../src/delivery/rate-limiter.ts';
import { openStock } from '../../../src/delivery/local-queue.ts';
import { takeLease } from '../../../src/outbox/sql/lease.ts';
import { freshContext } from '../../support/context.ts';
import { queueDigest } from '../../support/outbox.ts';

test('whatever grows old on the shelf goes back, also what does so while it is looked through', async () => {
  const { ctx } = await freshContext({ SMTP_CONNECTIONS: '16' });
  await queueDigest(ctx, 30);
  const senderId = await takeLease(ctx.db, 'test', 60);
  // Each look at the clock finds it a millisecond later: no two rows of one claim are judged at the same time.
  const now = performance.now.bind(performance);
  let ahead = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + (ahead += 1));
  onTestFinished(() => void vi.restoreAllMocks());
  const pace = keepPace(ctx);
  onTestFinished(() => pace.stop());
  const back = new Set<number | null>();
  const stock = openStock(
    ctx,
    () => senderId,
    pace,
    undefined,
    ({ row }) => void back.add(row.subscriberId),
  );
  onTestFinished(() => stock.close());
  await vi.waitFor(() => expect(back.size).toBe(30), { timeout: 10_000, interval: 20 });
});
