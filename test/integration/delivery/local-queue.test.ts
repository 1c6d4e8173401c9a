import { expect, onTestFinished, test, vi } from 'vitest';
import { RateLimiter } from '../../../src/delivery/rate-limiter.ts';
import { LocalQueue } from '../../../src/delivery/local-queue.ts';
import { takeLease } from '../../../src/outbox/sql/lease.ts';
import { freshContext } from '../../support/context.ts';
import { queueDigest } from '../../support/outbox.ts';

test('returns every ready row 0.9 s after its claim, even while the rows are being checked', async () => {
  const { ctx } = await freshContext({ SMTP_CONNECTIONS: '16' });
  await queueDigest(ctx, 30);
  const senderId = await takeLease(ctx.db, 'test', 60);
  // Each call of the clock returns a time one millisecond later, so no two rows of a claim are
  // checked at the same time.
  const now = performance.now.bind(performance);
  let ahead = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now() + (ahead += 1));
  onTestFinished(() => void vi.restoreAllMocks());
  const rateLimiter = new RateLimiter(ctx);
  onTestFinished(() => rateLimiter.stop());
  const back = new Set<number | null>();
  let youngest = Number.POSITIVE_INFINITY;
  const queue = new LocalQueue(ctx, {
    senderId: () => senderId,
    rateLimiter,
    isRelay: () => true,
    prepare: undefined,
    putBack: ({ row, claimedAt }) => {
      back.add(row.subscriberId);
      youngest = Math.min(youngest, performance.now() - claimedAt);
    },
  });
  onTestFinished(() => queue.close());
  await vi.waitFor(() => expect(back.size).toBe(30), { timeout: 60_000, interval: 20 });
  expect(youngest).toBeGreaterThanOrEqual(900);
});
