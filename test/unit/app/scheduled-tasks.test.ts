import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { readConfig } from '../../../src/config/config.ts';
import type { Context } from '../../../src/context.ts';
import { startScheduler } from '../../../src/app/scheduler.ts';
import { scheduledTasks } from '../../../src/app/scheduled-tasks.ts';

afterEach(() => vi.useRealTimers());

test('fetches sources hourly and queues due readers every minute, both also at start', async () => {
  vi.useFakeTimers({ now: new Date('2026-03-10T07:59:30Z') });
  const config = readConfig({ BOUNCE_IMAP_URL: 'imaps://bounces:secret@mail.example/' });
  const ctx = { config, log: pino({ level: 'silent' }) } as Context;
  const runs = new Map<string, number>();
  // Without tasks that run every second: 21,600 ticks would take ten seconds.
  const tasks = scheduledTasks(ctx, { flush: async () => {} }).filter(
    ({ name }) => name !== 'write-journal',
  );
  const counting = tasks.map((task) => ({
    ...task,
    run: async () => runs.set(task.name, (runs.get(task.name) ?? 0) + 1),
  }));
  const scheduler = startScheduler(ctx, counting);
  await vi.advanceTimersByTimeAsync(6 * 3_600_000);
  await scheduler.stop();
  expect(runs.get('fetch-papers')).toBe(1 + 6);
  expect(runs.get('read-bounces')).toBe(1 + 6 * 12);
  for (const name of ['advance-digests', 'queue-deliveries', 'end-pauses'])
    expect([name, runs.get(name)]).toEqual([name, 1 + 6 * 60]);
});
