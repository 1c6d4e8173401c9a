import { setTimeout as delay } from 'node:timers/promises';
import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { Context } from '../context.ts';

/** Milliseconds that tasks have to end when the program stops. */
const stopTimeout = 10_000;

/**
 * Something to look at regularly; it asks the database what is due, so a missed or doubled tick
 * changes nothing.
 */
export interface Task {
  name: string;
  /** Cron expression, in UTC: node-cron skips hours that daylight saving leaves out. */
  cron: string;
  run(): Promise<unknown>;
}

/** Runs each task now and at its times; a task that still runs is not started again. */
export function startScheduler(ctx: Context, tasks: Task[]): { stop(): Promise<void> } {
  const running = new Map<string, Promise<unknown>>();

  function tick({ name, run }: Task): void {
    if (running.has(name)) return;
    const work = run()
      .catch((error: unknown) =>
        ctx.log.error(
          { event: 'schedule.failed', task: name, err: error },
          'a scheduled task failed',
        ),
      )
      .finally(() => running.delete(name));
    running.set(name, work);
  }

  const crons = tasks.map((task) =>
    schedule(task.cron, () => tick(task), { timezone: 'UTC', logger: cronLogger(ctx.log) }),
  );
  for (const task of tasks) tick(task);
  return {
    stop: async () => {
      for (const cron of crons) await cron.destroy();
      // A slow source is not waited for: whatever is cut off is asked for again.
      await Promise.race([
        Promise.all(running.values()),
        delay(stopTimeout, undefined, { ref: false }),
      ]);
    },
  };
}

/** Messages of node-cron, such as a missed execution; by default it prints them to the console. */
function cronLogger(log: Logger) {
  const event = 'schedule.cron';
  const write = (level: 'debug' | 'error') => (message: string | Error, err?: Error) =>
    typeof message === 'string'
      ? log[level]({ event, err }, message)
      : log[level]({ event, err: message }, message.message);
  return {
    info: (message: string) => log.info({ event }, message),
    warn: (message: string) => log.warn({ event }, message),
    error: write('error'),
    debug: write('debug'),
  };
}
