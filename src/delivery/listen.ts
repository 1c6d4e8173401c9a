import type { PoolClient } from 'pg';
import type { Context } from '../context.ts';
import { growingPause, sleep } from './pause.ts';

/** Calls `heard` on each NOTIFY of a channel, and after each new connection: something may have been missed. */
export function listen(ctx: Context, channel: string, heard: () => void): { close(): Promise<void> } {
  const closing = new AbortController();

  async function run(): Promise<void> {
    let failures = 0;
    while (!closing.signal.aborted) {
      try {
        await session(await ctx.db.pool.connect());
        failures = 0;
      } catch (error) {
        ctx.log.warn({ event: 'delivery.listen-failed', err: error });
        failures += 1;
      }
      await sleep(growingPause(failures), closing.signal);
    }
  }

  /** Lasts until the connection ends or we close; a listening connection never goes back to the pool. */
  async function session(client: PoolClient): Promise<void> {
    try {
      const over = new Promise<void>((resolve) => {
        client.once('error', () => resolve());
        client.once('end', () => resolve());
        closing.signal.addEventListener('abort', () => resolve(), { once: true });
      });
      client.on('notification', heard);
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      heard();
      await over;
    } finally {
      client.release(true);
    }
  }

  const running = run();
  return {
    close: async () => {
      closing.abort();
      await running;
    },
  };
}
