import { setTimeout as delay } from 'node:timers/promises';
import { schedule } from 'node-cron';
import type { Logger } from 'pino';
import type { Context } from '../context.ts';

/** Milliseconds that tasks have to finish when the program stops. */
const stopTimeout = 10_000;

/** A recurring task. It asks the database what is due, so a missed or repeated tick is harmless. */
export interface Task {
  name: string;
  /** Cron expression in UTC, because node-cron skips hours that daylight saving time removes. */
  cron: string;
  run(): Promise<unknown>;
}

/**
 * Runs each task at start and on its schedule. A task that is still running is not started again.
 */
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
      // Does not wait for a slow source. Interrupted fetches are repeated later.
      await Promise.race([
        Promise.all(running.values()),
        delay(stopTimeout, undefined, { ref: false }),
      ]);
    },
  };
}

/** Logs messages of node-cron, such as a missed execution. Its default is the console. */
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
